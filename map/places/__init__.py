"""Doors that people can go to, and lines that they can call."""
