"""Tests of concerns and commitments."""
