"""The conditions that matter to a mission, about a dozen."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import slugify

from spreadwell.domain.audit.queries import history_of
from spreadwell.domain.missions.models import Mission
from spreadwell.domain.sites.conditions import choose_conditions
from spreadwell.domain.sites.frameworks import advice, by_domain
from spreadwell.domain.sites.models import ConditionSet
from spreadwell.domain.sites.permissions import check_choose_conditions

from ..middleware import PageRequest
from ..pages import attempt, find, guard, render
from .forms.conditions import ConditionSetForm


def choose(request: PageRequest, mission: str) -> HttpResponse:
    """Choose the conditions; advice is given where they are far from a dozen."""
    found = find(Mission.objects.visible_to(request.viewer), slug=mission)
    guard(check_choose_conditions, request.viewer, found)
    chosen = ConditionSet.objects.visible_to(request.viewer).filter(mission=found).first()
    held = list(chosen.constructs) if chosen else []
    initial: dict[str, object] = {
        slugify(domain): [one.key for one in many if one.key in held]
        for domain, many in by_domain().items()
    }
    initial["second_rater"] = bool(chosen and chosen.second_rater)
    form = ConditionSetForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        picked = form.chosen()
        said = advice(len(picked))
        done = f"Saved: {len(picked)} conditions." + (f" {said}" if said else "")
        given = {
            "mission": found,
            "chosen": picked,
            "second_rater": form.cleaned_data["second_rater"],
        }
        if attempt(request, done, choose_conditions, form, **given) is not None:
            return redirect("missions:detail", mission)
    context = {
        "mission": found,
        "form": form,
        "groups": [form[slugify(domain)] for domain in by_domain()],
        "chosen": chosen,
        "advice": advice(len(held)) if chosen else "",
        "events": history_of(found).filter(verb="sites.conditions_chosen"),
        "crumbs": [
            {"text": "Missions", "href": reverse("missions:list")},
            {"text": found.title, "href": reverse("missions:detail", args=[mission])},
        ],
    }
    return render(request, "sites/condition_set.jinja", context)
