"""The shape of one reading, and the places of a world, for all that make readings."""

from functools import cache
from typing import Any

from spreadwell.formats.periods import Period

from .loading import Loading
from .sites import place_code

Cells = tuple[float | None, float | None, float | None]
COLUMNS = (
    "measure_id", "organisation_id", "period", "period_kind", "ordinal",
    "numerator", "denominator", "value", "stratifier", "stratum",
)  # fmt: skip
Row = tuple[bool | int | float | str | None, ...]
"""One reading in the order of COLUMNS: fifty thousand of them never become model instances."""


def reading(
    loading: Loading, measure: str, code: str, period: Period, cells: Cells, fifth: str = ""
) -> Row:
    """Return one reading; `cells` are numerator, denominator and value."""
    return (
        loading.measures[measure].pk, loading.organisations[code].pk, _name(period),
        period.kind.value, period.ordinal, *cells, "imd_quintile" if fifth else "", fifth,
    )  # fmt: skip


@cache
def _name(period: Period) -> str:
    return str(period)


def codes_of(sites: dict[str, Any], places: int) -> list[str]:
    """Return the codes of all places of a world: sites first, then comparators."""
    if "comparator_codes" in sites:
        live = [place_code(sites, place) for place in range(1, sites["live"] + 1)]
        return live + [f"{sites['prefix']}{number:02}" for number in sites["comparator_codes"]]
    return [place_code(sites, place) for place in range(1, places + 1)]
