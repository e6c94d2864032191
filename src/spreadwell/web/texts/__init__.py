"""Texts of the public pages that an administrator words."""
