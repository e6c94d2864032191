"""What hangs on a site: how much of it there is, and what is done with it."""

from datetime import timedelta

from django.db.models import Q, QuerySet

from ..audit.actions import record
from ..sites.models import MonthDraft, SafetyConcern, SetUpItem, TeamMember, TestOfChange
from ..sites.queries import due_for_sites
from ..spread.models import WaveSite
from .shapes import Event, Moving
from .words import one_or_many

AS_SAID = {Event.STOP: "stopped", Event.DE_ADOPT: "de-adopted it"}


def numbers(moving: Moving) -> int:
    """Count the numbers that the sites owe on the day."""
    return sum(len(owed) for owed in due_for_sites(moving.sites, moving.on).values())


def numbers_end(moving: Moving) -> str:
    """Say how many numbers will not be asked for any more."""
    return one_or_many(
        numbers(moving),
        "1 number due will not be asked for any more; send it first if you have it.",
        "{} numbers due will not be asked for any more; send them first if you have them.",
    )


def numbers_wait(moving: Moving) -> str:
    """Say how many numbers are not asked for meanwhile."""
    return one_or_many(
        numbers(moving),
        "1 number due is not asked for while it is paused.",
        "{} numbers due are not asked for while it is paused.",
    )


def running(moving: Moving) -> QuerySet[TestOfChange]:
    """Return the tests of change that have not ended."""
    return TestOfChange.objects.filter(site__in=moving.sites, ended=None)


def tests_end(moving: Moving) -> str:
    """Say how many tests of change end."""
    return one_or_many(
        running(moving).count(),
        "1 test of change ends as abandoned; what was learnt so far is kept.",
        "{} tests of change end as abandoned; what was learnt so far is kept.",
    )


def tests_wait(moving: Moving) -> str:
    """Say how many tests of change stay open."""
    return one_or_many(
        running(moving).count(),
        "1 test of change stays open and waits.",
        "{} tests of change stay open and wait.",
    )


def end_tests(moving: Moving) -> None:
    """End tests of change as abandoned, keeping what they say already."""
    for test in running(moving).select_related("site"):
        test.ended = max(moving.on, test.started)
        test.next_act = "abandon"
        test.learning = test.learning or f"Not finished: {moving.reason}"
        test.save(update_fields=["ended", "next_act", "learning"])
        record(
            by=moving.by,
            verb="lifecycle.test_ended",
            thing=test,
            summary=f"Ended as abandoned, since {test.site} {AS_SAID[moving.event]}",
        )


def unsettled(moving: Moving) -> int:
    """Count what was to be settled before a start and is not."""
    return SetUpItem.objects.filter(site__in=moving.sites, done_on=None).count()


def set_up_ends(moving: Moving) -> str:
    """Say how many items of set-up are no longer asked for."""
    return one_or_many(
        unsettled(moving),
        "1 item of set-up is left as it is and not asked for any more.",
        "{} items of set-up are left as they are and not asked for any more.",
    )


def in_team(moving: Moving) -> QuerySet[TeamMember]:
    """Return those who are in the teams on the day, or are to join later."""
    rows = TeamMember.objects.filter(site__in=moving.sites)
    return rows.filter(Q(ends=None) | Q(ends__gt=moving.on))


def teams_end(moving: Moving) -> str:
    """Say how many memberships end."""
    return one_or_many(
        in_team(moving).count(),
        "1 person's place in the team ends on that day.",
        "{} people's places in the team end on that day.",
    )


def end_teams(moving: Moving) -> None:
    """End the memberships on the day; whoever joined on it leaves a day later."""
    for member in in_team(moving):
        member.ends = max(moving.on, member.starts + timedelta(days=1))
        member.save(update_fields=["ends"])


def drafts(moving: Moving) -> QuerySet[MonthDraft]:
    """Return what people typed for these sites and did not send."""
    return MonthDraft.objects.filter(site__in=moving.sites)


def drafts_go(moving: Moving) -> str:
    """Say how many drafts go."""
    return one_or_many(
        drafts(moving).count(),
        "1 draft of a month that nobody sent is thrown away.",
        "{} drafts of a month that nobody sent are thrown away.",
    )


def throw_drafts(moving: Moving) -> None:
    """Throw away what can no longer be sent."""
    drafts(moving).delete()


def concerns(moving: Moving) -> str:
    """Say how many safety concerns stay open."""
    open_ones = SafetyConcern.objects.filter(site__in=moving.sites).exclude(state="resolved")
    return one_or_many(
        open_ones.count(),
        "1 safety concern stays open with its safety lead.",
        "{} safety concerns stay open with their safety lead.",
    )


def places(moving: Moving) -> QuerySet[WaveSite]:
    """Return the places in waves that are still being planned."""
    return WaveSite.objects.filter(site__in=moving.sites, wave__state="planned")


def places_freed(moving: Moving) -> str:
    """Say which planned waves lose a place; a whole innovation's waves are told of elsewhere."""
    if moving.innovation is not None:
        return ""
    names = sorted({f"wave {one.wave.number}" for one in places(moving).select_related("wave")})
    return f"Its place in {' and '.join(names)} is freed." if names else ""


def free_places(moving: Moving) -> None:
    """Take the sites out of waves that are still being planned."""
    for place in places(moving).select_related("wave", "site"):
        record(
            by=moving.by,
            verb="lifecycle.place_freed",
            thing=place.wave,
            summary=f"{place.site} no longer starts with {place.wave}: {moving.reason}",
        )
        place.delete()
