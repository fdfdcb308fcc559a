"""The offer check: plain questions that show whether an offer may be a trap. Nothing of it is kept."""
