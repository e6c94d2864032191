"""Pages of the room “innovations”."""
