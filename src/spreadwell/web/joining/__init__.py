"""Who wants to join: offers and their answers, calls for sites and who is chosen."""
