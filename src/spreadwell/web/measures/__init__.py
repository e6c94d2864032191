"""Pages of the room “measures”."""
