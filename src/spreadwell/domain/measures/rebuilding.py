"""Columns made anew from the rows they stand for."""

from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from typing import Any

from django.db import transaction

from .locking import lock_measures
from .models import Measure, Reading, ReadingColumns
from .packing import KEY, NUMBERS, Key, Packed, series_in

ORDER = ("measure_id", "organisation_id", "period_kind", "stratifier", "stratum", "ordinal")
SERIES_AT_ONCE = 500
ROWS_AT_ONCE = 20_000


def rebuild_columns() -> int:
    """Make the columns of every series anew; returns how many there are."""
    with transaction.atomic():
        lock_measures(Measure.objects.values_list("pk", flat=True))
        ReadingColumns.objects.all().delete()
        return _write(Reading.objects.current())


def refresh_columns(pairs: Iterable[tuple[int, int]]) -> None:
    """Make the columns of some measures at some organisations anew, within a transaction.

    `pairs` are primary keys of measure and organisation, whose measures are locked.
    """
    for measure, group in groupby(sorted(set(pairs)), key=lambda pair: pair[0]):
        for some in _batches([organisation for _, organisation in group]):
            which = {"measure": measure, "organisation__in": some}
            ReadingColumns.objects.filter(**which).delete()
            _write(Reading.objects.current().filter(**which))


def write_series(series: Iterable[tuple[Key, Packed]]) -> int:
    """Store series, in the place of what stood there; returns how many."""
    written = 0
    for some in _batches(series):
        ReadingColumns.objects.bulk_create(
            [
                ReadingColumns(**dict(zip(KEY, key, strict=True)), **packed.fields())
                for key, packed in some
            ],
            update_conflicts=True,
            unique_fields=["measure", "stratifier", "organisation", "stratum", "period_kind"],
            update_fields=["first", "last", "suppressed", "ordinals", *NUMBERS],
        )
        written += len(some)
    return written


def columns_differ() -> list[str]:
    """Series whose columns are not what their rows say, in words: a check, none if all is well."""
    rows = Reading.objects.current().order_by(*ORDER).values_list(*KEY, "ordinal", *NUMBERS)
    right = {
        key: packed.fields() for key, packed in series_in(rows.iterator(chunk_size=ROWS_AT_ONCE))
    }
    stored = {
        tuple(getattr(one, name) for name in KEY): {
            name: _plain(getattr(one, name))
            for name in ("first", "last", "suppressed", "ordinals", *NUMBERS)
        }
        for one in ReadingColumns.objects.all()
    }
    return [str(key) for key in sorted({*right, *stored}) if right.get(key) != stored.get(key)]


def _plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value


def _write(rows: Any) -> int:
    found = rows.order_by(*ORDER).values_list(*KEY, "ordinal", *NUMBERS)
    return write_series(series_in(found.iterator(chunk_size=ROWS_AT_ONCE)))


def _batches(things: Iterable[Any]) -> Iterator[list[Any]]:
    left = iter(things)
    while some := list(islice(left, SERIES_AT_ONCE)):
        yield some
