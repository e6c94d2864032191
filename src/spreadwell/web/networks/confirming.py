"""A question in two steps: what will happen is shown first, then somebody says yes."""

from collections.abc import Callable, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect

from spreadwell.domain.foundation.refusals import Invalid, Refusal

from ..asking import Question
from ..formkit import PageForm
from ..middleware import PageRequest
from ..pages import attempt, render

# What the second page sends back: that it was read and agreed to, or that it is to be changed.
CONFIRM, CHANGE = "confirm", "change"

Foretell = Callable[..., Sequence[str]]


def ask_twice(
    request: PageRequest,
    question: Question,
    form: PageForm,
    foretell: Foretell,
    act: Callable[..., Any],
    back: str | Callable[[Any], str],
    *,
    reason: str = "",
    **fixed: Any,
) -> HttpResponse:
    """Show a form, then what its answers will do, then do it.

    `foretell` takes what the action takes, without `by`, and returns sentences or refuses as the
    action would; `reason` is why this viewer may not.
    """
    if reason:
        raise PermissionDenied(reason)
    crumbs = [{"text": text, "href": href} for text, href in question.crumbs]
    context: dict[str, Any] = {"question": question, "form": form, "crumbs": crumbs}
    if request.method == "POST" and form.is_valid() and CHANGE not in request.POST:
        given = {**form.cleaned_data, **fixed}
        if CONFIRM in request.POST:
            result = attempt(request, question.done, act, form, **given)
            if result is not None:
                return redirect(back(result) if callable(back) else back)
        else:
            try:
                context["sentences"] = foretell(**given)
            except Refusal as refusal:
                field = refusal.field if isinstance(refusal, Invalid) else ""
                form.add_error(field if field in form.fields else None, str(refusal))
            else:
                context["kept"] = [(name, form[name].value()) for name in form.fields]
                return render(request, "networks/confirm.jinja", context)
    return render(request, "parts/ask.jinja", context)
