"""What is done about a shortlist until it is decided."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from ..audit.actions import record
from ..discovery.models import Opportunity
from ..foundation.actions import action
from ..foundation.answers import filled
from ..foundation.refusals import Invalid, NotNow
from ..missions.models import Mission
from ..people.models import Person, RoleHeld
from ..people.roles import Role
from ..people.viewer import viewer_of
from .criteria import load_criteria
from .models import Criterion, Score, Scorer, Shortlist, ShortlistEntry, Side
from .permissions import check_open_shortlist, check_run_shortlist, check_score
from .policies import check_close_scoring, check_reopen_scoring, check_scoring


@action
def open_shortlist(
    *,
    by: Person,
    mission: Mission,
    title: str,
    opportunities: Sequence[Opportunity],
    criteria: Sequence[Criterion] = (),
    places: int = 5,
    closes_on: date | None = None,
) -> Shortlist:
    """Open a round among opportunities that are before the panel; the default criteria unless
    others are given."""
    check_open_shortlist(viewer_of(by), mission)
    title = filled(title, "title", "Give this round a title.")
    if places < 1:
        raise Invalid("There must be at least one place.", field="places")
    if not opportunities:
        raise Invalid("Choose at least one opportunity.", field="opportunities")
    for opportunity in opportunities:
        if opportunity.mission_id != mission.pk:
            raise Invalid(f"“{opportunity}” belongs to another mission.", field="opportunities")
        if opportunity.state != "proposed":
            raise Invalid(f"“{opportunity}” is not before the panel.", field="opportunities")
        if opportunity.entries.exclude(shortlist__state="decided").exists():
            raise Invalid(f"“{opportunity}” stands on an open shortlist.", field="opportunities")
    used = list(criteria) or load_criteria()
    if {criterion.side for criterion in used} != set(Side.values):
        raise Invalid("Both powerful and possible need a criterion.", field="criteria")
    shortlist: Shortlist = Shortlist.objects.create(
        mission=mission,
        title=title,
        places=places,
        opened_on=timezone.localdate(),
        closes_on=closes_on,
    )
    shortlist.criteria.set(used)
    ShortlistEntry.objects.bulk_create(
        ShortlistEntry(shortlist=shortlist, opportunity=opportunity)
        for opportunity in opportunities
    )
    record(
        by=by,
        verb="shortlist.opened",
        thing=shortlist,
        summary=f"{by} opened “{shortlist}” with {len(opportunities)} opportunities",
    )
    return shortlist


@action
def add_scorer(
    *,
    by: Person,
    shortlist: Shortlist,
    person: Person,
    group: str,
    interest: str = "",
    interest_in: Sequence[ShortlistEntry] = (),
) -> Scorer:
    """Seat somebody on the panel, in a group, with the interest they declared."""
    check_run_shortlist(viewer_of(by), shortlist)
    check_scoring(shortlist)
    group = filled(group, "group", "Say for which group they speak.")
    if shortlist.scorers.filter(person=person).exists():
        raise Invalid(f"{person} sits on this panel already.", field="person")
    scorer: Scorer = Scorer.objects.create(shortlist=shortlist, person=person, group=group)
    record(
        by=by,
        verb="shortlist.scorer_added",
        thing=shortlist,
        summary=f"{by} seated {person} on the panel for {group}",
    )
    _let_in(by, person)
    if interest.strip() or interest_in:
        _declare(scorer, interest, interest_in)
    return scorer


def _let_in(by: Person, person: Person) -> None:
    """Make a contributor of somebody without a role: a seat is no use where one sees nothing."""
    today = timezone.localdate()
    if RoleHeld.objects.running_on(today).filter(person=person).exists():
        return
    RoleHeld.objects.create(person=person, role=Role.CONTRIBUTOR, starts=today)
    record(
        by=by,
        verb="people.role_given",
        thing=person,
        summary=f"{by} made {person} {Role.CONTRIBUTOR.label.lower()}, for the panel",
        detail={"role": Role.CONTRIBUTOR.value},
    )


def _declare(scorer: Scorer, interest: str, entries: Sequence[ShortlistEntry]) -> None:
    """Keep what was declared and to which entries it applies."""
    if entries and not interest.strip():
        raise Invalid("Say what the interest is.", field="interest")
    if interest.strip() and not entries:
        raise Invalid("Say to which opportunities the interest applies.", field="interest_in")
    if any(entry.shortlist_id != scorer.shortlist_id for entry in entries):
        raise Invalid("An opportunity stands on another shortlist.", field="interest_in")
    scorer.interest = interest.strip()
    scorer.save(update_fields=["interest"])
    scorer.interest_in.set(entries)


@action
def declare_interest(
    *, by: Person, scorer: Scorer, interest: str, interest_in: Sequence[ShortlistEntry]
) -> Scorer:
    """Declare an interest, by the scorer or who runs the shortlist; scores there are set aside."""
    viewer = viewer_of(by)
    if viewer.person_id != scorer.person_id:
        check_run_shortlist(viewer, scorer.shortlist)
    check_scoring(scorer.shortlist)
    _declare(scorer, interest, interest_in)
    record(
        by=by,
        verb="shortlist.interest_declared",
        thing=scorer.shortlist,
        summary=f"{scorer} declared an interest in {len(interest_in)} opportunities",
        detail={"interest": scorer.interest, "entries": [entry.pk for entry in interest_in]},
    )
    return scorer


@dataclass(frozen=True, slots=True)
class Scored:
    """How one save of scores went: how many were given, left as “don't know”."""

    given: int
    unknown: int


