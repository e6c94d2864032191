"""Looking for anything by words."""
