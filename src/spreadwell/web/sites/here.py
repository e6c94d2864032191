"""Where one is: a site, its address and the way to it through the loop."""

from django.urls import reverse

from spreadwell.domain.sites.models import ImplementationSite

from ..asking import Crumb
from ..middleware import PageRequest
from ..pages import find


def one_site(request: PageRequest, pk: int) -> ImplementationSite:
    """Find a site that the viewer may see."""
    rows = ImplementationSite.objects.visible_to(request.viewer)
    site = find(
        rows.select_related("version__innovation__mission", "organisation", "safety_lead"), pk=pk
    )
    # The frame of every page of a site leads to raising a concern there.
    request.site_here = site
    return site


def crumbs_of(site: ImplementationSite) -> list[Crumb]:
    """Return the way to a site through the loop."""
    innovation = site.version.innovation
    return [
        (innovation.mission.title, reverse("missions:detail", args=[innovation.mission.slug])),
        (innovation.name, reverse("innovations:detail", args=[innovation.slug])),
        (site.name, reverse("sites:detail", args=[site.pk])),
    ]


def here(site: ImplementationSite) -> str:
    """Return the address of a site."""
    return reverse("sites:detail", args=[site.pk])
