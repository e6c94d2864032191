"""One question page: a form, an action, and the way back; most writing of these rooms is one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect

from spreadwell.domain.networks.models import Organisation
from spreadwell.domain.networks.queries import organisations_called
from spreadwell.domain.people.viewer import Viewer

from .formkit import PageForm
from .middleware import PageRequest
from .pages import attempt, render

Crumb = tuple[str, str]

# More would no longer be read; whoever sees them narrows the words or takes a code.
TOLD_AT_MOST = 8


@dataclass(frozen=True, slots=True)
class Question:
    """What a question page says: heading, lead, button, what is told when done, the way here."""

    heading: str
    submit: str
    done: str
    crumbs: Sequence[Crumb] = ()
    lead: str = ""
    warning: str = ""
    extra: dict[str, Any] = field(default_factory=dict)


def ask(
    request: PageRequest,
    question: Question,
    form: PageForm,
    act: Callable[..., Any],
    back: str | Callable[[Any], str],
    *,
    reason: str = "",
    **fixed: Any,
) -> HttpResponse:
    """Show a form and run its action; `reason` is why this viewer may not, `back` an address."""
    if reason:
        raise PermissionDenied(reason)
    if request.method == "POST" and form.is_valid():
        result = attempt(request, question.done, act, form, **form.cleaned_data, **fixed)
        if result is not None:
            return redirect(back(result) if callable(back) else back)
    crumbs = [{"text": text, "href": href} for text, href in question.crumbs]
    context = {"question": question, "form": form, "crumbs": crumbs}
    return render(request, "parts/ask.jinja", context)


class Choose(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One row of those that the viewer may see; the form is given them with `offer`."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("empty_label", "–")
        kwargs.setdefault("queryset", None)
        super().__init__(**kwargs)


def offer(form: forms.Form, name: str, rows: QuerySet[Any]) -> None:
    """Let a field choose among rows."""
    chosen = form.fields[name]
    assert isinstance(chosen, forms.ModelChoiceField)
    chosen.queryset = rows


class FindOrganisation(forms.CharField):
    """An organisation by its code or name, since there may be thousands of them.

    Cleans to the organisation, None where none is given. The form says with `find_for` for whom.
    """

    viewer: Viewer | None = None
    finds_a_row = True

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", "Its code or its name; a part of the name will do.")
        super().__init__(**{"max_length": 200, **kwargs})

    def clean(self, value: Any) -> Any:
        """Return the one organisation meant, or say which it may be."""
        text: str = super().clean(value)
        if not text:
            return None
        assert self.viewer is not None
        found = organisations_called(self.viewer, text)
        if len(found) == 1:
            return found[0]
        raise forms.ValidationError(_which(found) if found else _none(text), code="which")


def _which(found: Sequence[Organisation]) -> str:
    """Say which organisations match."""
    told = "; ".join(f"{one.name} ({one.code})" for one in found[:TOLD_AT_MOST])
    more = len(found) - TOLD_AT_MOST
    rest = f"; and {more:,} more" if more > 0 else ""
    return f"Several places match: {told}{rest}. Enter the code."


def _none(text: str) -> str:
    """Say that nothing matches."""
    return f"No place has “{text}” as its code or in its name. Check the spelling, or add it first."


def find_for(form: forms.Form, name: str, viewer: Viewer) -> None:
    """Let a field find the organisations that a viewer may see."""
    field = form.fields[name]
    assert isinstance(field, FindOrganisation)
    field.viewer = viewer
