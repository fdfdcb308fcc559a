"""Guides from elsewhere and to elsewhere: folders of Markdown, and JSON as Integreat publishes it."""
