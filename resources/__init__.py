"""What to know and what to join: guides, events, opportunities. Empty until their issue; the floor is laid."""
