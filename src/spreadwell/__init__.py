"""Spreadwell: runs a mission-led innovation network, and knows with evidence what worked."""

__version__ = "0.1.0"
