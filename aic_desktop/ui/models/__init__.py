"""Qt models over cases and records."""
