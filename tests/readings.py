"""Readings put straight into the store, for tests that are not about sending them."""

from collections.abc import Iterable

from spreadwell.domain.measures.rebuilding import rebuild_columns
from spreadwell.domain.models import Reading


def store_readings(rows: Iterable[Reading]) -> list[Reading]:
    """Store rows with their columns."""
    made = Reading.objects.bulk_create(list(rows))
    rebuild_columns()
    return made


def store_reading(**fields: object) -> Reading:
    """Store one row with its columns."""
    return store_readings([Reading(**fields)])[0]
