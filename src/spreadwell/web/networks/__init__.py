"""Pages of the room “networks”."""
