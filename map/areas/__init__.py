"""The districts of the city."""
