"""The room's first page, one call and one application, for everybody who meets them."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from spreadwell.domain.audit.queries import history_of
from spreadwell.domain.decisions.models import Decision
from spreadwell.domain.foundation.refusals import allowed
from spreadwell.domain.joining.models import (
    CallCriterion,
    SiteApplication,
    SiteCall,
)
from spreadwell.domain.joining.panel import check_see_table, panel_of
from spreadwell.domain.joining.permissions import (
    check_make_some_call,
    check_see_queue,
    leads_call,
    organisations_of,
)
from spreadwell.domain.joining.policies import check_release
from spreadwell.domain.joining.queries import WAITING, queue
from spreadwell.domain.joining.reviewing import check_score
from spreadwell.domain.joining.states import APPLICATION, CALL, INTEREST
from spreadwell.domain.sites.models import ImplementationSite

from ..middleware import PageRequest
from ..pages import render
from ..ways import Way, way
from . import applying, calls, deciding, presenters, reviewing
from .finding import links, one_application, one_call, room, to_call

# The settled ones are on the page too, as far as somebody would look back.
SETTLED = 20


def landing(request: PageRequest) -> HttpResponse:
    """Show who waits for an answer, the calls, and one's own applications."""
    viewer, today = request.viewer, timezone.localdate()
    sees = not allowed(check_see_queue, viewer)
    offers = list(queue(viewer)) if sees else []
    rows = SiteCall.objects.visible_to(viewer).select_related("version__innovation", "network")
    mine = SiteApplication.objects.visible_to(viewer).filter(
        organisation_id__in=organisations_of(viewer)
    )
    order = CALL.keys()
    context = {
        "sees": sees,
        "waiting": [
            (one, INTEREST.states[one.state], one.answer_due < today)
            for one in offers
            if one.state in WAITING
        ],
        "settled": [
            (one, INTEREST.states[one.state]) for one in offers if one.state not in WAITING
        ][:SETTLED],
        "calls": [
            (one, CALL.states[one.state])
            for one in sorted(rows, key=lambda one: (order.index(one.state), one.closes))
        ],
        "mine": [
            (one, APPLICATION.states[one.state])
            for one in mine.select_related("call", "organisation")
        ],
        "ways": [
            way("Open a call for sites", "joining:make_call", check=check_make_some_call,
                given=(viewer,)),
        ],
        "today": today,
        "example": settings.EXAMPLE,
    }  # fmt: skip
    return render(request, "joining/list.jinja", context)


def _ways(viewer: Any, call: SiteCall) -> list[Way]:
    """Return what its lead can do with a call, the next step first."""
    given = (viewer, call)
    made = [
        ("Choose the sites", "decide", deciding.check_decide, "reviewing"),
        ("Add a criterion", "criterion", calls.check_write, "draft"),
        ("Change what it says", "change_call", calls.check_write, "draft"),
        ("Name a reviewer", "reviewer", calls.check_reviewers, ""),
        ("Give more time to apply", "extend_call", calls.check_extend, "open"),
        ("Withdraw the call", "withdraw_call", calls.check_withdraw, ""),
    ]
    return [
        way(text, f"joining:{name}", call.pk, check=check, given=given, first=name == "decide")
        for text, name, check, at in made
        if (not at or at == call.state) and not CALL.states[call.state].end
    ]


def call(request: PageRequest, pk: int) -> HttpResponse:
    """Show a call: to its lead what comes next, to a reviewer what to score, to others how to apply."""  # noqa: E501
    one = one_call(request, pk)
    viewer, today = request.viewer, timezone.localdate()
    panel = panel_of(one)
    seat, leads = panel.seat_of(viewer), leads_call(viewer, one)
    no_table = allowed(check_see_table, viewer, one)
    lines = []
    if not no_table and panel.applications:
        lines = (
            presenters.frozen_lines(one.decision.evidence, presenters.set_aside(panel, seat, leads))
            if one.decision is not None
            else presenters.lines_of(panel, seat, leads)
        )
    applications = SiteApplication.objects.visible_to(viewer).filter(call=one)
    places = organisations_of(viewer)
    seen = [
        (each, APPLICATION.states[each.state])
        for each in applications.select_related("organisation")
    ]
    context = {
        "call": one,
        "state": CALL.states[one.state],
        "innovation": one.version.innovation,
        "asked": presenters.asked_words(one),
        "crumbs": links(room()),
        "today": today,
        "taking": one.state == "open" and one.closes >= today,
        "leads": leads,
        "ways": _ways(viewer, one) if leads else [],
        "no_open": allowed(calls.check_open, viewer, one),
        "no_close": allowed(calls.check_close, viewer, one),
        "no_apply": allowed(applying.check_apply_to, viewer, one),
        "criteria": CallCriterion.objects.visible_to(viewer).filter(call=one),
        "to_score": presenters.to_score(panel, seat) if seat and one.state == "reviewing" else [],
        "reviewers": [
            (each, allowed(check_release, each.seat)) for each in presenters.reviewing(panel)
        ]
        if leads or not no_table
        else [],
        "lines": lines,
        "decision": Decision.objects.visible_to(viewer).filter(site_call=one).first(),
        "no_table": no_table if panel.applications else "",
        "seat": seat,
        "mine": [each for each in seen if each[0].organisation_id in places],
        "applications": [each for each in seen if each[0].organisation_id not in places],
        "events": history_of(one) if viewer.in_office else [],
    }
    return render(request, "joining/call.jinja", context)


def application(request: PageRequest, pk: int) -> HttpResponse:
    """Show an application: what it answers, how it stands, and to reviewers what they may do."""
    one = one_application(request, pk)
    viewer = request.viewer
    panel = panel_of(one.call)
    seat = panel.seat_of(viewer)
    aside = seat is not None and (one.pk, seat.pk) in panel.aside
    set_aside = aside and not leads_call(viewer, one.call)
    hidden = set_aside or bool(allowed(check_see_table, viewer, one.call))
    score = allowed(check_score, viewer, one)
    declare = allowed(reviewing.check_declare, viewer, one)
    ways = [
        Way("Score it", reverse("joining:score", args=[pk]), score, True),
        Way("I have an interest in this one", reverse("joining:declare", args=[pk]), declare),
        way("Change it", "joining:change_application", pk, check=applying.check_change,
            given=(viewer, one)),
    ]  # fmt: skip
    criteria = CallCriterion.objects.visible_to(viewer).filter(call=one.call)
    context = {
        "application": one,
        "call": one.call,
        "state": APPLICATION.states[one.state],
        "crumbs": links(to_call(one.call)),
        "answers": [(each, one.answers.get(str(each.pk), "")) for each in criteria],
        "ways": [each for each in ways if not getattr(each.reason, "never", False)],
        "site": ImplementationSite.objects.visible_to(viewer).filter(application=one).first(),
        "no_withdraw": allowed(applying.check_take_back, viewer, one),
        "given": [] if hidden else presenters.given_to(panel, one),
        "events": history_of(one) if viewer.in_office else [],
    }
    return render(request, "joining/application.jinja", context)
