"""What one's files call things: listed, changed, forgotten."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from spreadwell.domain.foundation.refusals import allowed
from spreadwell.domain.measures.models import RememberedName
from spreadwell.domain.measures.names import change, forget
from spreadwell.domain.measures.permissions import check_send
from spreadwell.domain.people.models import Person
from spreadwell.exchange.intake.known import known_to

from ..asking import Question, ask
from ..formkit import PageForm
from ..middleware import PageRequest
from ..pages import attempt, find, guard, render
from .intake_forms import CellField


class NameForm(PageForm):
    """What one name means."""

    leave_out = forms.BooleanField(label="Leave it out of my files", required=False)
    means = CellField(label="What it means here: a code or a whole name")


def names(request: PageRequest) -> HttpResponse:
    """List what one's files call things."""
    guard(check_send, request.viewer)
    rows = RememberedName.objects.visible_to(request.viewer)
    known = known_to(request.viewer)
    told = [(one, known.label_of(one.what, one.means)) for one in rows]
    context = {"told": told, "no_send": allowed(check_send, request.viewer)}
    return render(request, "measures/names.jinja", context)


def _one(request: PageRequest, pk: int) -> RememberedName:
    return find(RememberedName.objects.visible_to(request.viewer), pk=pk)


def name(request: PageRequest, pk: int) -> HttpResponse:
    """Say anew what a name means."""
    one = _one(request, pk)
    question = Question(
        heading=f"What is “{one.written}”?",
        submit="Save",
        done="Saved. Your next file is read so; what came in before stays as it is.",
        crumbs=[("Measures", reverse("measures:list")), ("Names", reverse("measures:names"))],
    )

    def save(*, by: Person, means: str, leave_out: bool) -> RememberedName:
        chosen = "" if leave_out else known_to(request.viewer).meaning(one.what, means)
        return change(by=by, name=one, means=chosen)

    form = NameForm(request.POST or None, initial={"means": one.means, "leave_out": not one.means})
    return ask(request, question, form, save, reverse("measures:names"))


@require_POST
def forget_name(request: PageRequest, pk: int) -> HttpResponse:
    """Forget a name, so that it is asked about again."""
    attempt(request, "Forgotten. It is asked about again.", forget, name=_one(request, pk))
    return redirect("measures:names")
