"""Readings in and out of the store, at any size."""
