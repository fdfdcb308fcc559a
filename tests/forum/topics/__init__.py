"""Tests of forum/topics."""
