"""Finding an innovation, its address and the way to it."""

from django.urls import reverse

from spreadwell.domain.innovations.models import Innovation

from ..asking import Crumb
from ..middleware import PageRequest
from ..pages import find


def one_innovation(request: PageRequest, slug: str) -> Innovation:
    """Find an innovation that the viewer may see."""
    rows = Innovation.objects.visible_to(request.viewer)
    return find(rows.select_related("mission", "network", "opportunity"), slug=slug)


def here(innovation: Innovation) -> str:
    """Return the address of an innovation."""
    return reverse("innovations:detail", args=[innovation.slug])


def crumbs_of(innovation: Innovation) -> list[Crumb]:
    """Return the way to an innovation through the loop."""
    mission = innovation.mission
    return [
        (mission.title, reverse("missions:detail", args=[mission.slug])),
        (innovation.name, here(innovation)),
    ]


def trail(innovation: Innovation) -> list[dict[str, str]]:
    """Return the way to an innovation as breadcrumbs print it."""
    return [{"text": text, "href": href} for text, href in crumbs_of(innovation)]
