"""What a batch of readings would change: new, corrected and the same, told before it is done."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from spreadwell.formats.periods import Period
from spreadwell.formats.readings import Readings

from .models import Measure, Reading

SHOWN = 200
"""How many corrections are kept to be shown one by one; all are counted."""

TOLD = ("new", "corrected", "same")

Number = float | None
Key = tuple[int, int, int, str, str]


@dataclass(frozen=True, slots=True)
class Batch:
    """Readings ready to be stored: keys, numbers, and for each the current row it would correct.

    `old` is 0 for a new reading, the key of the current row where the numbers differ, −1 where
    they are the same.
    """

    readings: Readings
    keys: list[Key]
    numbers: list[tuple[Number, Number, Number]]
    old: NDArray[np.int64]
    summary: dict[str, Any]

    @property
    def corrected(self) -> list[int]:
        """Primary keys of the rows that corrections supersede."""
        return [int(one) for one in self.old[self.old > 0]]


def batch_of(
    readings: Readings, measures: Mapping[str, Measure], organisations: Mapping[str, int]
) -> Batch:
    """Hold readings against the current ones and say what they would change.

    `measures` and `organisations` map the codes of the file to measures and primary keys.
    """
    keys = _keys(readings, measures, organisations)
    top, bottom, value = (
        [None if x != x else x for x in column.tolist()]
        for column in (readings.numerator, readings.denominator, readings.value)
    )
    numbers = list(zip(top, bottom, value, strict=True))
    now = _current(readings, measures, organisations)
    old = np.zeros(len(keys), dtype=np.int64)
    for i, key in enumerate(keys):
        found = now.get(key)
        if found is not None:
            old[i] = -1 if found[1] == numbers[i] else found[0]
    return Batch(readings, keys, numbers, old, _summary(readings, keys, numbers, now, old))


def counts_in_words(changes: Mapping[str, Any]) -> str:
    """Say what a submission changes: "30 new, 2 corrected, 1 the same"."""
    new, corrected, same = (int(changes.get(name, 0)) for name in TOLD)
    return f"{new:,} new, {corrected:,} corrected, {same:,} the same"


def stratum_of(readings: Readings, position: int) -> tuple[str, str]:
    """The stratifier and the stratum of one row; two blanks for everyone together."""
    for name, column in readings.strata.items():
        if column.codes[position] >= 0:
            return name, column.at(position)
    return "", ""


def _keys(
    readings: Readings, measures: Mapping[str, Measure], organisations: Mapping[str, int]
) -> list[Key]:
    measure = np.array([measures[label].pk for label in readings.measure.labels] or [0])
    place = np.array([organisations.get(label, 0) for label in readings.site.labels] or [0])
    measure_ids = measure[readings.measure.codes].tolist()
    place_ids = place[readings.site.codes].tolist()
    if readings.strata:
        strata = [stratum_of(readings, i) for i in range(len(readings))]
    else:
        strata = [("", "")] * len(readings)
    return [
        (m, o, t, *s)
        for m, o, t, s in zip(measure_ids, place_ids, readings.period.tolist(), strata, strict=True)
    ]


def _current(
    readings: Readings, measures: Mapping[str, Measure], organisations: Mapping[str, int]
) -> dict[Key, tuple[int, tuple[Number, Number, Number]]]:
    """The current readings that these could correct."""
    if not len(readings):
        return {}
    rows = Reading.objects.filter(
        is_current=True,
        measure__in=[measures[label].pk for label in readings.measures],
        period_kind=readings.kind.value,
        ordinal__range=(int(readings.period.min()), int(readings.period.max())),
    )
    sites = readings.sites
    if len(sites) <= 200:  # beyond, naming them costs more than reading the span
        rows = rows.filter(organisation__in=[organisations[site] for site in sites])
    return {
        row[1:6]: (row[0], row[6:9])
        for row in rows.values_list(
            "pk", "measure_id", "organisation_id", "ordinal", "stratifier", "stratum",
            "numerator", "denominator", "value",
        ).iterator(chunk_size=5000)
    }  # fmt: skip


def _summary(
    readings: Readings,
    keys: list[Key],
    numbers: list[tuple[Number, Number, Number]],
    now: Mapping[Key, tuple[int, tuple[Number, Number, Number]]],
    old: NDArray[np.int64],
) -> dict[str, Any]:
    kinds = np.where(old == 0, 0, np.where(old > 0, 1, 2))
    by_measure = []
    for name in readings.measures:
        code = readings.measure.labels.index(name)
        mine = readings.measure.codes == code
        counts = np.bincount(kinds[mine], minlength=3).tolist()
        sites = []
        for site_code in np.unique(readings.site.codes[mine]).tolist():
            there = np.bincount(
                kinds[mine & (readings.site.codes == site_code)], minlength=3
            ).tolist()
            sites.append([readings.site.labels[site_code], *there])
        spans = readings.period[mine]
        by_measure.append(
            {
                "measure": name,
                "new": counts[0],
                "corrected": counts[1],
                "same": counts[2],
                "first": str(Period(readings.kind, int(spans.min()))),
                "last": str(Period(readings.kind, int(spans.max()))),
                "sites": sites,
            }
        )
    corrections = []
    for i in np.flatnonzero(old > 0)[:SHOWN].tolist():
        corrections.append(
            {
                "measure": readings.measure.at(i),
                "site": readings.site.at(i),
                "period": str(readings.period_at(i)),
                "stratum": " ".join(part for part in keys[i][3:] if part),
                "before": list(now[keys[i]][1]),
                "after": list(numbers[i]),
            }
        )
    totals = np.bincount(kinds, minlength=3).tolist()
    return {
        "new": totals[0],
        "corrected": totals[1],
        "same": totals[2],
        "measures": by_measure,
        "corrections": corrections,
        "notes": list(readings.notes),
    }
