"""What all pages of this room begin with: the row that is asked for, and the way here."""

from django.urls import reverse

from spreadwell.domain.joining.models import ExpressionOfInterest, SiteApplication, SiteCall

from ..asking import Crumb
from ..middleware import PageRequest
from ..pages import find


def one_interest(request: PageRequest, pk: int) -> ExpressionOfInterest:
    """Find an offer that the viewer may see."""
    rows = ExpressionOfInterest.objects.visible_to(request.viewer)
    return find(rows.select_related("mission", "membership__network"), pk=pk)


def one_call(request: PageRequest, pk: int) -> SiteCall:
    """Find a call that the viewer may see."""
    rows = SiteCall.objects.visible_to(request.viewer)
    return find(rows.select_related("version__innovation__mission", "network"), pk=pk)


def one_application(request: PageRequest, pk: int) -> SiteApplication:
    """Find an application that the viewer may see."""
    rows = SiteApplication.objects.visible_to(request.viewer)
    return find(
        rows.select_related("call__version__innovation", "organisation", "applicant"), pk=pk
    )


def room() -> list[Crumb]:
    """Return the way to the room."""
    return [("Joining", reverse("joining:list"))]


def to_interest(interest: ExpressionOfInterest) -> list[Crumb]:
    """Return the way to an offer."""
    return [*room(), (interest.organisation_name, reverse("joining:interest", args=[interest.pk]))]


def to_call(call: SiteCall) -> list[Crumb]:
    """Return the way to a call."""
    return [*room(), (call.title, reverse("joining:call", args=[call.pk]))]


def to_application(application: SiteApplication) -> list[Crumb]:
    """Return the way to an application."""
    here = reverse("joining:application", args=[application.pk])
    return [*to_call(application.call), (application.organisation.name, here)]


def links(crumbs: list[Crumb]) -> list[dict[str, str]]:
    """Return a way as the breadcrumb prints it."""
    return [{"text": text, "href": href} for text, href in crumbs]
