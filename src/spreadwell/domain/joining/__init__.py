"""How organisations come in: expressions of interest, and calls for sites."""
