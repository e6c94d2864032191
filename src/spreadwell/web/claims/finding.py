"""Finding a claim in the viewer's scope, and the way back from its pages."""

from django.urls import reverse

from spreadwell.domain.claims.models import Claim
from spreadwell.domain.claims.permissions import check_keep_claim
from spreadwell.domain.foundation.refusals import allowed
from spreadwell.domain.people.roles import Role

from ..middleware import PageRequest
from ..pages import find

WRITERS = (Role.ADMINISTRATOR, Role.ANALYST, Role.MISSION_LEAD)


def one_claim(request: PageRequest, pk: int) -> Claim:
    """Find a claim that the viewer may see."""
    rows = Claim.objects.visible_to(request.viewer)
    return find(
        rows.select_related(
            "innovation__mission", "mission", "owner", "effect", "measure", "superseded_by",
            "checked_by",
        ),
        pk=pk,
    )  # fmt: skip


def keeps(request: PageRequest, claim: Claim) -> str:
    """Say why the viewer may not change a claim; empty where they may."""
    return allowed(check_keep_claim, request.viewer, claim)


def crumbs_of(claim: Claim) -> list[tuple[str, str]]:
    """The way back from a page of a claim."""
    page = reverse("claims:detail", args=[claim.pk])
    return [("Claims", reverse("claims:list")), ("The claim", page)]
