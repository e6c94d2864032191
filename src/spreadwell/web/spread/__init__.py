"""Pages of the room “spread”."""
