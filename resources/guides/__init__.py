"""Guides: what to know, by topic and situation, in every language, each saying how far it can be trusted."""
