"""Tests of forum.stories."""
