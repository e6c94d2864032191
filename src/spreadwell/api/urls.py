"""Addresses of the API: open to tokens alone, never kept by caches, errors in one shape."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.urls import URLPattern, path
from django.views.decorators.csrf import csrf_exempt

from .app import api
from .errors import Failure

View = Callable[..., HttpResponseBase]
NO_SUCH = "There is no such address in this API. They are listed in /api/v1/openapi.json."


def _said(status: int, sentence: str) -> JsonResponse:
    return JsonResponse(Failure(error=sentence).model_dump(), status=status)


def _open(view: View) -> View:
    """Let a view be reached without a session: its token is its sign-in, so no cookie counts."""

    @wraps(view)
    def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        answer = view(request, *args, **kwargs)
        if answer.status_code == 405:
            allow = answer.headers.get("Allow", "")
            answer = _said(405, f"This address answers {allow} alone.")
            answer.headers["Allow"] = allow
        answer.headers.setdefault("Cache-Control", "private, no-store")
        return answer

    opened: View = csrf_exempt(login_not_required(run))
    return opened


def no_such(request: HttpRequest, rest: str = "") -> HttpResponseBase:
    """Say that there is no such address."""
    return _said(404, NO_SUCH)


def _patterns() -> list[URLPattern]:
    made = []
    for one in api.urls[0]:
        assert isinstance(one, URLPattern)
        one.callback = _open(one.callback)
        made.append(one)
    return [*made, path("<path:rest>", _open(no_such), name="no_such")]


app_name = "api"
urlpatterns = _patterns()
