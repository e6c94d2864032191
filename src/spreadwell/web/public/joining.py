"""Offering to take part without an account, and calls for sites that everybody may read."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from spreadwell.domain.foundation.refusals import allowed
from spreadwell.domain.joining.interest_actions import ANSWER_WITHIN, ask_removal, express_interest
from spreadwell.domain.joining.models import CallCriterion, ExpressionOfInterest, SiteCall
from spreadwell.domain.joining.permissions import check_apply
from spreadwell.domain.joining.queries import offered, told_of
from spreadwell.domain.missions.models import Mission

from ..middleware import PageRequest
from ..pages import attempt, find
from .easy import EasyJoinForm
from .forms import JoinForm
from .reading import either, show

SALT = "what-i-offered"
ADDED = (
    "Thank you. What you wrote was added to what you sent us before, and is answered with it. You "
    "find it on the private page whose link you were given then."
)


def token_of(key: int) -> str:
    """Return the secret part of the address of an offer."""
    return signing.dumps(key, salt=SALT)


def _offer(token: str) -> ExpressionOfInterest:
    """Return the offer of a private address."""
    try:
        found = offered(signing.loads(token, salt=SALT))
    except signing.BadSignature as error:
        raise Http404("This address is not whole. Copy all of it.") from error
    if found is None:
        raise Http404("What was offered here is no longer kept.")
    return found


@login_not_required
def join(request: PageRequest) -> HttpResponse:
    """Take an organisation's offer to take part in a mission."""
    viewer = request.viewer
    missions = Mission.objects.visible_to(viewer).filter(state="active")
    asked = missions.filter(slug=request.GET.get("mission", "")).first()
    asks = either(request, JoinForm, EasyJoinForm)
    form = asks(request.POST or None, viewer=viewer, initial={"mission": asked})
    if request.method == "POST" and form.is_valid() and form.takes_turn(request):
        given = {
            name: form.cleaned_data[name]
            for name in (
                "mission", "organisation_name", "offer", "contact_name", "contact_email", "consent",
            )
        }  # fmt: skip
        interest = attempt(request, "", express_interest, form, **given)
        if interest is not None and interest.offer != given["offer"].strip():
            # A name and an address are no secret: they alone open nobody's private page.
            messages.success(request, ADDED)
            return redirect("public_home")
        if interest is not None:
            return redirect(reverse("public:joined", args=[token_of(interest.pk)]) + "?new=1")
    context = {
        "form": form,
        "missions": missions,
        "answer_by": timezone.localdate() + ANSWER_WITHIN,
    }
    return show(request, "join.jinja", context)


def _private(response: HttpResponse) -> HttpResponse:
    """Keep a private page out of caches and search engines."""
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@login_not_required
def joined(request: PageRequest, token: str) -> HttpResponse:
    """Show whoever holds this address what happens next with their offer, and its answer."""
    context = {
        "told": told_of(_offer(token)),
        "token": token,
        "new": "new" in request.GET,
        "address": request.build_absolute_uri(request.path),
    }
    return _private(show(request, "joined.jinja", context))


@login_not_required
@require_POST
def forget(request: PageRequest, token: str) -> HttpResponse:
    """Take a contact's wish that their name and address be removed."""
    attempt(request, "Your wish was passed on.", ask_removal, interest=_offer(token))
    return _private(redirect("public:joined", token))


@login_not_required
def call(request: PageRequest, pk: int) -> HttpResponse:
    """Show a call for sites: what is asked, by when, and how to apply."""
    rows = SiteCall.objects.visible_to(request.viewer).filter(
        state__in=["open", "reviewing", "decided"]
    )
    one = find(rows.select_related("version__innovation__mission", "network"), pk=pk)
    today = timezone.localdate()
    context = {
        "call": one,
        "innovation": one.version.innovation,
        "criteria": CallCriterion.objects.visible_to(request.viewer).filter(call=one),
        "open": one.state == "open" and one.closes >= today,
        "no_apply": allowed(check_apply, request.viewer) if request.viewer.person else "",
    }
    return show(request, "call.jinja", context)
