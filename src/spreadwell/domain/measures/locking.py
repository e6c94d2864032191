"""One change of a measure's readings at a time, and none of a period that is signed off."""

from collections.abc import Iterable

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