@action
def save_scores(
    *, by: Person, scorer: Scorer, entry: ShortlistEntry, values: Mapping[int, int | None]
) -> Scored:
    """Save a scorer's scores of one opportunity, by criterion key; None is “don't know”."""
    check_score(viewer_of(by), scorer)
    check_scoring(scorer.shortlist)
    if entry.shortlist_id != scorer.shortlist_id:
        raise Invalid("This opportunity stands on another shortlist.")
    if scorer.interest_in.filter(pk=entry.pk).exists():
        raise NotNow("You declared an interest here, so your scores are set aside.")
    allowed = set(scorer.shortlist.criteria.values_list("pk", flat=True))
    for criterion, value in values.items():
        if criterion not in allowed:
            raise Invalid("This criterion is not part of the shortlist.")
        if value is not None and value not in range(1, 6):
            raise Invalid("A score is 1 to 5; leave it blank for “don't know”.")
        Score.objects.update_or_create(
            entry=entry, scorer=scorer, criterion_id=criterion, defaults={"value": value}
        )
    unknown = sum(1 for value in values.values() if value is None)
    record(
        by=by,
        verb="shortlist.scored",
        thing=scorer.shortlist,
        summary=f"{by} scored “{entry.opportunity}”",
        detail={"entry": entry.pk, "given": len(values) - unknown, "unknown": unknown},
    )
    return Scored(len(values) - unknown, unknown)


@action
def close_scoring(*, by: Person, shortlist: Shortlist) -> Shortlist:
    """Close the scoring, so that the decision rests on scores that stand."""
    check_run_shortlist(viewer_of(by), shortlist)
    check_close_scoring(shortlist)
    return _moved(by, shortlist, "deciding", "closed the scoring")


@action
def reopen_scoring(*, by: Person, shortlist: Shortlist) -> Shortlist:
    """Let the panel score again before anything is decided."""
    check_run_shortlist(viewer_of(by), shortlist)
    check_reopen_scoring(shortlist)
    return _moved(by, shortlist, "scoring", "opened the scoring again")


def _moved(by: Person, shortlist: Shortlist, to: str, did: str) -> Shortlist:
    """Move a shortlist and write it down."""
    shortlist.state = to
    shortlist.save(update_fields=["state"])
    record(by=by, verb=f"shortlist.{to}", thing=shortlist, summary=f"{by} {did}")
    return shortlist
