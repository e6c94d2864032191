"""Missions with strands and versioned aims."""
