"""Reading what is shipped for the example: YAML, CSV and gzipped CSV beside each other."""

import csv
import gzip
import io
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from .invented.worlds import World

DEFINITIONS = Path(__file__).resolve().parents[2] / "definitions"
MEASURES = DEFINITIONS / "measures"
EXAMPLE = DEFINITIONS / "example"
REAL = EXAMPLE / "real"

WORLD_FIELDS = frozenset(World.__dataclass_fields__)


@cache
def told(name: str) -> Any:
    """Return the content of one YAML file of the example, by its path without the ending."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load((EXAMPLE / f"{name}.yaml").read_text("utf-8"), Loader=loader)


def innovations() -> list[dict[str, Any]]:
    """Return what is told of each innovation, in the order of the files."""
    return [told(f"innovations/{path.stem}") for path in sorted(EXAMPLE.glob("innovations/*.yaml"))]


def rows(name: str) -> Iterator[dict[str, str]]:
    """Give the rows of one file of real figures, gzipped or plain."""
    path = REAL / name
    raw = path.read_bytes()
    text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8")
    yield from csv.DictReader(io.StringIO(text, newline=""))


def world(name: str) -> World:
    """Return the truth of one invented world as numbers."""
    truth = told("truth")["worlds"][name]
    fields = {key: value for key, value in truth.items() if key in WORLD_FIELDS}
    for key in ("people", "starts", "after_worst"):
        if key in fields:
            fields[key] = tuple(fields[key])
    return World(**fields)


def first_month(name: str) -> int:
    """Return the ordinal of the first month of an invented world."""
    return month_ordinal(told("truth")["worlds"][name]["first"])


def month_ordinal(text: str) -> int:
    """Return the ordinal of a month written like 2024-03."""
    year, month = text.split("-")
    return int(year) * 12 + int(month) - 1


def day_in(ordinal: int, day: int) -> date:
    """Return a day of the month with this ordinal."""
    return date(ordinal // 12, ordinal % 12 + 1, day)


def as_day(value: date | str | None) -> date | None:
    """Return a date that YAML or CSV gave; blank is None."""
    if value is None or value == "":
        return None
    return value if isinstance(value, date) else date.fromisoformat(value)
