"""A copy of the portal to take along: one page in one language, kept only where someone asked for it."""
