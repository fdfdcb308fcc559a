"""Concerns and commitments: what people raise, who answers, and what comes of it."""
