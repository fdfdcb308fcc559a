"""Bringing places in from outside, and later out again."""
