"""Tests of forum.sessions."""
