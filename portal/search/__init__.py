"""Search: one small protocol, the engine behind it, and words made comparable across scripts."""
