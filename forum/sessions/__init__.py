"""Sessions: dated evenings of dialogue, their agenda, minutes and decisions."""
