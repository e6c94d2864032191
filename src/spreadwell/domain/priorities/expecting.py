"""What is expected of an entry before it is decided, and the forecast that is kept of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ..audit.actions import record
from ..decisions.models import Decision
from ..foundation.actions import action
from ..foundation.refusals import Invalid
from ..measures.models import Measure
from ..people.models import Person
from ..people.viewer import viewer_of
from .models import Forecast, Shortlist, ShortlistEntry
from .permissions import check_run_shortlist
from .policies import check_before_decision
from .queries import panel_view


@dataclass(frozen=True, slots=True)
class Expectation:
    """What is expected of one entry, to be held against what the sites show: effect in 100."""

    low: float | None = None
    middle: float | None = None
    high: float | None = None
    reach: int | None = None
    by_day: date | None = None
    on: Measure | None = None


@action
def expect(*, by: Person, entry: ShortlistEntry, expectation: Expectation) -> ShortlistEntry:
    """Write down what is expected of one entry before it is decided."""
    check_run_shortlist(viewer_of(by), entry.shortlist)
    check_before_decision(entry.shortlist)
    values = [expectation.low, expectation.middle, expectation.high]
    given = [value for value in values if value is not None]
    if given and len(given) < len(values):
        raise Invalid("Give the low, the likely and the high end of what is expected.", "expected")
    if given != sorted(given):
        raise Invalid("Low, likely and high must rise in this order.", "expected")
    entry.expected_low, entry.expected, entry.expected_high = values
    entry.expected_reach = expectation.reach
    entry.expected_by = expectation.by_day
    entry.expected_on = expectation.on
    entry.save(
        update_fields=[
            "expected_low", "expected", "expected_high", "expected_reach", "expected_by",
            "expected_on",
        ]
    )  # fmt: skip
    record(
        by=by,
        verb="shortlist.expected",
        thing=entry.shortlist,
        summary=f"{by} wrote down what is expected of “{entry.opportunity}”",
    )
    return entry


def keep_forecasts(
    shortlist: Shortlist, decision: Decision, entries: Sequence[ShortlistEntry]
) -> list[Forecast]:
    """Keep what is expected of chosen entries, with what the panel scored them on that day."""
    view = panel_view(shortlist)
    place = {entry.pk: i for i, entry in enumerate(view.entries)} if view else {}
    made = []
    for entry in entries:
        scores = {}
        if view is not None:
            means = view.panel.mean[place[entry.pk]]
            pairs = zip(view.criteria, means, strict=True)
            scores = {one.slug: round(float(mean), 3) for one, mean in pairs}
        low, likely, high = entry.expected_low, entry.expected, entry.expected_high
        assert low is not None and likely is not None and high is not None  # as was checked
        made.append(
            Forecast(
                entry=entry, decision=decision, measure=entry.expected_on, low=low,
                likely=likely, high=high, reach=entry.expected_reach, by=entry.expected_by,
                made_on=decision.decided_on, scores=scores,
            )
        )  # fmt: skip
    return Forecast.objects.bulk_create(made)
