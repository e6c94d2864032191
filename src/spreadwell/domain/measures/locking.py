"""One change of a measure's readings at a time, and none of a period that is signed off."""

from collections.abc import Iterable, Mapping

import numpy as np

from spreadwell.formats.periods import Period
from spreadwell.formats.problems import RowProblem

from ..foundation.refusals import NotNow
from .changes import SAME, Batch, Compared
from .models import Measure, PeriodSignOff


def lock_measures(measures: Iterable[int]) -> None:
    """Hold the readings of some measures until the transaction ends; primary keys.

    Always in the order of their keys, so that two who need the same measures never wait for
    each other. Whoever is second then sees what the first has stored.
    """
    rows = Measure.objects.select_for_update(no_key=True).filter(pk__in=list(measures))
    list(rows.order_by("pk").values_list("pk", flat=True))


def locked_periods(measures: Iterable[int]) -> dict[int, frozenset[int]]:
    """Ordinals of the periods that are signed off, by primary key of the measure."""
    found: dict[int, set[int]] = {}
    rows = PeriodSignOff.objects.standing().filter(
        measure__in=list(measures), measure__needs_sign_off=True
    )
    for measure, ordinal in rows.values_list("measure_id", "ordinal"):
        found.setdefault(measure, set()).add(ordinal)
    return {measure: frozenset(ordinals) for measure, ordinals in found.items()}


def locked_rows(
    batch: Batch, part: Compared, locked: Mapping[int, frozenset[int]]
) -> list[RowProblem]:
    """Rows of a chunk that would change a period that is signed off, with why they may not."""
    found = []
    for measure, ordinals in locked.items():
        shut = (part.chunk.measure == measure) & np.isin(part.chunk.ordinal, list(ordinals))
        for at in np.flatnonzero(shut & (part.what != SAME)).tolist():
            period = str(Period(batch.kind, int(part.chunk.ordinal[at])))
            message = (
                f"{period} of “{batch.measures[measure]}” is signed off; have it opened again "
                "before its readings change"
            )
            found.append(RowProblem(int(part.chunk.row[at]), "period", message, period))
    return found


def check_open(batch: Batch, part: Compared, locked: Mapping[int, frozenset[int]]) -> None:
    """Raise where a chunk would change a period that is signed off."""
    found = locked_rows(batch, part, locked)
    if found:
        raise NotNow(found[0].sentence)
