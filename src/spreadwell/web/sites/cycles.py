"""Tests of change: started with a prediction, ended with what was learnt."""

from django.http import HttpResponse

from spreadwell.domain.foundation.refusals import allowed
from spreadwell.domain.sites.cycle_actions import finish_test_of_change, start_test_of_change
from spreadwell.domain.sites.models import TestOfChange
from spreadwell.domain.sites.permissions import check_work

from ..asking import Question, ask
from ..middleware import PageRequest
from ..pages import find
from .forms import cycles as forms
from .here import crumbs_of, here, one_site


def start_test(request: PageRequest, pk: int) -> HttpResponse:
    """Start a test of change."""
    site = one_site(request, pk)
    return ask(
        request,
        Question("Start a test of change", "Start", "Started.", crumbs_of(site)),
        forms.TestForm(request.POST or None, viewer=request.viewer, site=site),
        start_test_of_change,
        here(site),
        reason=allowed(check_work, request.viewer, site),
        site=site,
    )


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
        forms.FinishTestForm(request.POST or None),
        finish_test_of_change,
        here(site),
        reason=allowed(check_work, request.viewer, site),
        test=test,
    )
