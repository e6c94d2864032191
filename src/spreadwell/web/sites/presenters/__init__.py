"""What the pages of a site print."""
