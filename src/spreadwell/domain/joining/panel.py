"""The review of one call as it stands: who scores what, who is set aside, what is missing."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from ..foundation.refusals import NotNow
from ..people.models import RoleHeld
from ..people.viewer import Viewer
from .models import (
    ApplicationScore,
    CallCriterion,
    CallReviewer,
    ReviewerInterest,
    SiteApplication,
    SiteCall,
)
from .permissions import check_see_scores, organisations_of
from .ranking import Asked, Ranked, rank


@dataclass(frozen=True, slots=True)
class Panel:
    """What a call's review consists of.

    `scores` go from (application, reviewer, criterion) to what was given, set aside or not;
    `aside` from (application, reviewer) to why the reviewer is excluded from it.
    """

    criteria: tuple[CallCriterion, ...]
    applications: tuple[SiteApplication, ...]
    reviewers: tuple[CallReviewer, ...]
    scores: dict[tuple[int, int, int], ApplicationScore]
    aside: dict[tuple[int, int], str]

    def seat_of(self, viewer: Viewer) -> CallReviewer | None:
        """Return the viewer's place among the reviewers, if they have one."""
        return next((one for one in self.reviewers if one.person_id == viewer.person_id), None)

    def asked_of(self, reviewer: CallReviewer) -> list[SiteApplication]:
        """Return the applications that a reviewer is asked to score."""
        return [one for one in self.applications if (one.pk, reviewer.pk) not in self.aside]

    def given(self, application: SiteApplication, reviewer: CallReviewer) -> int:
        """Return on how many criteria a reviewer has scored an application."""
        return sum((application.pk, reviewer.pk, one.pk) in self.scores for one in self.criteria)

    def is_scored(self, application: SiteApplication, reviewer: CallReviewer) -> bool:
        """Tell whether a reviewer has scored an application on every criterion."""
        return self.given(application, reviewer) == len(self.criteria)

    def done_by(self, reviewer: CallReviewer) -> int:
        """Return how many of their applications a reviewer has scored whole."""
        return sum(self.is_scored(one, reviewer) for one in self.asked_of(reviewer))

    def is_finished(self, reviewer: CallReviewer) -> bool:
        """Tell whether a reviewer has scored everything they are asked to."""
        return self.done_by(reviewer) == len(self.asked_of(reviewer))

    def ranked(self) -> list[Ranked]:
        """Return the table of the call."""
        return rank(
            [Asked(one.pk, one.name, one.weight) for one in self.criteria],
            {one.pk: one.organisation.name for one in self.applications},
            [one.pk for one in self.reviewers],
            {key: one.score for key, one in self.scores.items()},
            self.aside.keys(),
        )


def panel_of(call: SiteCall) -> Panel:
    """Return the review of a call; applications that were withdrawn are no part of it."""
    applications = tuple(
        call.applications.exclude(state="withdrawn").select_related("organisation", "applicant")
    )
    reviewers = tuple(call.reviewers.select_related("person"))
    scores = ApplicationScore.objects.filter(application__in=applications)
    return Panel(
        tuple(call.criteria.all()),
        applications,
        reviewers,
        {(one.application_id, one.reviewer_id, one.criterion_id): one for one in scores},
        _aside(applications, reviewers),
    )


def _aside(
    applications: tuple[SiteApplication, ...], reviewers: tuple[CallReviewer, ...]
) -> dict[tuple[int, int], str]:
    """Return who is excluded from what: by their organisation, or by an interest they declared."""
    belongs: set[tuple[int, int]] = {
        (one.person_id, one.person.organisation_id)
        for one in reviewers
        if one.person.organisation_id is not None
    }
    held = RoleHeld.objects.running_on(timezone.localdate()).filter(
        Q(organisation__isnull=False) | Q(site__isnull=False),
        person__in=[one.person_id for one in reviewers],
    )
    for person, at, of_site in held.values_list(
        "person_id", "organisation_id", "site__organisation_id"
    ):
        belongs |= {(person, place) for place in (at, of_site) if place is not None}
    found = {}
    for application in applications:
        for reviewer in reviewers:
            if (reviewer.person_id, application.organisation_id) in belongs:
                found[application.pk, reviewer.pk] = f"Works with {application.organisation}"
            elif reviewer.person_id == application.applicant_id:
                found[application.pk, reviewer.pk] = "Wrote the application"
    declared = ReviewerInterest.objects.filter(application__in=applications)
    for one in declared:
        found[one.application_id, one.reviewer_id] = one.what
    return found


def check_not_blind(viewer: Viewer, call: SiteCall, panel: Panel) -> None:
    """Raise while the viewer has scores to give: nobody reads others' before giving their own."""
    seat = panel.seat_of(viewer)
    if seat is None or call.state != "reviewing" or panel.is_finished(seat):
        return
    asked, done = len(panel.asked_of(seat)), panel.done_by(seat)
    raise NotNow(
        f"You see what others gave once you have finished: {done} of {asked} applications scored."
    )


def check_not_applicant(viewer: Viewer, call: SiteCall, panel: Panel) -> None:
    """Raise while the viewer's own organisation, or an application they wrote, waits here."""
    if call.state != "reviewing":
        return
    ours = organisations_of(viewer)
    for one in panel.applications:
        if one.organisation_id in ours or one.applicant_id == viewer.person_id:
            raise NotNow(
                f"You belong to {one.organisation}, which applied: somebody else reads the scores "
                "and decides."
            )


def check_see_table(viewer: Viewer, call: SiteCall) -> None:
    """Raise unless the viewer may see the scores of all reviewers now."""
    check_see_scores(viewer, call)
    panel = panel_of(call)
    check_not_applicant(viewer, call, panel)
    check_not_blind(viewer, call, panel)
