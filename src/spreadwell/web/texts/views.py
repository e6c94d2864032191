"""What public pages say about help in a crisis, in each language, with what they said before."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.urls import reverse

from spreadwell.domain.audit.queries import history_of
from spreadwell.domain.discovery.public_texts import (
    check_word_public_text,
    default_text,
    stored_text,
    word_crisis_text,
)
from spreadwell.domain.foundation.refusals import allowed

from ..asking import Question, ask
from ..middleware import PageRequest
from ..pages import guard, render
from .forms import CrisisForm
from .help import help_lines


def crisis(request: PageRequest) -> HttpResponse:
    """Show the text in each language, who worded it, and how it read before."""
    guard(check_word_public_text, request.viewer)
    rows = []
    for code, label in settings.LANGUAGES:
        stored = stored_text(request.viewer, code)
        text = stored.text if stored else default_text(code)
        events = history_of(stored).select_related("by") if stored else ()
        rows.append(
            {
                "code": code,
                "label": label,
                "lines": help_lines(text),
                "stored": stored,
                "events": events,
            }
        )
    return render(request, "texts/crisis.jinja", {"rows": rows})


def word(request: PageRequest, language: str) -> HttpResponse:
    """Word the text in one language."""
    label = dict(settings.LANGUAGES).get(language)
    if label is None:
        raise Http404("Public pages are not read in this language.")
    stored = stored_text(request.viewer, language)
    question = Question(
        f"Help in a crisis: {label}",
        "Show this text from now on",
        "Public pages show it from now on.",
        [("Help in a crisis", reverse("texts:crisis"))],
        "It stands on every public page. People read it when they are in need.",
    )
    text = stored.text if stored else default_text(language)
    form = CrisisForm(request.POST or None, initial={"text": text})
    reason = allowed(check_word_public_text, request.viewer)
    back = reverse("texts:crisis")
    return ask(request, question, form, word_crisis_text, back, reason=reason, language=language)
