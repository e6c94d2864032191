"""One change of a measure's readings at a time, and none of a period that is signed off."""

from collections.abc import Iterable, Mapping

import numpy as np
from django.db.models import QuerySet

from spreadwell.formats.periods import Period
from spreadwell.formats.problems import RowProblem

from ..foundation.days import day_of
from ..foundation.refusals import NotNow
from .changes import SAME, Batch, Compared
from .models import Measure, PeriodSignOff, Reading


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
        shut &= part.what != SAME
        words = {
            ordinal: shut_words(measure, Period(batch.kind, ordinal))
            for ordinal in np.unique(part.chunk.ordinal[shut]).tolist()
        }
        for at in np.flatnonzero(shut).tolist():
            ordinal = int(part.chunk.ordinal[at])
            period = str(Period(batch.kind, ordinal))
            found.append(RowProblem(int(part.chunk.row[at]), "period", words[ordinal], period))
    return found


def check_rows_open(rows: QuerySet[Reading]) -> None:
    """Raise where one of these readings stands and is of a period that is signed off."""
    measures = rows.order_by().values_list("measure_id", flat=True).distinct()
    for measure, ordinals in locked_periods(measures).items():
        shut = rows.filter(is_current=True, measure=measure, ordinal__in=ordinals).first()
        if shut is not None:
            raise NotNow(f"{shut_words(measure, Period.parse(shut.period))}.")


def shut_words(measure: int, period: Period) -> str:
    """Say that a period is signed off, by whom and when, and what to do; without a full stop."""
    rows = PeriodSignOff.objects.standing().filter(measure=measure, ordinal=period.ordinal)
    one = rows.select_related("measure", "approved_by").get()
    return (
        f"{period.label} of “{one.measure}” was approved by {one.approved_by} on "
        f"{day_of(one.approved_at)} and is locked; have it opened again before its readings "
        "change"
    )


def check_open(batch: Batch, part: Compared, locked: Mapping[int, frozenset[int]]) -> None:
    """Raise where a chunk would change a period that is signed off."""
    found = locked_rows(batch, part, locked)
    if found:
        raise NotNow(found[0].sentence)
