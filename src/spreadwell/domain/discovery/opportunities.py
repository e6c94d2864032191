"""What is done about opportunities before a panel sees them."""

from collections.abc import Sequence

from django.utils import timezone

from ..audit.actions import record
from ..foundation.actions import action
from ..foundation.answers import filled, free_slug
from ..foundation.refusals import Invalid
from ..missions.models import Mission
from ..networks.models import Organisation
from ..people.models import Person
from ..people.viewer import viewer_of
from .models import Opportunity, Theme
from .permissions import check_choose, check_raise_opportunity
from .policies import check_open_to_findings, check_propose, check_screen
from .states import OPPORTUNITY


def move_opportunity(opportunity: Opportunity, to: str) -> None:
    """Move an opportunity along its table of states and keep the day; the caller audits."""
    OPPORTUNITY.check_move(opportunity.state, to)
    opportunity.state = to
    opportunity.state_since = timezone.localdate()
    opportunity.save(update_fields=["state", "state_since"])


@action
def raise_opportunity(
    *,
    by: Person,
    mission: Mission,
    title: str,
    need: str,
    change: str,
    people_affected: int | None = None,
    who_bears_it: str = "",
    exists_elsewhere: str = "",
    why_new: str = "",
    themes: Sequence[Theme] = (),
    raised_by: Organisation | None = None,
) -> Opportunity:
    """Raise a need with a candidate change, tied to the themes it would answer."""
    check_raise_opportunity(viewer_of(by))
    check_open_to_findings(mission)
    title = filled(title, "title", "Give the opportunity a title.")
    need = filled(need, "need", "Say the need in two sentences.")
    change = filled(change, "change", "Say what could change it.")
    if any(theme.mission_id != mission.pk for theme in themes):
        raise Invalid("A theme belongs to another mission.", field="themes")
    today = timezone.localdate()
    opportunity = Opportunity.objects.create(
        mission=mission,
        slug=free_slug(Opportunity, title),
        title=title,
        need=need,
        change=change,
        people_affected=people_affected,
        who_bears_it=who_bears_it.strip(),
        exists_elsewhere=exists_elsewhere.strip(),
        why_new=why_new.strip(),
        raised_by=raised_by,
        raised_on=today,
        state_since=today,
    )
    opportunity.themes.set(themes)
    record(
        by=by,
        verb="opportunity.raised",
        thing=opportunity,
        summary=f"{by} raised “{opportunity}” in {mission}",
    )
    return opportunity


@action
def screen_opportunity(
    *,
    by: Person,
    opportunity: Opportunity,
    serves_the_aim: bool,
    could_start_within_a_year: bool,
    why: str = "",
) -> Opportunity:
    """Answer the two questions of the screen; one “no” leaves it out of this round, with why."""
    check_choose(viewer_of(by), opportunity.mission)
    check_screen(opportunity)
    passed = serves_the_aim and could_start_within_a_year
    if not passed and not why.strip():
        raise Invalid("Say why, so that whoever raised it hears the reason.", field="why")
    if not passed:
        move_opportunity(opportunity, "screened_out")
    said = "passed the screen" if passed else f"is not this round: {why.strip()}"
    record(
        by=by,
        verb="opportunity.screened",
        thing=opportunity,
        summary=f"{by} screened it: “{opportunity}” {said}",
        detail={
            "passed": passed,
            "serves_the_aim": serves_the_aim,
            "could_start_within_a_year": could_start_within_a_year,
            "why": why.strip(),
        },
    )
    return opportunity


@action
def propose_opportunity(*, by: Person, opportunity: Opportunity) -> Opportunity:
    """Bring an opportunity before the panel."""
    check_choose(viewer_of(by), opportunity.mission)
    check_propose(opportunity)
    move_opportunity(opportunity, "proposed")
    record(
        by=by,
        verb="opportunity.proposed",
        thing=opportunity,
        summary=f"{by} proposed “{opportunity}” for the panel",
    )
    return opportunity


@action
def raise_again(*, by: Person, opportunity: Opportunity) -> Opportunity:
    """Bring back one that was not in an earlier round."""
    check_choose(viewer_of(by), opportunity.mission)
    move_opportunity(opportunity, "raised")
    record(
        by=by,
        verb="opportunity.raised_again",
        thing=opportunity,
        summary=f"{by} brought “{opportunity}” back to be looked at again",
    )
    return opportunity
