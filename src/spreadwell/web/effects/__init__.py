"""Pages of the room “effects”."""
