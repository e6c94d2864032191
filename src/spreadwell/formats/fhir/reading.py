"""MeasureReports as a table of readings: bundles, single resources and NDJSON."""

import json
from collections.abc import Iterator, Mapping
from typing import IO, Any

import numpy as np

from spreadwell.formats.fhir.checks import Fault, check_report
from spreadwell.formats.fhir.report import rows_of
from spreadwell.formats.periods import PeriodKind
from spreadwell.formats.problems import FileProblem, RowProblem
from spreadwell.formats.readings import KEYS, NUMBERS
from spreadwell.formats.tables import MAX_FILE_BYTES, Column, Table, TextColumn

Part = tuple[Table, list[RowProblem]]
HEADERS = (*KEYS, *NUMBERS)


def parts(
    opened: IO[bytes], name: str, rows_at_once: int, cadences: Mapping[str, PeriodKind]
) -> Iterator[Part]:
    """Read MeasureReports in parts; lines of NDJSON one by one, a single document whole.

    A resource that is no MeasureReport, or breaks the standard or our reading of it, is a
    problem that names the resource and the path in it. There is always one part.
    """
    rows: list[dict[str, str]] = []
    numbers: list[int] = []
    places: list[str] = []
    problems: list[RowProblem] = []
    told = False
    for number, resource in enumerate(_resources(opened, name), start=1):
        where = _named(number, resource)
        try:
            check_report(resource)
            for path, row in rows_of(resource, cadences):
                rows.append(row)
                numbers.append(number)
                places.append(f"{where}, {path}")
        except Fault as fault:
            place = f"{where}, {fault.path}" if fault.path else where
            problems.append(RowProblem(number, None, fault.message, fault.value, place))
        if len(rows) >= rows_at_once:
            yield _table(name, rows, numbers, places), problems
            rows, numbers, places, problems, told = [], [], [], [], True
    if rows or problems or not told:
        yield _table(name, rows, numbers, places), problems


def _table(name: str, rows: list[dict[str, str]], numbers: list[int], places: list[str]) -> Table:
    headers = [*HEADERS, *sorted({key for row in rows for key in row} - set(HEADERS))]
    columns: dict[str, Column] = {
        key: TextColumn.of(row.get(key, "") for row in rows) for key in headers
    }
    return Table(
        name,
        columns,
        {key: key for key in headers},
        np.array(numbers, dtype=np.int64),
        places=tuple(places),
    )


def _resources(opened: IO[bytes], name: str) -> Iterator[Any]:
    """Every resource that a file holds, those of bundles one by one."""
    first = b""
    while not first.strip():
        first = opened.readline(MAX_FILE_BYTES)
        if not first:
            raise FileProblem.whole(name, "the file is empty")
    try:
        head = json.loads(first.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        yield from _entries(_document(first + opened.read(MAX_FILE_BYTES + 1), name))
        return
    yield from _entries(head)
    for number, line in enumerate(opened, start=2):
        if line.strip():
            try:
                resource = json.loads(line)
            except (ValueError, RecursionError) as error:
                message = f"the line is not JSON ({_why(error)})"
                raise FileProblem(name, [RowProblem(number, None, message)]) from None
            yield from _entries(resource)


def _document(content: bytes, name: str) -> Any:
    if len(content) > MAX_FILE_BYTES:
        limit = f"{MAX_FILE_BYTES / 2**20:,.0f} MB"
        raise FileProblem.whole(
            name,
            f"one JSON document may be {limit}; send a larger set as NDJSON, a resource a line",
        )
    try:
        return json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise FileProblem.whole(name, f"this is not whole JSON ({_why(error)})") from None


def _why(error: Exception) -> str:
    return str(error) if isinstance(error, json.JSONDecodeError) else "too deep, or not UTF-8"


def _entries(resource: Any) -> Iterator[Any]:
    if isinstance(resource, dict) and resource.get("resourceType") == "Bundle":
        entries = resource.get("entry") or []
        for entry in entries if isinstance(entries, list) else [entries]:
            yield entry.get("resource") if isinstance(entry, dict) else entry
    elif isinstance(resource, list):
        yield from resource
    else:
        yield resource


def _named(number: int, resource: Any) -> str:
    one = resource if isinstance(resource, dict) else {}
    kind = one.get("resourceType")
    shown = kind if isinstance(kind, str) and len(kind) < 40 else "resource"
    mark = one.get("id")
    return f"{shown} {number}" + (f" ({mark})" if isinstance(mark, str) and len(mark) < 65 else "")
