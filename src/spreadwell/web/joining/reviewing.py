"""Scoring an application, and declaring an interest in one."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from spreadwell.domain.foundation.refusals import allowed
from spreadwell.domain.joining.models import ApplicationScore, CallCriterion, SiteApplication
from spreadwell.domain.joining.panel import panel_of
from spreadwell.domain.joining.permissions import check_review
from spreadwell.domain.joining.policies import check_reviewers_change
from spreadwell.domain.joining.reviewing import check_score, declare_interest, score_application
from spreadwell.domain.people.viewer import Viewer

from ..asking import Question, ask
from ..middleware import PageRequest
from ..pages import attempt, render
from .finding import links, one_application, to_application, to_call
from .forms import InterestForm, ScoreForm


def check_declare(viewer: Viewer, application: SiteApplication) -> None:
    """Raise unless the viewer reviews this call, and it is not over."""
    check_review(viewer, application.call)
    check_reviewers_change(application.call)


def score(request: PageRequest, pk: int) -> HttpResponse:
    """Score one application on all criteria; saving leads to the next that is not done."""
    application = one_application(request, pk)
    viewer = request.viewer
    reason = allowed(check_score, viewer, application)
    if reason:
        raise PermissionDenied(reason)
    call = application.call
    criteria = list(CallCriterion.objects.visible_to(viewer).filter(call=call))
    mine = ApplicationScore.objects.visible_to(viewer).filter(
        application=application, reviewer__person=viewer.person
    )
    form = ScoreForm(
        request.POST or None, criteria=criteria, saved={one.criterion_id: one for one in mine}
    )
    if request.method == "POST" and form.is_valid():
        done, scores = f"Saved: {application.organisation}.", form.given()
        if attempt(request, done, score_application, form, application=application, scores=scores):
            return redirect(_next(viewer, application))
    rows = [
        (one, application.answers.get(str(one.pk), ""), form[f"score_{one.pk}"],
         form[f"note_{one.pk}"])
        for one in criteria
    ]  # fmt: skip
    context = {
        "application": application,
        "call": call,
        "rows": rows,
        "form": form,
        "crumbs": links(to_call(call)),
    }
    return render(request, "joining/score.jinja", context)


def _next(viewer: Viewer, application: SiteApplication) -> str:
    """Return where a reviewer goes on: the next application that is not scored whole."""
    panel = panel_of(application.call)
    seat = panel.seat_of(viewer)
    assert seat is not None
    for one in panel.asked_of(seat):
        if one.pk != application.pk and not panel.is_scored(one, seat):
            return reverse("joining:score", args=[one.pk])
    return reverse("joining:call", args=[application.call_id])


def interest(request: PageRequest, pk: int) -> HttpResponse:
    """Declare an interest in an application."""
    application = one_application(request, pk)
    return ask(
        request,
        Question(
            f"An interest in {application.organisation}",
            "Declare it",
            "Thank you. Others score this one.",
            to_application(application),
            "You will not score this application. If you have already, your scores are set aside "
            "and not counted.",
        ),
        InterestForm(request.POST or None),
        declare_interest,
        reverse("joining:call", args=[application.call_id]),
        reason=allowed(check_declare, request.viewer, application),
        application=application,
    )
