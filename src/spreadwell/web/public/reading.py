"""How a visitor reads the public pages: in easy read or in full, and in which language."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext

from ..middleware import Next, PageRequest
from ..pages import render
from .guard import GuardedForm

EASY, FULL = "easy", "full"
READING_COOKIE = "spreadwell_reading"
# Pages that translators have been asked for; the others are read in English.
TRANSLATED = {"public:say", "public:heard"}


class ReadingMiddleware:
    """Read from the address or a cookie how public pages are to be shown, and keep what is chosen.

    Nothing but these two choices is kept, and no longer than the browser is open.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer in the language chosen, and leave none behind for the next request."""
        try:
            response = self.get_response(request)
        finally:
            translation.deactivate()
        if hasattr(request, "easy"):
            patch_vary_headers(response, ("Cookie", "Accept-Language"))
            _keep(response, request)
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> None:
        """Settle both choices once the page is known."""
        match = request.resolver_match
        name = match.view_name if match else ""
        if name != "public_home" and not name.startswith("public:"):
            return
        chosen = request.GET.get("read") or request.COOKIES.get(READING_COOKIE)
        request.easy = chosen == EASY  # type: ignore[attr-defined]
        if name in TRANSLATED:
            asked = request.GET.get("lang", "")
            known = dict(settings.LANGUAGES)
            translation.activate(
                asked if asked in known else translation.get_language_from_request(request)
            )


def _keep(response: HttpResponseBase, request: HttpRequest) -> None:
    """Keep what the address chose while the browser is open."""
    chosen = {
        READING_COOKIE: (request.GET.get("read", ""), {EASY, FULL}),
        settings.LANGUAGE_COOKIE_NAME: (request.GET.get("lang", ""), set(dict(settings.LANGUAGES))),
    }
    for name, (value, known) in chosen.items():
        if value in known:
            response.set_cookie(name, value, secure=settings.HTTPS, httponly=True, samesite="Lax")


def show(
    request: PageRequest, template: str, context: dict[str, Any] | None = None
) -> HttpResponse:
    """Render a public page, in easy read where that is chosen; both stand under one name."""
    easy = getattr(request, "easy", False)
    return render(request, f"public/{'easy/' if easy else ''}{template}", context)


F = TypeVar("F", bound=GuardedForm)


def either(request: PageRequest, full: type[F], easy: type[F]) -> type[F]:
    """Return the form that asks as the visitor reads."""
    return easy if getattr(request, "easy", False) else full


def ways_to_read(request: HttpRequest) -> dict[str, Any] | None:
    """Return the links by which a visitor changes how they read; None beside the public pages."""
    if not hasattr(request, "easy") or request.resolver_match is None:
        return None

    def here(**more: str) -> str:
        query = request.GET.copy()
        for name, value in more.items():
            query[name] = value
        return f"?{query.urlencode()}"

    now = translation.get_language() or settings.LANGUAGE_CODE
    translated = request.resolver_match.view_name in TRANSLATED
    languages = []
    for code, label in settings.LANGUAGES:
        if code == now or (not translated and code == settings.LANGUAGE_CODE):
            continue
        with translation.override(code):
            page = gettext("Say something")
        address = here(lang=code) if translated else f"{reverse('public:say')}?lang={code}"
        text = label if translated else f"{label}: {page}"
        languages.append({"code": code, "text": text, "href": address})
    easy = bool(request.easy)
    return {"easy": easy, "switch": here(read=FULL if easy else EASY), "languages": languages}
