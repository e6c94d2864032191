"""Findings, the themes they form and the opportunities that come of them."""
