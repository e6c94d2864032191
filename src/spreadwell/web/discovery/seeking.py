"""What an opportunity seeks and would move, what runs well here, and whose words decide."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from spreadwell.domain.discovery.beside import DemandSignal, LocalPractice
from spreadwell.domain.discovery.models import Opportunity
from spreadwell.domain.discovery.permissions import check_add_many_somewhere, check_choose
from spreadwell.domain.discovery.seeking import (
    note_practice,
    publish_demand,
    say_what_is_sought,
    tie_measures,
)
from spreadwell.domain.foundation.refusals import allowed
from spreadwell.domain.learning.nearby import runs_well
from spreadwell.domain.learning.participation import participation
from spreadwell.domain.measures.models import Measure

from ..asking import Crumb, Question, ask
from ..middleware import PageRequest
from ..pages import attempt, find, render
from .forms import DemandForm, MeasuresForm, PracticeForm
from .presenters import shares_drawn


def _one(request: PageRequest, slug: str) -> Opportunity:
    rows = Opportunity.objects.visible_to(request.viewer).select_related("mission")
    return find(rows, slug=slug)


def _address(one: Opportunity) -> str:
    return reverse("discovery:opportunity", args=[one.slug])


def _way(one: Opportunity) -> list[Crumb]:
    return [("Opportunities", reverse("discovery:opportunities")), (one.title, _address(one))]


def share(request: PageRequest) -> HttpResponse:
    """Show how many decisions trace to what was said, by voice."""
    found = participation(request.viewer)
    return render(
        request, "discovery/participation.jinja", {"found": found, "drawn": shares_drawn(found)}
    )


def practice_list(request: PageRequest) -> HttpResponse:
    """Show what already runs well here."""
    words = request.GET.get("need", "").strip()[:2_000]
    context = {
        "words": words,
        "near": runs_well(request.viewer, words) if words else [],
        "practices": LocalPractice.objects.visible_to(request.viewer).select_related(
            "organisation", "mission"
        ),
        "cannot_note": allowed(check_add_many_somewhere, request.viewer),
    }
    return render(request, "discovery/practices.jinja", context)


def note(request: PageRequest) -> HttpResponse:
    """Note something that already runs well."""
    question = Question(
        "Note what runs well here",
        "Note it",
        "Noted. It is offered to whoever raises an opportunity near it.",
        [("What already runs well here", reverse("discovery:practices"))],
        "So that spreading what exists competes with starting anew.",
    )
    form = PracticeForm(request.POST or None, viewer=request.viewer)
    reason = allowed(check_add_many_somewhere, request.viewer)
    back = reverse("discovery:practices")
    return ask(request, question, form, note_practice, back, reason=reason)


def seek(request: PageRequest, slug: str) -> HttpResponse:
    """Say what is sought of industry and others, and the bar."""
    one = _one(request, slug)
    question = Question(
        "What we seek, and the bar",
        "Save",
        "Saved. It is shown beyond the team once you publish it.",
        _way(one),
        "For companies and others who might help: what would meet the need, and what an offer "
        "must show.",
    )
    demand = DemandSignal.objects.visible_to(request.viewer).filter(opportunity=one).first()
    now = {"seeks": demand.seeks, "bar": demand.bar} if demand else None
    form = DemandForm(request.POST or None, initial=now)
    reason = allowed(check_choose, request.viewer, one.mission)
    back = _address(one)
    return ask(request, question, form, say_what_is_sought, back, reason=reason, opportunity=one)


@require_POST
def publish(request: PageRequest, slug: str) -> HttpResponse:
    """Show the public what is sought, or take that back."""
    one = _one(request, slug)
    demand = find(DemandSignal.objects.visible_to(request.viewer), opportunity=one)
    attempt(request, "Done.", publish_demand, demand=demand, published=demand.published_on is None)
    return redirect(_address(one))


def measures(request: PageRequest, slug: str) -> HttpResponse:
    """Say which measures an opportunity would move."""
    one = _one(request, slug)
    question = Question(
        "Measures it would move", "Save", "Saved.", _way(one), "By which it would be seen."
    )
    rows = Measure.objects.visible_to(request.viewer)
    now = [str(key) for key in one.measures.values_list("pk", flat=True)]
    form = MeasuresForm(request.POST or None, rows=rows, initial={"measures": now})
    reason = allowed(check_choose, request.viewer, one.mission)
    back = _address(one)
    return ask(request, question, form, tie_measures, back, reason=reason, opportunity=one)
