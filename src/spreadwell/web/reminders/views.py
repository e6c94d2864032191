"""Choosing how often to be reminded, and turning it off from a mail without signing in."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from spreadwell.domain.reminders.actions import choose_rhythm
from spreadwell.domain.reminders.models import Rhythm
from spreadwell.domain.reminders.queries import due_for
from spreadwell.exchange.digests import person_of, rhythm_of

from ..middleware import PageRequest
from ..pages import attempt, render
from .forms import RhythmForm


def choose(request: PageRequest) -> HttpResponse:
    """Ask how often; show how many things wait now, so that the choice can be judged."""
    person = request.viewer.person
    assert person is not None
    form = RhythmForm(request.POST or None, initial={"rhythm": rhythm_of(person)})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data["rhythm"]
        if attempt(request, "Saved.", choose_rhythm, form, rhythm=given) is not None:
            return redirect("reminders")
    context = {
        "form": form,
        "waiting": len(due_for(request.viewer, timezone.localdate())),
        "crumbs": [{"text": "Your account", "href": reverse("mfa_index")}],
    }
    return render(request, "reminders/choose.jinja", context)


# A mail program may post here by itself (RFC 8058): it has no cookie and no token of a form, and
# the signed address says whose reminders they are.
@csrf_exempt
@login_not_required
@require_http_methods(["GET", "POST"])
def stop(request: PageRequest, token: str) -> HttpResponse:
    """Ask once, then turn the reminders off; opening the address alone changes nothing."""
    person = person_of(token)
    if person is None:
        raise Http404("This address is not one of ours, or was cut off in the mail.")
    done = request.method == "POST"
    if done:
        choose_rhythm(by=person, rhythm=Rhythm.OFF)
    return render(request, "reminders/stop.jinja", {"done": done})
