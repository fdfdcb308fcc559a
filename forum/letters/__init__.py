"""Letters between a member and the team of a space."""
