"""People, the roles they hold and where, and from both what each may see."""
