"""Saying something without an account, and the private page that shows what it changed."""

from datetime import timedelta
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from spreadwell.domain.discovery.actions import ANONYMOUS, hear_public
from spreadwell.domain.discovery.heard import SHORT_LIMIT, Heard
from spreadwell.domain.discovery.voices import VOICE_OF_ROLE, Voice
from spreadwell.domain.joining.queries import said_already
from spreadwell.domain.learning.queries import what_it_changed
from spreadwell.domain.missions.models import Mission
from spreadwell.exchange.heard_links import finding_of, token_of

from ..middleware import PageRequest
from ..pages import attempt
from .easy import EasySayForm
from .forms import SayForm
from .reading import either, show

SAME_WORDS = timedelta(days=1)


def _start(request: PageRequest, mission: Mission | None) -> dict[str, Any]:
    """Return what the address fills in: mission, role, voice and place; the rest stays blank."""
    asked = {name: request.GET.get(name, "")[:SHORT_LIMIT] for name in ("role", "voice", "place")}
    return {"mission": mission} | {name: value for name, value in asked.items() if value}


@login_not_required
def say(request: PageRequest) -> HttpResponse:
    """Take what somebody says; whoever is signed in says it under their own name."""
    viewer = request.viewer
    missions = Mission.objects.visible_to(viewer).filter(state="active")
    asked = missions.filter(slug=request.GET.get("mission", "")).first() or missions.first()
    asks = either(request, SayForm, EasySayForm)
    form = asks(request.POST or None, viewer=viewer, initial=_start(request, asked))
    if request.method == "POST" and form.is_valid() and form.takes_turn(request):
        given = form.cleaned_data
        # Whoever presses twice, or sends the same again that day, has said it once.
        label = given["label"].strip() or ANONYMOUS
        since = timezone.localdate() - SAME_WORDS
        before = said_already(given["mission"], given["text"], label, since)
        # A worry about somebody is heard every time, also with words that were sent before.
        if before is not None and viewer.person is None and not given["worried"]:
            return redirect(reverse("public:heard", args=[token_of(before.pk)]) + "?new=1")
        heard = Heard(
            text=given["text"],
            role=given["role"],
            voice=given["voice"] or VOICE_OF_ROLE.get(given["role"], Voice.OTHER.value),
            heard_on=timezone.localdate(),
            place=given["place"],
            source="Said on the public page",
            label=given["label"],
            consents_named=given["named"] and bool(given["label"].strip()),
            consents_contact=given["contactable"],
            # Without the tick an address is not kept, whatever was typed.
            contact=given["contact"] if given["contactable"] else "",
        )
        finding = attempt(
            request,
            "",
            hear_public,
            form,
            mission=given["mission"],
            heard=heard,
            consent=given["consent"],
            worried=given["worried"],
        )
        if finding is not None:
            return redirect(reverse("public:heard", args=[token_of(finding.pk)]) + "?new=1")
    context = {"form": form, "missions": missions}
    return show(request, "say.jinja", context)


@login_not_required
def heard(request: PageRequest, token: str) -> HttpResponse:
    """Show whoever holds this address what they said and what it changed."""
    finding = finding_of(token)
    if finding is None:
        raise Http404("This address is not whole. Copy all of it.")
    told = what_it_changed(finding)
    if told is None:
        raise Http404("What was said here is no longer kept.")
    context = {
        "told": told,
        "new": "new" in request.GET,
        "address": request.build_absolute_uri(request.path),
    }
    response = show(request, "heard.jinja", context)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
