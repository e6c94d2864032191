"""What the slow charts give: lines, and lists with one entry a period."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from tests.methods.spc.slow.runs import Runs


@dataclass
class Line:
    """What is drawn at one period; None where there is nothing to draw."""

    centre: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    low2: Decimal | None = None
    high2: Decimal | None = None


@dataclass
class Slow:
    """A chart as lists, one entry a period."""

    values: list[Decimal | None]
    lines: list[Line]
    marks: list[set[str]]
    labels: list[str]
    states: list[str]
    latest: int | None
    variation: str | None
    assurance: str | None
    runs: list[Runs]
