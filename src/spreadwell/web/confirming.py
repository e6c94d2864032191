"""Moving an innovation or a site: what follows is shown, with counts, before it is confirmed."""

import hashlib
from collections.abc import Callable, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from spreadwell.domain.innovations.models import Innovation
from spreadwell.domain.lifecycle.queries import consequences
from spreadwell.domain.sites.models import ImplementationSite

from .asking import Question
from .formkit import PageForm
from .middleware import PageRequest
from .pages import attempt, render

# What the confirming page sends back: that it was read, and that it is to be changed.
READ, CHANGE = "read", "change"


def ask_to_move(
    request: PageRequest,
    question: Question,
    form: PageForm,
    act: Callable[..., Any],
    back: Callable[[Any], str],
    *,
    thing: Innovation | ImplementationSite,
    reason: str = "",
    **fixed: Any,
) -> HttpResponse:
    """Ask where a thing goes; where more follows, say what, and move it once that was read.

    The form has a field `to` and a day `on`. What follows is worked out anew when it is confirmed:
    where it has changed meanwhile, it is shown again.
    """
    if reason:
        raise PermissionDenied(reason)
    if request.method != "POST" or not form.is_valid() or CHANGE in request.POST:
        return _form(request, question, form)
    given = form.cleaned_data
    follows = consequences(thing, given["to"], given.get("on") or timezone.localdate())
    read = _print_of(follows)
    if not follows or request.POST.get(READ) == read:
        moved = attempt(request, question.done, act, form, **given, **fixed)
        return redirect(back(moved)) if moved is not None else _form(request, question, form)
    if not _would(request, act, form, **given, **fixed):
        return _form(request, question, form)
    to = form.fields["to"]
    label = dict(to.choices)[given["to"]]  # type: ignore[attr-defined]
    context = {
        "heading": f"{thing}: {label[:1].lower()}{label[1:]}?",
        "crumbs": [{"text": text, "href": href} for text, href in question.crumbs],
        "follows": follows,
        "again": READ in request.POST,
        "kept": [(name, value) for name in form.fields for value in request.POST.getlist(name)],
        "read": read,
    }
    return render(request, "parts/confirm.jinja", context)


def _form(request: PageRequest, question: Question, form: PageForm) -> HttpResponse:
    """Show the form as it is; nothing is done."""
    context = {
        "question": question,
        "form": form,
        "crumbs": [{"text": text, "href": href} for text, href in question.crumbs],
    }
    return render(request, "parts/ask.jinja", context)


def _would(request: PageRequest, act: Callable[..., Any], form: PageForm, **given: Any) -> bool:
    """Try the action and take it back, so that what is missing is said before confirming."""
    with transaction.atomic():
        done = attempt(request, "", act, form, **given) is not None
        transaction.set_rollback(True)
    return done


def _print_of(follows: Sequence[str]) -> str:
    """Return a fingerprint of what was shown."""
    return hashlib.sha256("\n".join(follows).encode()).hexdigest()[:16]
