"""Raising a finding from numbers: it keeps what it looks at and what it saw that day."""

from dataclasses import replace

from spreadwell.charts.wording import figure

from ..audit.actions import record
from ..foundation.actions import action
from ..foundation.origins import Origin
from ..foundation.refusals import Invalid
from ..measures.models import Measure
from ..missions.models import Mission
from ..people.models import Person
from ..people.viewer import viewer_of
from .data import Seen
from .evidence import DataView, FindingData
from .heard import Heard, check_heard
from .models import Finding, SourceKind
from .permissions import check_add_finding
from .policies import check_open_to_findings
from .safeguarding import flag_worries
from .storing import stored

BORNE_OUT = 3
"""The strength of what data say."""


@action
def raise_from_data(*, by: Person, mission: Mission, heard: Heard, seen: Seen) -> Finding:
    """Add a finding that keeps its link to the numbers it came from, and what they said."""
    check_add_finding(viewer_of(by))
    check_open_to_findings(mission)
    heard = replace(heard, source_kind=SourceKind.DATA.value, strength=BORNE_OUT)
    check_heard(heard)
    looked = seen.looked
    if looked.view == DataView.GAP and looked.organisation is None:
        raise Invalid("Say which place stands against the rest.")
    origin = Origin.INVENTED if seen.invented else Origin.RECORDED
    finding = stored(mission, heard, contributor=by, origin=origin)
    finding.save()
    FindingData.objects.create(
        finding=finding, view=looked.view, measure=looked.measure,
        organisation=looked.organisation, stratum=looked.stratum,
        then=f"{value_words(seen)} in {seen.period.label}", then_period=str(seen.period),
        then_value=seen.value,
    )  # fmt: skip
    record(
        by=by,
        verb="finding.raised_from_data",
        thing=finding,
        summary=f"{by} raised a finding from {looked.measure} for {mission}",
        detail={"measure": looked.measure.slug, "period": str(seen.period), "value": seen.value},
    )
    flag_worries([finding])
    return finding


def value_words(seen: Seen, value: float | None = None) -> str:
    """Say a value as people do: “61 of 100”, “9 of 100 behind”; the last one if none is given."""
    value = seen.value if value is None else value
    measure = seen.looked.measure
    if seen.looked.view == DataView.MEASURE:
        return f"{figure(value)} {_after(measure)}".strip()
    side = "apart" if measure.direction == "neither" else "behind" if value >= 0 else "ahead"
    return " ".join(part for part in (figure(abs(value)), _after(measure), side) if part)


def _after(measure: Measure) -> str:
    if measure.statistic == "proportion":
        return f"of {measure.per:,}"
    return f"in {measure.per:,}" if measure.statistic == "rate" else measure.unit
