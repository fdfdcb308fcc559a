"""Who runs what: the organisations behind places."""
