"""Pages of the room “learning”."""
