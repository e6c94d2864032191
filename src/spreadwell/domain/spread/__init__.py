"""Waves: the sites that start together."""
