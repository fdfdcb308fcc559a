"""Tests of resources.opportunities."""
