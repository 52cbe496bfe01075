"""Hearts: anything that yields beats (a strap, a replayed recording, a simulated heart)."""
