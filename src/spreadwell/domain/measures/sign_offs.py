"""Periods approved and locked where a measure asks for it, and opened again with a reason."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from spreadwell.formats.periods import Period, PeriodKind

from ..audit.actions import record
from ..foundation.actions import action
from ..foundation.refusals import Invalid, NotNow
from ..people.models import Person
from ..people.permissions import check_may
from ..people.viewer import Viewer, viewer_of
from .models import Measure, PeriodSignOff, Reading
from .permissions import KEEP

SHOWN = 12
"""Periods that the page lists: a year of months."""

LOOKED_BACK = 3
"""A place that sent in one of so many periods before is expected in this one."""


@dataclass(frozen=True, slots=True)
class PeriodStanding:
    """One period of a measure: how many places have sent, and who approved it."""

    period: Period
    there: int
    expected: int
    sign_off: PeriodSignOff | None

    @property
    def is_whole(self) -> bool:
        """Tell whether every place that is expected has sent."""
        return self.there >= self.expected > 0


def check_sign_off(viewer: Viewer) -> None:
    """Raise unless the viewer may approve periods and open them again."""
    check_may(viewer, "approve a period or open it again", KEEP)


def check_asks(measure: Measure) -> None:
    """Raise unless the measure asks for its periods to be approved."""
    if not measure.needs_sign_off:
        raise NotNow("This measure does not ask for its periods to be approved.")


@action
def approve_period(*, by: Person, measure: Measure, period: str, note: str = "") -> PeriodSignOff:
    """Approve one period of a measure; its readings are locked from now on."""
    check_sign_off(viewer_of(by))
    check_asks(measure)
    _hold(measure.pk)
    wanted = _period_of(measure, period)
    if wanted.end >= timezone.localdate():
        raise NotNow(f"{wanted.label} has not ended yet.")
    standing = PeriodSignOff.objects.standing().filter(measure=measure, ordinal=wanted.ordinal)
    if standing.exists():
        raise NotNow(f"{wanted.label} is approved already.")
    rows = Reading.objects.current().filter(
        measure=measure, period_kind=wanted.kind.value, ordinal=wanted.ordinal
    )
    if not rows.exists():
        raise NotNow(f"Nobody has sent {wanted.label} yet, so there is nothing to approve.")
    made = PeriodSignOff.objects.create(
        measure=measure,
        period=str(wanted),
        ordinal=wanted.ordinal,
        note=note.strip(),
        approved_by=by,
    )
    record(
        by=by,
        verb="measures.period_approved",
        thing=measure,
        summary=f"{by} approved {wanted.label} of {measure}; its readings are locked"
        + (f": {note.strip()}" if note.strip() else ""),
        detail={"period": str(wanted)},
    )
    return made


@action
def reopen_period(*, by: Person, sign_off: PeriodSignOff, reason: str) -> PeriodSignOff:
    """Open an approved period again, so that its readings may be corrected."""
    check_sign_off(viewer_of(by))
    _hold(sign_off.measure_id)
    sign_off = PeriodSignOff.objects.select_for_update(of=("self",)).get(pk=sign_off.pk)
    if sign_off.reopened_at is not None:
        raise NotNow("This period was opened again already.")
    if not reason.strip():
        raise Invalid("Say why the period is opened again.", "reason")
    sign_off.reopened_by = by
    sign_off.reopened_at = timezone.now()
    sign_off.reopened_because = reason.strip()
    sign_off.save(update_fields=["reopened_by", "reopened_at", "reopened_because"])
    record(
        by=by,
        verb="measures.period_reopened",
        thing=sign_off.measure,
        summary=f"{by} opened {sign_off.period} of {sign_off.measure} again: {reason.strip()}",
        detail={"period": sign_off.period},
    )
    return sign_off


def periods_of(viewer: Viewer, measure: Measure, today: date) -> list[PeriodStanding]:
    """Return the last periods of a measure, the latest first, each with who has sent."""
    kind = PeriodKind(measure.cadence)
    if kind is PeriodKind.INTEGER:
        return []
    last = Period.containing(today, kind).previous()
    rows = Reading.objects.visible_to(viewer).current()
    rows = rows.filter(measure=measure, period_kind=kind.value, stratifier="")
    first = last.ordinal - SHOWN + 1 - LOOKED_BACK
    sent: dict[int, set[int]] = {}
    found = rows.filter(ordinal__gte=first).values_list("ordinal", "organisation_id")
    for ordinal, organisation in found:
        sent.setdefault(ordinal, set()).add(organisation)
    approved = {
        one.ordinal: one
        for one in PeriodSignOff.objects.visible_to(viewer)
        .standing()
        .filter(measure=measure)
        .select_related("approved_by")
    }
    made = []
    for ordinal in range(last.ordinal, last.ordinal - SHOWN, -1):
        there = sent.get(ordinal, set())
        before = [sent.get(ordinal - back, set()) for back in range(1, LOOKED_BACK + 1)]
        expected = there.union(*before)
        if expected or ordinal in approved:
            period = Period(kind, ordinal)
            made.append(PeriodStanding(period, len(there), len(expected), approved.get(ordinal)))
    return made


def to_approve(viewer: Viewer, today: date) -> Iterator[tuple[Measure, PeriodStanding]]:
    """The latest period of each measure that asks for it which has readings and no approval."""
    for measure in Measure.objects.visible_to(viewer).filter(needs_sign_off=True):
        for one in periods_of(viewer, measure, today):
            if one.sign_off is not None:
                break
            if one.there:
                yield measure, one
                break


def _hold(measure: int) -> None:
    """Let nobody change the measure's readings until the transaction ends."""
    Measure.objects.select_for_update(no_key=True).get(pk=measure)


def _period_of(measure: Measure, text: str) -> Period:
    try:
        found = Period.parse(text)
    except ValueError as error:
        raise Invalid(str(error), "period") from None
    if found.kind.value != measure.cadence:
        raise Invalid(f"“{text}” is a {found.kind}, but {measure} is read by {measure.cadence}.")
    return found
