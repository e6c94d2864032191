"""Maps in and out: GeoJSON of any areas, kept under the name that organisations give as theirs."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spreadwell.domain.networks.maps import boroughs_in_use, load_map
from spreadwell.domain.networks.models import MapLayer
from spreadwell.domain.people.models import Person
from spreadwell.formats.geojson import Area, read_areas
from spreadwell.formats.problems import FileProblem


@dataclass(frozen=True, slots=True)
class LoadedMap:
    """A map as it was kept, and how it meets the organisations that are here.

    `unmatched` are boroughs of organisations that are no area of it; `empty` areas in which no
    organisation lies.
    """

    layer: MapLayer
    areas: tuple[str, ...]
    unmatched: tuple[str, ...]
    empty: tuple[str, ...]


def load_map_file(
    source: Path | bytes,
    *,
    by: Person | None,
    name: str,
    file_name: str = "",
    key: str = "name",
    one: str = "area",
    many: str = "areas",
    credit: str = "",
    licence: str,
) -> LoadedMap:
    """Read a file of areas and keep it; `key` is the property that names an area.

    Without `credit` the file's own attribution is taken. FileProblem names each feature that
    cannot be taken; Invalid what else is missing.
    """
    said = file_name or (source.name if isinstance(source, Path) else "The map")
    found = read_areas(source, name=said, name_property=key)
    credit = credit.strip() or found.attribution
    if not credit:
        raise FileProblem.whole(
            said, "the file does not say whose outlines these are; say so, as they ask to be named"
        )
    layer = load_map(
        by=by,
        name=name,
        outlines=as_geojson(found.areas),
        source=credit,
        licence=licence,
        one=one,
        many=many,
    )
    names = tuple(area.name for area in found.areas)
    here = boroughs_in_use()
    return LoadedMap(
        layer,
        names,
        tuple(sorted(here - set(names))),
        tuple(area for area in names if area not in here),
    )


def as_geojson(areas: Sequence[Area]) -> dict[str, Any]:
    """Return areas as a feature collection, each under the property `name`."""
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {**dict(area.facts), "name": area.name},
                "geometry": {"type": "MultiPolygon", "coordinates": area.polygons},
            }
            for area in areas
        ],
    }


def export_map(layer: MapLayer) -> str:
    """Return a map as GeoJSON that says whose it is, and that loads again."""
    told = {
        "type": "FeatureCollection",
        "name": layer.name,
        "attribution": layer.source,
        "licence": layer.licence,
        "features": layer.outlines["features"],
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")) + "\n"
