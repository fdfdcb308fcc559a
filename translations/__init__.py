"""The message catalogs of the interface, one folder a language."""
