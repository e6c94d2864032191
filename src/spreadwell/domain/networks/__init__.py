"""Organisations with typed, dated edges, and the networks they form."""
