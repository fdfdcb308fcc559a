"""Events: what to join, when and where, by people and organisations that answer for it."""
