"""Pages of the room “discovery”."""
