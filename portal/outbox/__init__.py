"""What must follow a commit, and the worker that does it."""
