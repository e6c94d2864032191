"""Measures, the readings taken by them, and the submissions that brought the readings."""
