"""Innovations with versions, what must stay and what may be adapted, their stages and gates."""
