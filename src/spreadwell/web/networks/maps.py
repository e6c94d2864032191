"""The sites of a network on a map, with whose the outlines are."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import get_args

from django.urls import reverse

from spreadwell.charts.borough_map import MapSite, borough_map
from spreadwell.charts.frame import NARROW, Look, Picture
from spreadwell.charts.ladder import State
from spreadwell.domain.networks.maps import areas_of, boroughs_in_use, map_for
from spreadwell.domain.people.viewer import Viewer
from spreadwell.domain.sites.models import ImplementationSite


@dataclass(frozen=True, slots=True)
class SiteMap:
    """A map on both widths; `strangers` are boroughs that are no area of it."""

    wide: Picture
    narrow: Picture
    name: str
    many: str
    strangers: tuple[str, ...]


def map_of(viewer: Viewer, sites: Collection[ImplementationSite]) -> SiteMap | None:
    """Draw sites where their organisations lie; None without a site or without a map that fits.

    The areas in which any organisation lies stand out: these are what the network is about.
    """
    boroughs = {site.organisation.borough for site in sites} - {""}
    layer = map_for(viewer, boroughs)
    if layer is None:
        return None
    areas = areas_of(layer)
    names = {area.name for area in areas}
    placed = [
        MapSite(
            site.name,
            site.organisation.borough if site.organisation.borough in names else "",
            _state(site.state),
            url=reverse("sites:detail", args=[site.pk]),
        )
        for site in sites
    ]
    invented = any(site.invented for site in sites)
    highlighted = boroughs_in_use() & names

    def draw(look: Look) -> Picture:
        return borough_map(
            areas, placed, look, highlighted=highlighted, attribution=layer.source,
            noun=(layer.one, layer.many),
        )  # fmt: skip

    return SiteMap(
        draw(Look(prefix="map", invented=invented)),
        draw(Look(NARROW, "map-narrow", invented)),
        layer.name,
        layer.many,
        tuple(sorted(boroughs - names)),
    )


def _state(state: str) -> State:
    """Return how a site is drawn; one that ended in another way than stopping is drawn alike."""
    known: tuple[State, ...] = get_args(State)
    return next((one for one in known if one == state), "stopped")
