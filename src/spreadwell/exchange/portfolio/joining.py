"""Offers to take part and calls for sites, with applications as reviewers left them."""

from datetime import UTC, datetime, time
from typing import Any

from spreadwell.domain.foundation.origins import Origin
from spreadwell.domain.joining.interest_actions import ANSWER_WITHIN
from spreadwell.domain.models import (
    ApplicationScore,
    CallCriterion,
    CallReviewer,
    ExpressionOfInterest,
    Membership,
    Organisation,
    ReviewerInterest,
    SiteApplication,
    SiteCall,
)

from .content import told
from .loading import Loading, keep_all


def load(loading: Loading) -> None:
    """Load offers, then calls with their review."""
    for offer in told("joining")["offers"]:
        _offer(loading, offer)
    for place, call in enumerate(told("joining")["calls"]):
        _call(loading, call, place)


def _offer(loading: Loading, one: dict[str, Any]) -> None:
    mission = loading.missions[one["mission"]]
    received = loading.when(one, "received")
    interest = ExpressionOfInterest(
        mission=mission,
        organisation_name=one["organisation"],
        offer=one["offer"],
        contact_name=one["contact"],
        contact_email=f"{one['contact'].lower().replace(' ', '.')}@example.org",
        consented_at=datetime.combine(received, time(10, 30), tzinfo=UTC),
        received_on=received,
        answer_due=received + ANSWER_WITHIN,
        state=one["state"],
    )
    if "answer" in one:
        interest.answer = one["answer"]
        interest.answered_on = loading.when(one, "answered")
        interest.answered_by = mission.lead
    if "role" in one:
        interest.membership = _member(loading, one)
    interest.save()


def _member(loading: Loading, one: dict[str, Any]) -> Membership:
    """Make the member that an accepted offer became."""
    place = Organisation.objects.create(
        code=one["code"], name=one["organisation"], kind=one["kind"], origin=Origin.INVENTED
    )
    loading.organisations[place.code] = place
    return Membership.objects.create(
        network=loading.networks[one["network"]],
        organisation=place,
        role=one["role"],
        starts=loading.when(one, "answered"),
    )


def _call(loading: Loading, one: dict[str, Any], place: int) -> None:
    slug, number = one["version"]
    call = SiteCall.objects.create(
        version=loading.versions[slug, number],
        network=loading.networks[one["network"]],
        title=one["title"],
        text=one["text"],
        places=one["places"],
        opens=loading.when(one, "opens"),
        closes=loading.when(one, "closes"),
        answers_by=loading.when(one, "answers"),
        state=one["state"],
        made_by=loading.person(one["by"]),
    )
    criteria = keep_all(
        CallCriterion,
        [CallCriterion(call=call, order=i, **each) for i, each in enumerate(one["criteria"])],
    )
    seats = keep_all(
        CallReviewer,
        [CallReviewer(call=call, person=loading.person(key)) for key in one["reviewers"]],
    )
    by_key = dict(zip(one["reviewers"], seats, strict=True))
    for i, each in enumerate(one["applications"]):
        # Whoever applied works there; the helpers of the site teams stand for them.
        applicant = loading.helpers[-1 - i - len(by_key) * place]
        _application(loading, call, each, criteria, by_key, applicant.pk)


def _application(
    loading: Loading,
    call: SiteCall,
    one: dict[str, Any],
    criteria: list[CallCriterion],
    seats: dict[str, CallReviewer],
    applicant: int,
) -> None:
    answers = {str(c.pk): said for c, said in zip(criteria, one["answers"], strict=True)}
    application = SiteApplication.objects.create(
        call=call,
        organisation=loading.organisations[one["place"]],
        applicant_id=applicant,
        answers=answers,
        received_on=loading.when(one, "received"),
    )
    keep_all(
        ApplicationScore,
        [
            ApplicationScore(
                application=application, reviewer=seats[key], criterion=criterion, score=score
            )
            for key, values in one["scores"].items()
            for criterion, score in zip(criteria, values, strict=True)
            if score is not None
        ],
    )
    keep_all(
        ReviewerInterest,
        [
            ReviewerInterest(
                application=application,
                reviewer=seats[key],
                what=what,
                declared_on=loading.when(one, "received"),
            )
            for key, what in one.get("interests", {}).items()
        ],
    )
