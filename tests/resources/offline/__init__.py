"""Tests of the copy to take along."""
