"""Organisations in and out: files read, changes planned, stored as a whole, and written again."""

from spreadwell.exchange.organisations.export import export_organisations
from spreadwell.exchange.organisations.load import Loaded, load_files
from spreadwell.exchange.organisations.problems import FilesProblem

__all__ = ["FilesProblem", "Loaded", "export_organisations", "load_files"]
