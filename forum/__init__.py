"""Dialogue: spaces, topics, updates and concerns. Empty until their issue; the floor is laid."""
