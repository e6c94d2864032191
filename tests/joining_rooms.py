"""A call for sites with its lead, reviewers and applicants, at any of its stages."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.utils import timezone

from spreadwell.domain.joining.applying import apply
from spreadwell.domain.joining.call_actions import (
    add_criterion,
    ask_reviewer,
    close_call,
    make_call,
    open_call,
)
from spreadwell.domain.joining.interest_actions import express_interest
from spreadwell.domain.joining.reviewing import score_application
from spreadwell.domain.models import (
    CallCriterion,
    ExpressionOfInterest,
    Innovation,
    Mission,
    Person,
    SiteApplication,
    SiteCall,
)
from spreadwell.domain.people.roles import Role
from tests.factories import make_innovation, make_mission, make_organisation, make_person


@dataclass(slots=True)
class CallRoom:
    """A call, who leads it, and what was made around it."""

    innovation: Innovation
    lead: Person
    call: SiteCall
    criteria: list[CallCriterion] = field(default_factory=list)
    reviewers: list[Person] = field(default_factory=list)

    def applies(self, name: str = "") -> SiteApplication:
        """Let a new organisation apply."""
        place = make_organisation(**({"name": name} if name else {}))
        person = make_person(Role.CONTRIBUTOR)
        person.organisation = place
        person.save()
        answers = {one.pk: f"We show {one.name}." for one in self.criteria}
        return apply(by=person, call=self.call, organisation=place, answers=answers)

    def opens(self) -> None:
        """Open the call."""
        open_call(by=self.lead, call=self.call)

    def reviews(self) -> None:
        """Let the last day pass, and begin the review."""
        yesterday = timezone.localdate() - timedelta(days=1)
        self.call.opens, self.call.closes = yesterday, yesterday
        self.call.save()
        close_call(by=self.lead, call=self.call)

    def scores(self, reviewer: Person, application: SiteApplication, *values: int | None) -> None:
        """Let a reviewer score an application, criterion by criterion."""
        given = {one.pk: (value, "") for one, value in zip(self.criteria, values, strict=True)}
        score_application(by=reviewer, application=application, scores=given)


def make_room(weights: tuple[int, ...] = (1, 3), reviewers: int = 2, places: int = 1) -> CallRoom:
    """Make a draft with criteria “C0”, “C1”… of these weights, and its reviewers."""
    innovation = make_innovation()
    lead = make_person(Role.MISSION_LEAD, mission=innovation.mission, name="The lead")
    today = timezone.localdate()
    call = make_call(
        by=lead,
        version=innovation.versions.get(),
        network=innovation.network,
        title="Sites sought",
        text="We offer training.",
        places=places,
        closes=today + timedelta(days=14),
        answers_by=today + timedelta(days=28),
    )
    room = CallRoom(innovation, lead, call)
    for number, weight in enumerate(weights):
        room.criteria.append(
            add_criterion(
                by=lead, call=call, name=f"C{number}", question=f"Show C{number}.", weight=weight
            )
        )
    for number in range(reviewers):
        person = make_person(Role.CONTRIBUTOR, name=f"Reviewer {number}")
        room.reviewers.append(person)
        ask_reviewer(by=lead, call=call, person=person)
    return room


def make_interest(mission: Mission | None = None, **more: object) -> ExpressionOfInterest:
    """Let an organisation offer to take part."""
    given = {
        "organisation_name": "Brook House Charity",
        "offer": "A hall and ten volunteers on weekdays",
        "contact_name": "Ann Reed",
        "contact_email": "ann@brook.example",
        "consent": True,
    } | more
    return express_interest(by=None, mission=mission or make_mission(), **given)  # type: ignore[arg-type]
