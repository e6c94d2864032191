"""Pages of the room “sites”."""
