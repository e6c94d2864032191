"""What is due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from spreadwell.domain.sites.queries import DueMeasure


@dataclass(frozen=True, slots=True)
class DueRow:
    """A number due: its name, the period, when it is wanted, and last time's beside it."""

    name: str
    slug: str
    period: str
    due: date
    late: bool
    before: str


def due_rows(due: Sequence[DueMeasure], today: date) -> list[DueRow]:
    """Present what is due with the reading of the period before."""
    return [
        DueRow(
            one.measure.name,
            one.measure.slug,
            one.period.label,
            one.due,
            one.due < today,
            _told(one),
        )
        for one in due
    ]


def _told(one: DueMeasure) -> str:
    """Say the reading before in words."""
    period = one.period.previous().label
    reading = one.before
    if reading is None:
        return f"{period}: nothing was sent"
    if reading.value is not None:
        return f"{period}: {reading.value:,g} {one.measure.unit}"
    return f"{period}: {reading.numerator:,g} of {reading.denominator:,g}"
