"""What views share: finding a row in the viewer's scope, running an action, leaving again."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.forms import BaseForm
from django.http import Http404, HttpResponse
from django.shortcuts import render as django_render

from spreadwell.domain.foundation.refusals import Invalid, Refusal, allowed

from .middleware import PageRequest

M = TypeVar("M", bound=Model)
R = TypeVar("R")


def find(rows: QuerySet[M], **lookup: Any) -> M:
    """Return the one row of a scope, or say 404: what one may not see does not exist.

    `rows` is a scope, such as `Mission.objects.visible_to(request.viewer)`.
    """
    row = rows.filter(**lookup).first()
    if row is None:
        raise Http404("This page does not exist, or is not yours to see.")
    return row


def guard(check: Callable[..., None], *args: Any) -> None:
    """Run a `check_…` before a page is shown; its sentence becomes the page that says no."""
    reason = allowed(check, *args)
    if reason:
        raise PermissionDenied(reason)


def attempt(
    request: PageRequest,
    done: str,
    act: Callable[..., R],
    form: BaseForm | None = None,
    **given: Any,
) -> R | None:
    """Run an action by the person signed in; say it is done, or show the sentence it refused with.

    With a form, a refusal becomes an error of the form (of its field, where it names one);
    without, a message on the next page. Returns the action's result, None when refused.
    """
    try:
        result = act(by=request.viewer.person, **given)
    except Refusal as refusal:
        if form is None:
            messages.error(request, str(refusal))
        else:
            field = refusal.field if isinstance(refusal, Invalid) else ""
            form.add_error(field if field in form.fields else None, str(refusal))
        return None
    if done:
        messages.success(request, done)
    return result


def render(
    request: PageRequest, template: str, context: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    """Render a page; a form with errors answers 422 so that scripts can tell."""
    context = context or {}
    form = context.get("form")
    if status == 200 and isinstance(form, BaseForm) and form.is_bound and form.errors:
        status = 422
    return django_render(request, template, context, status=status)
