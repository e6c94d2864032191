"""A site's month: what may be entered, what stands already, and that it was sent once."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Q
from django.utils import timezone

from spreadwell.formats.periods import Period, PeriodKind

from ..audit.actions import record
from ..audit.models import Event
from ..foundation.actions import action
from ..innovations.models import InnovationMeasure
from ..measures.models import Measure, Reading
from ..people.models import Person, RoleHeld
from ..people.viewer import Viewer, viewer_of
from .models import ImplementationSite, MonthDraft
from .permissions import check_work
from .queries import MEASURES_A_MONTH, due_for_site, last_complete

SENT = "sites.month_sent"
KEY_DIGITS = 18


@dataclass(frozen=True, slots=True)
class Asked:
    """A number that a page asked for, the reading before it, and what stood when it was opened.

    `seen` is the key of the reading of the same period that the person has been shown, 0 where
    there was none.
    """

    measure: Measure
    period: Period
    before: Reading | None = None
    seen: int = 0

    @property
    def slug(self) -> str:
        """The measure's code, by which the fields of the page are named."""
        return self.measure.slug


def asked_of(site: ImplementationSite, on: date) -> list[Asked]:
    """Return what a site is asked for now: what is due, at most three measures."""
    return [Asked(one.measure, one.period, one.before) for one in due_for_site(site, on)]


def opened_text(asked: Sequence[Asked]) -> str:
    """Write what was asked and seen, for the form to carry: `measure@period@reading`."""
    return " ".join(f"{one.slug}@{one.period}@{one.seen}" for one in asked)


def asked_when_opened(site: ImplementationSite, text: str, on: date) -> list[Asked]:
    """Read back what a page asked for when it was opened; what the site is never asked is left out.

    A page may have been opened weeks ago on a phone without a network, so the periods are those
    it was opened with, as long as they ended before `on` and the site was live in them.
    """
    ours = {one.slug: one for one in measures_asked_of(site)}
    found = []
    for word in text.split()[:MEASURES_A_MONTH]:
        slug, _, rest = word.partition("@")
        name, _, seen = rest.partition("@")
        measure = ours.get(slug)
        try:
            period = Period.parse(name)
        except ValueError:
            continue
        if measure is None or period.kind.value != measure.cadence or not _is_key(seen):
            continue
        started = site.started or on
        if started <= period.end and period.ordinal <= last_complete(measure, on).ordinal:
            found.append(Asked(measure, period, seen=int(seen)))
    return found


def _is_key(text: str) -> bool:
    """Tell whether a text could be a row's key: digits, and no more than a database counts to."""
    return text.isascii() and text.isdecimal() and len(text) <= KEY_DIGITS


def measures_asked_of(site: ImplementationSite) -> list[Measure]:
    """Return the measures that the site supplies itself, the judged one first."""
    attached = InnovationMeasure.objects.filter(
        innovation=site.version.innovation_id, measure__supplied_by="site"
    ).exclude(measure__cadence=PeriodKind.INTEGER.value)
    rows = attached.select_related("measure").order_by("-primary", "measure__name")
    return [one.measure for one in rows[:MEASURES_A_MONTH]]


def standing(site: ImplementationSite, asked: Sequence[Asked]) -> dict[str, Reading]:
    """Return the current readings of the numbers asked for, by the measure's code."""
    return _readings(site, [(one.measure, one.period) for one in asked])


def with_before(site: ImplementationSite, asked: Sequence[Asked]) -> list[Asked]:
    """Return what is asked with the reading of the period before beside each."""
    before = _readings(site, [(one.measure, one.period.previous()) for one in asked])
    return [replace(one, before=before.get(one.slug)) for one in asked]


def _readings(
    site: ImplementationSite, wanted: Sequence[tuple[Measure, Period]]
) -> dict[str, Reading]:
    rule = Q(pk__in=[])
    for measure, period in wanted:
        rule |= Q(measure=measure, period_kind=period.kind.value, ordinal=period.ordinal)
    rows = Reading.objects.current().filter(rule, organisation=site.organisation_id, stratifier="")
    return {one.measure.slug: one for one in rows.select_related("measure", "submission__sent_by")}


def sender_of(viewer: Viewer, site: ImplementationSite, reading: Reading) -> str:
    """Say who sent a reading: by name to colleagues of the site and to those who know them all."""
    sender = reading.submission.sent_by
    if sender is None:
        return "An extract"
    if sender == viewer.person:
        return "You"
    here = RoleHeld.objects.running_on(timezone.localdate()).filter(person=sender, site=site)
    if here.exists() or Person.objects.visible_to(viewer).filter(pk=sender.pk).exists():
        return sender.name
    return "Somebody who sends for several sites"


def was_sent(site: ImplementationSite, digest: str) -> bool:
    """Tell whether this very month was stored already, from a first try whose answer got lost."""
    events = Event.objects.filter(
        verb=SENT, thing="ImplementationSite", thing_id=site.pk, detail__digest=digest
    )
    return bool(digest) and events.exists()


@action
def close_month(*, by: Person, site: ImplementationSite, numbers: int, digest: str) -> None:
    """Note that a month was sent, so that sending it twice stores it once; its draft goes."""
    check_work(viewer_of(by), site)
    MonthDraft.objects.filter(site=site, person=by).delete()
    record(
        by=by,
        verb=SENT,
        thing=site,
        summary=f"{by} sent the month of {site}: {numbers} number{'' if numbers == 1 else 's'}",
        detail={"digest": digest},
    )
