"""What a reviewer does: declares an interest, and scores what they may."""

from collections.abc import Mapping

from django.utils import timezone

from ..audit.actions import record
from ..foundation.actions import action
from ..foundation.answers import filled
from ..foundation.refusals import Invalid, NotAllowed
from ..people.models import Person
from ..people.viewer import Viewer, viewer_of
from .models import ApplicationScore, CallReviewer, ReviewerInterest, SiteApplication
from .panel import panel_of
from .permissions import check_review
from .policies import check_review_open, check_reviewers_change, check_waits

LOWEST, HIGHEST = 0, 4

# What each score means, so that reviewers mean the same by it.
SCALE = {
    0: "Not shown",
    1: "Shown a little",
    2: "Shown in part",
    3: "Shown well",
    4: "Fully shown",
}

Given = tuple[int | None, str]


def check_score(viewer: Viewer, application: SiteApplication) -> CallReviewer:
    """Return the viewer's place; raise unless they may score this application now."""
    seat = check_review(viewer, application.call)
    why = panel_of(application.call).aside.get((application.pk, seat.pk))
    if why is not None:
        raise NotAllowed(f"You cannot score this application. You are set aside: {why}.")
    check_review_open(application.call)
    check_waits(application)
    return seat


@action
def score_application(
    *, by: Person, application: SiteApplication, scores: Mapping[int, Given]
) -> SiteApplication:
    """Keep a reviewer's scores: key of the criterion → (0 to 4 or None for not yet, a note)."""
    seat = check_score(viewer_of(by), application)
    given = 0
    for criterion in application.call.criteria.all():
        score, note = scores.get(criterion.pk, (None, ""))
        mine = ApplicationScore.objects.filter(
            application=application, reviewer=seat, criterion=criterion
        )
        if score is None:
            if note.strip():
                raise Invalid(
                    f"Give a score to go with your note on “{criterion.name}”.",
                    field=f"score_{criterion.pk}",
                )
            mine.delete()
            continue
        if not LOWEST <= score <= HIGHEST:
            raise Invalid("A score is 0 to 4.", field=f"score_{criterion.pk}")
        mine.update_or_create(
            defaults={"score": score, "note": note.strip()},
            create_defaults={
                "application": application, "reviewer": seat, "criterion": criterion,
                "score": score, "note": note.strip(),
            },
        )  # fmt: skip
        given += 1
    record(
        by=by,
        verb="joining.scored",
        thing=application,
        summary=f"{by} scored {given} of {application.call.criteria.count()} criteria",
    )
    return application


@action
def declare_interest(*, by: Person, application: SiteApplication, what: str) -> ReviewerInterest:
    """Declare an interest in an application; scores given to it are set aside, not counted."""
    seat = check_review(viewer_of(by), application.call)
    check_reviewers_change(application.call)
    what = filled(what, "what", "Say what the interest is, in a sentence.")
    if seat.interests.filter(application=application).exists():
        raise Invalid("You declared an interest in this application already.", field="what")
    made: ReviewerInterest = seat.interests.create(
        application=application, what=what, declared_on=timezone.localdate()
    )
    record(
        by=by,
        verb="joining.interest_declared",
        thing=application,
        summary=f"{by} declared an interest and is set aside from this application",
    )
    return made
