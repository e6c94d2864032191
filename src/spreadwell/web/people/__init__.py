"""People and roles, and the first run of an empty store."""
