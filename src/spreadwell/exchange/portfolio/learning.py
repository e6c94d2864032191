"""Lessons, the notice back to the person whose words started the story, and the trail."""

from datetime import date, timedelta
from typing import Any

from django.db.models import F

from spreadwell.domain.audit.models import Event
from spreadwell.domain.foundation.origins import Origin
from spreadwell.domain.learning.actions import publish_pack
from spreadwell.domain.learning.moving import told_back
from spreadwell.domain.models import Claim, Lesson, Notice
from spreadwell.exchange.packs import make_pack

from .content import innovations
from .loading import Loading, keep_all

NOTICE = (
    "You said that nobody rings after the blood test. Because of it the panel asked of every idea "
    "whether people hear back, and lipid reviews were chosen, in which somebody rings within a "
    "week. They run at 14 invented places now."
)
NOT_DONE = (
    "You asked for a salt substitute in corner shops. We did not take it up this round, because "
    "nobody could lead it yet; it stays on the list for the next one."
)
RECENT = timedelta(days=60)


def load(loading: Loading) -> None:
    """Load lessons, notices and the main steps of the story in the trail."""
    made = []
    for one in innovations():
        for each in one.get("lessons", []):
            made.append(
                Lesson(
                    innovation=loading.innovations[one["slug"]], text=each["text"],
                    about=each["about"], learnt_on=each["day"], origin=Origin.INVENTED,
                    site=loading.sites[one["slug"], each["place"]] if "place" in each else None,
                )
            )  # fmt: skip
    keep_all(Lesson, made)
    _packs(loading)
    _notices(loading)
    _trail(loading)


def _packs(loading: Loading) -> None:
    """Make and publish the packs of innovations that others may take up."""
    analyst = loading.person("analyst")
    for one in innovations():
        if one.get("pack"):
            version = loading.versions[one["slug"], len(one["versions"])]
            pack, _ = make_pack(by=analyst, version=version)
            publish_pack(by=analyst, pack=pack)


def _notices(loading: Loading) -> None:
    finding = loading.thread_finding
    assert finding is not None
    sender = loading.person("mission.lead")
    Notice.objects.create(
        finding=finding, innovation=loading.innovations["lipid-reviews"], text=NOTICE, did=True,
        sent_on=date(2026, 10, 12), sent_by=sender, public=True,
    )  # fmt: skip
    cost = loading.themes["healthy-costs-more"]
    other = cost.findings.exclude(voice="").order_by("pk").first()
    assert other is not None
    Notice.objects.create(
        finding=other, text=NOT_DONE, did=False, sent_on=date(2024, 6, 10), sent_by=sender,
        public=True,
    )  # fmt: skip


def _trail(loading: Loading) -> None:
    """One event for each main step; all of them bear the moment of loading and say so."""
    lipid = loading.innovations["lipid-reviews"]
    finding = loading.thread_finding
    assert finding is not None
    steps: list[tuple[str, Any, str, str]] = [
        ("discovery.finding_added", finding, "contributor", "A patient’s words came in"),
        ("innovations.started", lipid, "mission.lead", "Lipid reviews started from the shortlist"),
        ("sites.went_live", loading.sites["lipid-reviews", 1], "site.lead", "The first site live"),
        ("decisions.decided", loading.decisions["lipid-spread"], "board.member",
         "The board decided to spread, and to fix reach in deprived areas first"),
        ("learning.notice_sent", finding, "mission.lead", "The patient was told what it changed"),
    ]  # fmt: skip
    for one in loading.innovations.values():
        if one.opportunity_id is not None and one != lipid:
            steps.append(("innovations.started", one, "mission.lead", f"{one} started"))
        if one.opportunity_id is not None and one.stage != "preparing":
            stage = one.get_stage_display().lower()
            steps.append(("innovations.stage_moved", one, "mission.lead", f"{one} is {stage}"))
    for claim in Claim.objects.filter(public=True, innovation__opportunity__isnull=False):
        steps.append(("claims.published", claim, "mission.lead", "A result may be read by all"))
    events = [
        Event(
            by=loading.person(who), verb=verb, thing=type(thing).__name__, thing_id=thing.pk,
            summary=f"{words} (told with the example portfolio)",
        )
        for verb, thing, who, words in steps
    ]  # fmt: skip
    keep_all(Event, events)
    for event, (_, thing, _, _) in zip(events, steps, strict=True):
        told_back(event=event, thing=thing)
    # What happened long before the day on which the example is looked at was read long ago.
    old = Notice.objects.filter(moved=True, sent_on__lt=loading.today - RECENT)
    read = list(old.filter(finding__contributor__isnull=False).values_list("pk", flat=True))
    Notice.objects.filter(pk__in=read).update(seen_on=F("sent_on"))
