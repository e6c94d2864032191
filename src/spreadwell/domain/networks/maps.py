"""Maps: outlines of areas, kept with whose they are, and which places lie where on them."""

import json
from collections.abc import Collection
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from spreadwell.formats.geojson import Area, read_areas

from ..audit.actions import record
from ..foundation.actions import action
from ..foundation.answers import filled, free_slug
from ..people.models import Person
from ..people.viewer import Viewer, viewer_of
from .models import MapLayer, Organisation
from .permissions import check_keep_organisations


@action
def load_map(
    *,
    by: Person | None,
    name: str,
    outlines: dict[str, Any],
    source: str,
    licence: str,
    one: str = "area",
    many: str = "areas",
) -> MapLayer:
    """Keep a map; one of the same name is replaced. `by` is None for the command line.

    `outlines` is a GeoJSON feature collection whose features have the property `name`.
    """
    if by is not None:
        check_keep_organisations(viewer_of(by))
    name = filled(name, "name", "Say what the map is called.")
    said = {
        "one": filled(one, "one", "Say what one area is called, such as borough."),
        "many": filled(many, "many", "Say what several areas are called, such as boroughs."),
        "source": filled(source, "source", "Say whose outlines these are."),
        "licence": filled(licence, "licence", "Say under which licence they come."),
    }
    layer = MapLayer.objects.filter(name=name).first()
    word = "loaded" if layer is None else "replaced"
    if layer is None:
        layer = MapLayer(slug=free_slug(MapLayer, name), name=name)
    for field, text in said.items():
        setattr(layer, field, text)
    layer.outlines = outlines
    layer.loaded_at = timezone.now()
    layer.save()
    who = str(by) if by is not None else "The command line"
    held = len(outlines["features"])
    record(
        by=by,
        verb="networks.map_loaded",
        thing=layer,
        summary=f"{who} {word} the map “{name}”: {held:,} {said['one' if held == 1 else 'many']}",
    )
    return layer


def areas_of(layer: MapLayer) -> tuple[Area, ...]:
    """Return the areas of a map, read once for each time it was loaded."""
    return _areas(layer.pk, str(layer.loaded_at), json.dumps(layer.outlines))


@lru_cache(maxsize=8)
def _areas(key: int, loaded_at: str, text: str) -> tuple[Area, ...]:
    return read_areas(text, name=f"Map {key}").areas


def map_for(viewer: Viewer, boroughs: Collection[str]) -> MapLayer | None:
    """Return the map on which most of some boroughs lie, None where none has any of them."""
    rows: QuerySet[MapLayer] = MapLayer.objects.visible_to(viewer)
    wanted = set(boroughs)
    fits = [(len(wanted & {a.name for a in areas_of(one)}), one) for one in rows]
    most = max(fits, key=lambda fit: fit[0], default=(0, None))
    return most[1] if most[0] else None


def boroughs_in_use() -> set[str]:
    """Return every borough in which an organisation lies."""
    named = Organisation.objects.exclude(borough="").order_by()
    return set(named.values_list("borough", flat=True).distinct())
