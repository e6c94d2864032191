"""Organisations out of files: the layouts of the ODS, its API, and our own template."""

from spreadwell.formats.ods.reading import read_organisations
from spreadwell.formats.ods.records import Link, LinkKind, OrganisationFile, OrganisationRecord

__all__ = ["Link", "LinkKind", "OrganisationFile", "OrganisationRecord", "read_organisations"]
