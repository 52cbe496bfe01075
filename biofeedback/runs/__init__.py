"""A sitting under way, live or replayed: heart, guide, clock and session, until it ends."""
