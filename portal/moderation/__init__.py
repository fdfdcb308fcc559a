"""Review queue, flags, decisions, appeals, log."""
