"""The shape of one reading, and the places of a world, for all that make readings."""

from typing import Any

from spreadwell.domain.models import Reading
from spreadwell.formats.periods import Period

from .loading import Loading
from .sites import place_code

Cells = tuple[float | None, float | None, float | None]


def reading(
    loading: Loading, measure: str, code: str, period: Period, cells: Cells, fifth: str = ""
) -> Reading:
    """Return one reading, not stored yet; `cells` are numerator, denominator and value."""
    return Reading(
        measure=loading.measures[measure], organisation=loading.organisations[code],
        period=str(period), period_kind=period.kind.value, ordinal=period.ordinal,
        numerator=cells[0], denominator=cells[1], value=cells[2],
        stratifier="imd_quintile" if fifth else "", stratum=fifth,
    )  # fmt: skip


def codes_of(sites: dict[str, Any], places: int) -> list[str]:
    """Return the codes of all places of a world: sites first, then comparators."""
    if "comparator_codes" in sites:
        live = [place_code(sites, place) for place in range(1, sites["live"] + 1)]
        return live + [f"{sites['prefix']}{number:02}" for number in sites["comparator_codes"]]
    return [place_code(sites, place) for place in range(1, places + 1)]
