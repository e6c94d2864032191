"""Tests of change: started with a prediction, ended with what was learnt; the team's progress."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone

from spreadwell.domain.foundation.refusals import allowed
from spreadwell.domain.sites.coaching import coaching_for, cycles_at
from spreadwell.domain.sites.cycle_actions import finish_test_of_change, start_test_of_change
from spreadwell.domain.sites.models import ImplementationSite, TestOfChange
from spreadwell.domain.sites.permissions import check_say_progress, check_work
from spreadwell.domain.sites.progress import say_progress

from ..asking import Question, ask
from ..middleware import PageRequest
from ..pages import find
from .forms import cycles as forms
from .here import crumbs_of, here, one_site


def start_test(request: PageRequest, pk: int) -> HttpResponse:
    """Start a test of change; from a finished one, what it asked is filled in."""
    site = one_site(request, pk)
    before = _followed(request, site)
    heading = "The next test of this ramp" if before else "Start a test of change"
    lead = f"You learnt: {before.learning}" if before and before.learning else ""
    return ask(
        request,
        Question(heading, "Start", "Started. End it with what you learnt.", crumbs_of(site), lead),
        forms.TestForm(
            request.POST or None, viewer=request.viewer, site=site, initial=_carried(before)
        ),
        start_test_of_change,
        here(site),
        reason=allowed(check_work, request.viewer, site),
        site=site,
    )


def _followed(request: PageRequest, site: ImplementationSite) -> TestOfChange | None:
    key = request.GET.get("follows", "")
    rows = TestOfChange.objects.visible_to(request.viewer).filter(site=site)
    return rows.filter(pk=key).first() if key.isdecimal() else None


def _carried(before: TestOfChange | None) -> dict[str, Any]:
    """Return what a follow-up takes over; what is expected is always written anew."""
    if before is None:
        return {}
    return {
        "follows": before.pk,
        "question": before.question,
        "plan": before.plan,
        "measure": before.measure_id,
    }


def finish_test(request: PageRequest, pk: int) -> HttpResponse:
    """End a test of change."""
    test = find(TestOfChange.objects.visible_to(request.viewer), pk=pk)
    site = one_site(request, test.site_id)
    return ask(
        request,
        Question(
            test.question,
            "Save what was learnt",
            "Saved, with what was learnt.",
            crumbs_of(site),
            f"You expected: {test.prediction}",
        ),
        forms.FinishTestForm(request.POST or None, initial={"tried_with": test.tried_with}),
        finish_test_of_change,
        here(site),
        reason=allowed(check_work, request.viewer, site),
        test=test,
    )


def progress(request: PageRequest, pk: int) -> HttpResponse:
    """Say how far the team has come, beside what the record suggests."""
    site = one_site(request, pk)
    viewer = request.viewer
    said = coaching_for(viewer, site, cycles_at(viewer, site), timezone.localdate())
    lead = "It is your own word, for you and those who help you; nobody is ranked by it."
    hint = ""
    if said is not None:
        hint = f"From the record, {said.progress.sentence} Next: {said.progress.next_needs}"
    return ask(
        request,
        Question("How far have you come?", "Save", "Saved.", crumbs_of(site), lead, hint),
        forms.ProgressForm(request.POST or None),
        say_progress,
        here(site),
        reason=allowed(check_say_progress, viewer, site),
        site=site,
    )
