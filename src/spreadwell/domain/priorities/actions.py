"""Opening a shortlist, seating its panel, declaring interests."""

from collections.abc import Sequence
from datetime import date

from django.utils import timezone

from ..audit.actions import record
from ..discovery.models import Opportunity
from ..foundation.actions import action
from ..foundation.answers import filled
from ..foundation.origins import Origin
from ..foundation.refusals import Invalid
from ..missions.models import Mission
from ..people.models import Person, RoleHeld
from ..people.roles import Role
from ..people.viewer import viewer_of
from .criteria import criteria_of, latest_version
from .models import Criterion, Scorer, Shortlist, ShortlistEntry
from .permissions import check_open_shortlist, check_run_shortlist
from .policies import check_criteria, check_declare, check_may_stand, check_panel_changes


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
    screen: bool = False,
    opened_on: date | None = None,
    origin: str = Origin.RECORDED,
) -> Shortlist:
    """Open a round among opportunities; the mission's criteria unless others are given.

    With `screen` it opens with the two questions, and may hold a long list. What runs today may
    stand beside what could start, so that stopping is a choice too.
    """
    check_open_shortlist(viewer_of(by), mission)
    title = filled(title, "title", "Give this round a title.")
    if places < 1:
        raise Invalid("There must be at least one place.", field="places")
    check_may_stand(opportunities, mission, screen=screen)
    version = None if criteria else latest_version(mission)
    used = list(criteria) or criteria_of(mission)
    check_criteria(used)
    shortlist: Shortlist = Shortlist.objects.create(
        mission=mission,
        title=title,
        places=places,
        opened_on=opened_on or timezone.localdate(),
        closes_on=closes_on,
        state="screen" if screen else "scoring",
        criteria_version=version,
        origin=origin,
    )
    shortlist.criteria.set(used)
    ShortlistEntry.objects.bulk_create(
        ShortlistEntry(
            shortlist=shortlist, opportunity=opportunity, runs=opportunity.state == "taken_up"
        )
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
    lay: bool = False,
    interest: str = "",
    interest_in: Sequence[ShortlistEntry] = (),
) -> Scorer:
    """Seat somebody on the panel, in a group, with the interest they declared."""
    check_run_shortlist(viewer_of(by), shortlist)
    check_panel_changes(shortlist)
    group = filled(group, "group", "Say for which group they speak.")
    if shortlist.scorers.filter(person=person).exists():
        raise Invalid(f"{person} sits on this panel already.", field="person")
    scorer: Scorer = Scorer.objects.create(shortlist=shortlist, person=person, group=group, lay=lay)
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
    check_declare(scorer.shortlist)
    _declare(scorer, interest, interest_in)
    record(
        by=by,
        verb="shortlist.interest_declared",
        thing=scorer.shortlist,
        summary=f"{scorer} declared an interest in {len(interest_in)} opportunities",
        detail={"interest": scorer.interest, "entries": [entry.pk for entry in interest_in]},
    )
    return scorer
