"""Writing a call, opening it, naming its reviewers, closing and withdrawing it."""

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from spreadwell.domain.foundation.refusals import allowed
from spreadwell.domain.joining import call_actions as actions
from spreadwell.domain.joining import policies
from spreadwell.domain.joining.models import CallCriterion, CallReviewer, SiteCall
from spreadwell.domain.joining.permissions import check_make_some_call, check_run_call
from spreadwell.domain.people.viewer import Viewer

from ..asking import Question, ask
from ..middleware import PageRequest
from ..pages import attempt, find
from . import forms
from .finding import one_call, room, to_call

Check = Callable[[Viewer, SiteCall], None]


def _running_it(policy: Callable[[SiteCall], None]) -> Check:
    """Return the check that the viewer runs a call, and that the time for it is now."""

    def check(viewer: Viewer, call: SiteCall) -> None:
        check_run_call(viewer, call)
        policy(call)

    return check


check_write = _running_it(policies.check_draft)
check_extend = _running_it(policies.check_extend)
check_reviewers = _running_it(policies.check_reviewers_change)
check_open = _running_it(policies.check_open_call)
check_close = _running_it(policies.check_close_call)
check_withdraw = _running_it(policies.check_withdraw_call)


def here(call: SiteCall) -> str:
    """Return the address of a call."""
    return reverse("joining:call", args=[call.pk])


def make(request: PageRequest) -> HttpResponse:
    """Begin a call."""
    return ask(
        request,
        Question(
            "A call for sites",
            "Save as a draft",
            "Saved as a draft. Next: what applications are scored by.",
            room(),
            "Nobody outside the office sees it until you open it.",
        ),
        forms.NewCallForm(request.POST or None, viewer=request.viewer),
        actions.make_call,
        here,
        reason=allowed(check_make_some_call, request.viewer),
    )


def change(request: PageRequest, pk: int) -> HttpResponse:
    """Change a draft."""
    call = one_call(request, pk)
    names = ("title", "text", "places", "opens", "closes", "answers_by")
    initial = {name: getattr(call, name) for name in names}
    return ask(
        request,
        Question("Change the call", "Save", "Saved.", to_call(call)),
        forms.CallForm(request.POST or None, initial=initial),
        actions.change_call,
        here(call),
        reason=allowed(check_write, request.viewer, call),
        call=call,
    )


def extend(request: PageRequest, pk: int) -> HttpResponse:
    """Give more time to apply."""
    call = one_call(request, pk)
    initial = {"closes": call.closes, "answers_by": call.answers_by}
    return ask(
        request,
        Question("More time to apply", "Save", "Saved.", to_call(call)),
        forms.ExtendForm(request.POST or None, initial=initial),
        actions.extend_call,
        here(call),
        reason=allowed(check_extend, request.viewer, call),
        call=call,
    )


def criterion(request: PageRequest, pk: int) -> HttpResponse:
    """Add what applications are scored by."""
    call = one_call(request, pk)
    return ask(
        request,
        Question("What are applications scored by?", "Add", "Added.", to_call(call)),
        forms.CriterionForm(request.POST or None),
        actions.add_criterion,
        here(call),
        reason=allowed(check_write, request.viewer, call),
        call=call,
    )


@require_POST
def drop_criterion(request: PageRequest, pk: int) -> HttpResponse:
    """Take a criterion out of a draft."""
    found = find(CallCriterion.objects.visible_to(request.viewer), pk=pk)
    call = found.call
    attempt(request, "Taken out.", actions.remove_criterion, criterion=found)
    return redirect(here(call))


def reviewer(request: PageRequest, pk: int) -> HttpResponse:
    """Name a reviewer."""
    call = one_call(request, pk)
    return ask(
        request,
        Question(
            "Name a reviewer",
            "Ask them",
            "Saved. They find it on their Home when the review begins.",
            to_call(call),
            "Each reviewer scores alone, and sees what others gave only afterwards. Whoever works "
            "with an applicant is left out of that application by itself.",
        ),
        forms.ReviewerForm(request.POST or None, viewer=request.viewer),
        actions.ask_reviewer,
        here(call),
        reason=allowed(check_reviewers, request.viewer, call),
        call=call,
    )


@require_POST
def release(request: PageRequest, pk: int) -> HttpResponse:
    """Let a reviewer go who has not scored."""
    found = find(CallReviewer.objects.visible_to(request.viewer), pk=pk)
    call = found.call
    attempt(request, "Saved.", actions.release_reviewer, reviewer=found)
    return redirect(here(call))


@require_POST
def open_one(request: PageRequest, pk: int) -> HttpResponse:
    """Open the call to everybody."""
    call = one_call(request, pk)
    attempt(request, "Open. Everybody can read it now.", actions.open_call, call=call)
    return redirect(here(call))


@require_POST
def close(request: PageRequest, pk: int) -> HttpResponse:
    """Begin the review."""
    call = one_call(request, pk)
    attempt(request, "The reviewers were told.", actions.close_call, call=call)
    return redirect(here(call))


def withdraw(request: PageRequest, pk: int) -> HttpResponse:
    """Take the call back."""
    call = one_call(request, pk)
    return ask(
        request,
        Question("Withdraw the call", "Withdraw it", "Withdrawn.", to_call(call)),
        forms.ReasonForm(request.POST or None),
        actions.withdraw_call,
        here(call),
        reason=allowed(check_withdraw, request.viewer, call),
        call=call,
    )
