"""The append-only log: what was done by whom to what, in a chain that shows whether anything was changed since."""
