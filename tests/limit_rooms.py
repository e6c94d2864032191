"""A place whose level has changed, for tests of limits."""

from spreadwell.domain.models import (
    InnovationMeasure,
    Measure,
    Organisation,
    Reading,
    Submission,
)
from spreadwell.formats.periods import Period, PeriodKind
from tests.factories import make_innovation, make_measure, make_organisation, make_site
from tests.readings import store_readings

FIRST = Period.parse("2023-01")
BEFORE = [50, 52, 48, 51, 49, 53, 47, 50, 52, 48, 51, 49]
AFTER = [60, 62, 58, 61, 59, 63, 57, 60, 62, 61]
NEW = FIRST.next(len(BEFORE))


def changed_level(**fields) -> tuple[Measure, Organisation]:
    """Make a measure at a site where 12 readings around 50 are followed by 10 around 60."""
    measure = make_measure(**{"statistic": "mean", "per": 1, "unit": "weeks"} | fields)
    place = make_organisation()
    innovation = make_innovation()
    InnovationMeasure.objects.create(innovation=innovation, measure=measure, primary=True)
    make_site(innovation, organisation=place, started=FIRST.start)
    put(measure, place, BEFORE + AFTER)
    return measure, place


def put(measure: Measure, place: Organisation, values: list[float], **fields) -> None:
    """Store one value a month."""
    sent = Submission.objects.create(
        way="extract", state="accepted", settled_at="2025-01-01T00:00Z", **fields
    )
    store_readings(
        Reading(
            submission=sent, measure=measure, organisation=place, value=value,
            period=str(FIRST.next(i)), period_kind=PeriodKind.MONTH.value,
            ordinal=FIRST.ordinal + i,
        )
        for i, value in enumerate(values)
    )  # fmt: skip
