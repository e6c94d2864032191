"""One question page: a form, an action, and the way back; most writing of these rooms is one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect

from .formkit import PageForm
from .middleware import PageRequest
from .pages import attempt, render

Crumb = tuple[str, str]


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
