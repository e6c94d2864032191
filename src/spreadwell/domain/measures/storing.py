"""Readings into their table: COPY on PostgreSQL, one prepared statement on SQLite; never the ORM.

Every function runs within the transaction of an action and leaves the columns to match.
"""

from collections.abc import Iterable, Iterator
from itertools import repeat
from typing import Any

import numpy as np
from django.db import connection

from spreadwell.formats.periods import Period

from .changes import CORRECTED, SAME, Batch, Compared
from .models import Reading

FIELDS = (
    "submission_id", "measure_id", "organisation_id", "period", "period_kind", "ordinal",
    "numerator", "denominator", "value", "sd", "n", "suppressed", "stratifier", "stratum",
    "is_current",
)  # fmt: skip

SAME_PLACE = " AND ".join(
    f"newer.{name} = {{table}}.{name}"
    for name in (
        "measure_id", "organisation_id", "ordinal", "period_kind", "stratifier", "stratum",
    )
)  # fmt: skip


def store(submission: int, batch: Batch, part: Compared) -> None:
    """Store the new and the corrected readings of a chunk; what is the same is not stored again.

    Corrections wait, not current, until `supersede` puts them in the place of what they correct.
    """
    table = connection.ops.quote_name(Reading._meta.db_table)
    columns = ", ".join(connection.ops.quote_name(name) for name in FIELDS)
    rows = _rows(submission, batch, part)
    if connection.vendor == "postgresql":
        question = f"COPY {table} ({columns}) FROM STDIN"
        with connection.cursor() as cursor, cursor.copy(question) as copy:
            for block in _blocks(rows):
                copy.write(block)
        return
    marks = ", ".join("?" for _ in FIELDS)
    connection.ensure_connection()
    connection.connection.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)


def supersede(submission: int) -> None:
    """Put the corrections of a submission in the place of the readings they correct."""
    table = connection.ops.quote_name(Reading._meta.db_table)
    yes, no = ("true", "false") if connection.vendor == "postgresql" else ("1", "0")
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET is_current = {no}, superseded_by_id = newer.id "
            f"FROM {table} AS newer WHERE newer.submission_id = %s AND NOT newer.is_current "
            f"AND {SAME_PLACE.format(table=table)} AND {table}.is_current",
            [submission],
        )
        cursor.execute(
            f"UPDATE {table} SET is_current = {yes} WHERE submission_id = %s AND NOT is_current",
            [submission],
        )


def _rows(submission: int, batch: Batch, part: Compared) -> Iterator[tuple[Any, ...]]:
    keep = np.flatnonzero(part.what != SAME)
    chunk = part.chunk
    ordinals = chunk.ordinal[keep].tolist()
    names = {one: str(Period(batch.kind, one)) for one in set(ordinals)}
    numbers = chunk.numbers[:, keep]
    suppressed = np.isnan(numbers[0]) & np.isnan(numbers[2])
    strata = [batch.strata[one] for one in chunk.stratum[keep].tolist()]
    return zip(
        repeat(submission, len(keep)),
        chunk.measure[keep].tolist(),
        chunk.organisation[keep].tolist(),
        [names[one] for one in ordinals],
        repeat(batch.kind.value, len(keep)),
        ordinals,
        *(_given(column) for column in numbers),
        suppressed.tolist(),
        (stratifier for stratifier, _ in strata),
        (stratum for _, stratum in strata),
        (part.what[keep] != CORRECTED).tolist(),
        strict=True,
    )


def _given(column: Any) -> list[float | None]:
    """Numbers with None where blank."""
    cells = column.astype(object)
    cells[np.isnan(column)] = None
    found: list[float | None] = cells.tolist()
    return found


def _blocks(rows: Iterable[tuple[Any, ...]], size: int = 5_000) -> Iterator[str]:
    """Rows as COPY reads them, some thousands at a time."""
    lines: list[str] = []
    for row in rows:
        cells = [
            r"\N" if cell is None else _escaped(cell) if isinstance(cell, str) else str(cell)
            for cell in row
        ]
        lines.append("\t".join(cells))
        if len(lines) == size:
            yield "\n".join(lines) + "\n"
            lines = []
    if lines:
        yield "\n".join(lines) + "\n"


def _escaped(text: str) -> str:
    if text.isalnum():
        return text
    for sign, told in (("\\", r"\\"), ("\t", r"\t"), ("\n", r"\n"), ("\r", r"\r")):
        text = text.replace(sign, told)
    return text
