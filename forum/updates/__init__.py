"""Updates and alerts: what leaders tell an area or a community, and for how long it counts."""
