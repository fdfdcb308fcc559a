"""Tests of forum/letters."""
