"""Tests of forum.updates."""
