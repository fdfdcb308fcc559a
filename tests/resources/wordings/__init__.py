"""Tests of the words of checks and lessons."""
