"""Readings by strata put into the store, for tests of what is shown of them."""

from collections.abc import Mapping, Sequence

from spreadwell.domain.models import Measure, Organisation, Reading, Submission
from spreadwell.formats.periods import Period
from tests.readings import store_readings

Cells = Mapping[str, Sequence[tuple[float | None, float | None]]]


def plant_strata(
    measure: Measure,
    place: Organisation,
    cells: Cells,
    *,
    stratifier: str = "imd_quintile",
    first: str = "2025-01",
    whole: bool = True,
) -> None:
    """Store a series a stratum from a first period on, and their sums as everyone together."""
    start = Period.parse(first)
    sent = Submission.objects.create(way="extract", state="checked", file_name="strata.csv")
    many = max(len(one) for one in cells.values())
    series = {(stratifier, name): pairs for name, pairs in cells.items()}
    if whole:
        sums = [
            tuple(
                sum(pairs[i][k] or 0 for pairs in cells.values() if i < len(pairs)) for k in (0, 1)
            )
            for i in range(many)
        ]
        series[("", "")] = sums  # type: ignore[assignment]
    store_readings(
        Reading(
            submission=sent,
            measure=measure,
            organisation=place,
            period=str(start.next(i)),
            period_kind=start.kind.value,
            ordinal=start.ordinal + i,
            stratifier=way,
            stratum=name,
            numerator=top,
            denominator=bottom,
            suppressed=top is None,
        )
        for (way, name), pairs in series.items()
        for i, (top, bottom) in enumerate(pairs)
    )


def fifths(*shares: float, people: int = 400, months: int = 12) -> Cells:
    """Five fifths with fixed shares of so many people each month."""
    return {str(i): [(round(share * people), people)] * months for i, share in enumerate(shares, 1)}
