"""Tests of forum/spaces."""
