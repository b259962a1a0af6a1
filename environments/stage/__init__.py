"""Shows and sounds what a session says; the only part that knows the engine."""
