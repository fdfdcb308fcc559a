"""Opportunities: courses, training, work, volunteering and the like, each with a way to check who offers it."""
