"""Tests of the offer check."""
