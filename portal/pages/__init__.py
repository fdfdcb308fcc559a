"""Home, the pages that say who we are and what we keep, health, quick exit, and a way to write to us."""
