"""One's own access tokens: made and shown once, revoked at once."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from spreadwell.domain.foundation.refusals import allowed
from spreadwell.domain.people.models import AccessToken
from spreadwell.domain.people.tokens import LONGEST, check_token, make_token, revoke_token

from ..middleware import PageRequest
from ..pages import attempt, find, guard, render
from .forms import TokenForm


def tokens(request: PageRequest) -> HttpResponse:
    """List one's tokens and make a new one; its secret is on this page alone, and once."""
    guard(check_token, request.viewer)
    form = TokenForm(request.POST or None)
    made = None
    if request.method == "POST" and form.is_valid():
        made = attempt(request, "", make_token, form, **form.cleaned_data)
        if made is not None:
            form = TokenForm()
    rows = AccessToken.objects.visible_to(request.viewer).filter(person=request.viewer.person)
    today = timezone.localdate()
    listed = [(one, _standing(one, one.expires < today)) for one in rows]
    context = {
        "form": form,
        "made": made,
        "tokens": listed,
        "last_day": today + LONGEST,
        "no_token": allowed(check_token, request.viewer),
        "address": request.build_absolute_uri("/api/v1/"),
    }
    return render(request, "people/tokens.jinja", context)


def _standing(token: AccessToken, ended: bool) -> str:
    if token.revoked_at:
        return "revoked"
    return "ended" if ended else "works"


@require_POST
def revoke(request: PageRequest, pk: int) -> HttpResponse:
    """Revoke a token."""
    token = find(AccessToken.objects.visible_to(request.viewer), pk=pk)
    attempt(request, f"“{token}” opens nothing any more.", revoke_token, token=token)
    return redirect("people:tokens")
