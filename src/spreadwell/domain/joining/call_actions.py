"""What is done with a call for sites: written, opened, closed, withdrawn."""

from datetime import date

from django.utils import timezone

from ..audit.actions import record
from ..foundation.actions import action
from ..foundation.answers import filled
from ..foundation.refusals import Invalid
from ..innovations.models import InnovationVersion
from ..missions.telling import tell
from ..networks.models import Network
from ..people.models import Person
from ..people.viewer import viewer_of
from .alerts import tell_applicant, tell_reviewers
from .models import CallCriterion, CallReviewer, SiteCall
from .permissions import check_make_call, check_run_call
from .policies import (
    check_call_place,
    check_close_call,
    check_dates,
    check_draft,
    check_extend,
    check_open_call,
    check_release,
    check_reviewers_change,
    check_withdraw_call,
)


def _check_words(title: str, text: str, places: int) -> tuple[str, str]:
    if places < 1:
        raise Invalid("At least one place must be there to apply for.", field="places")
    return (
        filled(title, "title", "Give the call a title."),
        filled(text, "text", "Say what is offered, and what is asked of a site."),
    )


@action
def make_call(
    *,
    by: Person,
    version: InnovationVersion,
    network: Network,
    title: str,
    text: str,
    places: int,
    closes: date,
    answers_by: date,
    opens: date | None = None,
) -> SiteCall:
    """Begin a call as a draft that only its lead and the office see."""
    check_make_call(viewer_of(by), version.innovation)
    check_call_place(version, network)
    title, text = _check_words(title, text, places)
    opens = opens or timezone.localdate()
    check_dates(opens, closes, answers_by)
    call = SiteCall.objects.create(
        version=version,
        network=network,
        title=title,
        text=text,
        places=places,
        opens=opens,
        closes=closes,
        answers_by=answers_by,
        made_by=by,
    )
    record(by=by, verb="joining.call_made", thing=call, summary=f"{by} began the call “{call}”")
    return call


@action
def change_call(
    *,
    by: Person,
    call: SiteCall,
    title: str,
    text: str,
    places: int,
    closes: date,
    answers_by: date,
    opens: date | None = None,
) -> SiteCall:
    """Change what a draft says."""
    check_run_call(viewer_of(by), call)
    check_draft(call)
    call.title, call.text = _check_words(title, text, places)
    call.places = places
    call.opens = opens or call.opens
    call.closes, call.answers_by = closes, answers_by
    check_dates(call.opens, closes, answers_by)
    call.save()
    record(by=by, verb="joining.call_changed", thing=call, summary=f"{by} changed the call")
    return call


@action
def extend_call(*, by: Person, call: SiteCall, closes: date, answers_by: date) -> SiteCall:
    """Give more time to apply; a day that was promised never comes earlier."""
    check_run_call(viewer_of(by), call)
    check_extend(call)
    if closes < call.closes:
        raise Invalid("People count on the last day that was told; it can only move later.",
                      field="closes")  # fmt: skip
    if closes < timezone.localdate():
        raise Invalid("The new last day has passed already.", field="closes")
    check_dates(call.opens, closes, answers_by)
    call.closes, call.answers_by = closes, answers_by
    call.save(update_fields=["closes", "answers_by"])
    record(
        by=by,
        verb="joining.call_extended",
        thing=call,
        summary=f"{by} extended the call to {closes}, with answers by {answers_by}",
    )
    return call


@action
def add_criterion(
    *, by: Person, call: SiteCall, name: str, question: str, weight: int = 1
) -> CallCriterion:
    """Add what applications are scored by, with the question that applicants answer."""
    check_run_call(viewer_of(by), call)
    check_draft(call)
    name = filled(name, "name", "Name the criterion.")
    question = filled(question, "question", "Write the question that applicants answer.")
    if not 1 <= weight <= 5:
        raise Invalid("A weight is 1 to 5.", field="weight")
    if call.criteria.filter(name__iexact=name).exists():
        raise Invalid("This call has a criterion of this name already.", field="name")
    made: CallCriterion = call.criteria.create(
        name=name, question=question, weight=weight, order=call.criteria.count()
    )
    record(by=by, verb="joining.criterion_added", thing=call, summary=f"{by} added “{made}”")
    return made


@action
def remove_criterion(*, by: Person, criterion: CallCriterion) -> SiteCall:
    """Take a criterion out of a draft."""
    call = criterion.call
    check_run_call(viewer_of(by), call)
    check_draft(call)
    criterion.delete()
    record(
        by=by, verb="joining.criterion_removed", thing=call, summary=f"{by} took out a criterion"
    )
    return call


@action
def ask_reviewer(*, by: Person, call: SiteCall, person: Person) -> CallReviewer:
    """Ask somebody to score the applications of a call."""
    check_run_call(viewer_of(by), call)
    check_reviewers_change(call)
    if call.reviewers.filter(person=person).exists():
        raise Invalid(f"{person} is a reviewer of this call already.", field="person")
    made: CallReviewer = call.reviewers.create(person=person)
    record(
        by=by, verb="joining.reviewer_asked", thing=call, summary=f"{by} asked {person} to review"
    )
    if call.state == "reviewing":
        tell([person], f"Applications to score: “{call}”", f"You are asked to score the "
             f"applications of “{call}”. Sign in to score them.")  # fmt: skip
    return made


@action
def release_reviewer(*, by: Person, reviewer: CallReviewer) -> SiteCall:
    """Let a reviewer go who has not scored; whoever scored stays on record."""
    call = reviewer.call
    check_run_call(viewer_of(by), call)
    check_release(reviewer)
    person = reviewer.person
    reviewer.delete()
    record(
        by=by, verb="joining.reviewer_left", thing=call, summary=f"{person} no longer reviews here"
    )
    return call


@action
def open_call(*, by: Person, call: SiteCall) -> SiteCall:
    """Open a call: everybody can read it, and organisations can apply."""
    check_run_call(viewer_of(by), call)
    check_open_call(call)
    call.state = "open"
    call.save(update_fields=["state"])
    record(by=by, verb="joining.call_opened", thing=call, summary=f"{by} opened the call")
    return call


@action
def close_call(*, by: Person, call: SiteCall) -> SiteCall:
    """Close a call after its last day and hand its applications to the reviewers."""
    check_run_call(viewer_of(by), call)
    check_close_call(call)
    call.state = "reviewing"
    call.save(update_fields=["state"])
    record(by=by, verb="joining.call_closed", thing=call, summary=f"{by} began the review")
    tell_reviewers(call)
    return call


@action
def withdraw_call(*, by: Person, call: SiteCall, reason: str) -> SiteCall:
    """Take a call back; whoever applied is answered with the reason."""
    check_run_call(viewer_of(by), call)
    check_withdraw_call(call)
    reason = filled(reason, "reason", "Say why: whoever applied is told this.")
    return withdraw_with_reason(by=by, call=call, reason=reason)


def withdraw_with_reason(*, by: Person, call: SiteCall, reason: str) -> SiteCall:
    """Take a call back and answer whoever applied, as part of the action that calls it."""
    today = timezone.localdate()
    for application in call.applications.filter(state="received"):
        application.state = "not_chosen"
        application.answer = f"The call was withdrawn: {reason}"
        application.answered_on = today
        application.save(update_fields=["state", "answer", "answered_on"])
        tell_applicant(application)
    call.state = "withdrawn"
    call.save(update_fields=["state"])
    record(
        by=by,
        verb="joining.call_withdrawn",
        thing=call,
        summary=f"{by} withdrew the call: {reason}",
    )
    return call
