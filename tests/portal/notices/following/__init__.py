"""Tests of following: lists, the fan-out of news, and digests."""
