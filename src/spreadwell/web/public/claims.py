"""Claims that everybody may read, and the private page on which a source replies."""

from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from spreadwell.domain.claims.anyway import NO_VERDICT, expected_anyway
from spreadwell.domain.claims.models import Claim
from spreadwell.domain.claims.policies import check_source_may_reply
from spreadwell.domain.claims.questions import what_is_missing
from spreadwell.domain.claims.sources import answer_until, invited, reply_as_source
from spreadwell.domain.claims.telling import certainty_of, last_true, parts_of
from spreadwell.domain.foundation.refusals import allowed

from ..claims.asking import SALT
from ..claims.picturing import citation_of, ended_words, picture_to_keep, pictures_of
from ..claims.presenters import shown_of
from ..downloads import picture_file
from ..middleware import PageRequest
from ..pages import attempt, find
from .easy import EasySourceReplyForm
from .forms import SourceReplyForm
from .reading import either, show


def published_claims(request: PageRequest) -> QuerySet[Claim]:
    """Return the claims that were published and stand, to whoever looks."""
    rows: QuerySet[Claim] = Claim.objects.visible_to(request.viewer)
    shown = rows.filter(public=True, state__in=["current", "questioned"])
    return shown.select_related("innovation", "mission")


@login_not_required
def claims(request: PageRequest) -> HttpResponse:
    """Show published claims, each with the questions it leaves open."""
    return show(request, "claims.jinja", {"rows": shown_of(published_claims(request))})


def _one(request: PageRequest, pk: int) -> Claim:
    """Find a claim that was published, whether it stands or ended since."""
    rows = Claim.objects.visible_to(request.viewer).filter(public=True)
    return find(rows.select_related("innovation", "effect", "superseded_by"), pk=pk)


@login_not_required
def claim(request: PageRequest, pk: int) -> HttpResponse:
    """Show a published claim at its own address; one that ended says what took its place."""
    one = _one(request, pk)
    wide, narrow = pictures_of(one)
    newer = one.superseded_by
    context = {
        "claim": one,
        "ended": ended_words(one),
        "newer": newer if newer is not None and newer.public else None,
        "wide": wide,
        "narrow": narrow,
        "certainty": certainty_of(one),
        "parts": parts_of(one, people=False),
        "last_true": last_true(one, people=False),
        "citation": citation_of(one).plain(),
    }
    return show(request, "claim.jinja", context)


@login_not_required
def picture(request: PageRequest, pk: int, kind: str) -> HttpResponse:
    """Return the picture of a published claim as a file."""
    one = _one(request, pk)
    name = f"claim-{one.pk}-v{one.version}"
    return picture_file(picture_to_keep(one), name, kind, invented=one.invented)


@login_not_required
def reply(request: PageRequest, token: str) -> HttpResponse:
    """Take the reply of the source that was given this private address."""
    try:
        one = invited(signing.loads(token, salt=SALT))
    except signing.BadSignature as error:
        raise Http404("This address is not whole. Copy all of it.") from error
    if one is None:
        raise Http404("The claim that was asked about here is no longer kept.")
    closed = allowed(check_source_may_reply, one)
    form = either(request, SourceReplyForm, EasySourceReplyForm)(
        request.POST or None, initial={"reply": one.reply}
    )
    if request.method == "POST" and not closed and form.is_valid() and form.takes_turn(request):
        given = {"claim": one, "reply": form.cleaned_data["reply"]}
        if attempt(request, "", reply_as_source, form, **given) is not None:
            return redirect(reverse("public:reply", args=[token]) + "?new=1")
    context = {
        "claim": one,
        "missing": what_is_missing(one),
        "expected": expected_anyway(one),
        "no_verdict": NO_VERDICT,
        "until": answer_until(one),
        "closed": closed,
        "form": form,
        "new": "new" in request.GET,
    }
    response = show(request, "reply.jinja", context)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
