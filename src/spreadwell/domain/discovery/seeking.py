"""What an opportunity seeks of others, the measures it would move, and what already runs here."""

from collections.abc import Sequence
from datetime import date

from django.utils import timezone

from ..audit.actions import record
from ..foundation.actions import action
from ..foundation.answers import filled
from ..foundation.refusals import Invalid, NotNow
from ..measures.models import Measure
from ..missions.models import Mission
from ..networks.models import Organisation
from ..people.models import Person
from ..people.viewer import viewer_of
from .beside import DemandSignal, LocalPractice
from .models import Opportunity
from .permissions import check_add_many, check_choose


@action
def say_what_is_sought(
    *, by: Person, opportunity: Opportunity, seeks: str, bar: str, origin: str = ""
) -> DemandSignal:
    """Say what is sought of industry and others and the bar; a published one stays published."""
    check_choose(viewer_of(by), opportunity.mission)
    given = {
        "seeks": filled(seeks, "seeks", "Say what is sought."),
        "bar": filled(bar, "bar", "Say what an offer must show."),
        "origin": origin or opportunity.origin,
    }
    made, _ = DemandSignal.objects.update_or_create(opportunity=opportunity, defaults=given)
    record(
        by=by,
        verb="opportunity.demand_said",
        thing=opportunity,
        summary=f"{by} said what “{opportunity}” seeks and the bar for it",
    )
    return made


@action
def publish_demand(
    *, by: Person, demand: DemandSignal, published: bool = True, on: date | None = None
) -> DemandSignal:
    """Show the public what is sought, or take that back."""
    opportunity = demand.opportunity
    check_choose(viewer_of(by), opportunity.mission)
    if published and opportunity.mission.state != "active":
        raise NotNow("Only what an active mission seeks is shown to the public.")
    demand.published_on = (on or timezone.localdate()) if published else None
    demand.save(update_fields=["published_on"])
    record(
        by=by,
        verb="opportunity.demand_published" if published else "opportunity.demand_withdrawn",
        thing=opportunity,
        summary=f"What “{opportunity}” seeks is {'' if published else 'no longer '}public",
    )
    return demand


@action
def tie_measures(
    *, by: Person, opportunity: Opportunity, measures: Sequence[Measure]
) -> Opportunity:
    """Say which measures an opportunity would move."""
    check_choose(viewer_of(by), opportunity.mission)
    opportunity.measures.set(measures)
    told = ", ".join(measure.name for measure in measures) or "none"
    record(
        by=by,
        verb="opportunity.measures_tied",
        thing=opportunity,
        summary=f"{by} said which measures “{opportunity}” would move: {told}",
    )
    return opportunity


@action
def note_practice(
    *,
    by: Person,
    what: str,
    text: str,
    place: str,
    since: date,
    evidence: str,
    organisation: Organisation,
    mission: Mission,
    origin: str = "",
) -> LocalPractice:
    """Note something that already runs well here, with how it is known and whom to ask."""
    check_add_many(viewer_of(by), mission)
    if since > timezone.localdate():
        raise Invalid("The day on which it began lies ahead.", field="since")
    made = LocalPractice.objects.create(
        what=filled(what, "what", "Say what runs well."),
        text=filled(text, "text", "Say what is done, for whom."),
        place=filled(place, "place", "Say where."),
        since=since,
        evidence=filled(evidence, "evidence", "Say how it is known that it runs well."),
        organisation=organisation,
        mission=mission,
        **({"origin": origin} if origin else {}),
    )
    record(
        by=by,
        verb="practice.noted",
        thing=made,
        summary=f"{by} noted what runs well at {organisation}: {made}",
    )
    return made
