"""Search across everything held, by the store's own full-text index, seen through the scopes."""
