"""Spaces: where people talk, what each is for, and who may read and write there."""
