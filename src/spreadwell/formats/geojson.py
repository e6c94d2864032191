"""Areas on a map out of a GeoJSON file: outlines in degrees, checked with clear sentences."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeGuard

from spreadwell.formats.problems import FileProblem, RowProblem

ONS_OUTLINES = (
    "Office for National Statistics licensed under the Open Government Licence v.3.0. "
    "Contains OS data © Crown copyright and database right 2024"
)
"""What must stand beside borough outlines of May 2024. Source: the licence page of ONS."""

MOST_BYTES = 30_000_000
MOST_POSITIONS = 500_000
"""More than this draws no better at the size of a page."""

# OGC's CRS84 is longitude and latitude on WGS 84, which is what GeoJSON means without any name.
_DEGREES = ("CRS84", "EPSG:4326", "EPSG::4326")

Position = tuple[float, float]
Ring = tuple[Position, ...]
Polygon = tuple[Ring, ...]


@dataclass(frozen=True, slots=True)
class Area:
    """One area: its name, its code ("" = none), and polygons of an outline and its holes.

    Positions are (longitude, latitude) in degrees; a ring's last position repeats its first.
    `facts` are the file's other plain properties, by name.
    """

    name: str
    code: str
    polygons: tuple[Polygon, ...]
    facts: tuple[tuple[str, str | int | float | bool | None], ...] = ()

    def fact(self, key: str) -> str | int | float | bool | None:
        """One property of the file, None where it has none."""
        return dict(self.facts).get(key)


@dataclass(frozen=True, slots=True)
class AreaFile:
    """The areas of a file in its order, and whom it names as its source ("" = nobody)."""

    areas: tuple[Area, ...]
    attribution: str = ""


def read_areas(
    source: Path | bytes | str,
    *,
    name: str = "",
    name_property: str = "name",
    code_property: str = "",
) -> AreaFile:
    """The areas of a GeoJSON FeatureCollection of polygons; text and bytes are the content.

    A top-level "attribution" or "source" names whom to credit. Raises FileProblem with a
    sentence for each feature that cannot be taken. Source: RFC 7946.
    """
    said = name or (source.name if isinstance(source, Path) else "The map")
    root = _loaded(source, said)
    if root.get("type") != "FeatureCollection" or not isinstance(root.get("features"), list):
        raise FileProblem.whole(said, "the file is not a GeoJSON FeatureCollection")
    _check_degrees(root, said)
    if not root["features"]:
        raise FileProblem.whole(said, "the file holds no area")
    problems: list[RowProblem] = []
    areas: list[Area] = []
    names: set[str] = set()
    for number, feature in enumerate(root["features"], start=1):
        try:
            area = _area(feature, name_property, code_property)
            if area.name in names:
                raise _Wrong(f"the name {area.name} comes twice")
        except _Wrong as wrong:
            label = _label(feature, name_property)
            problems.append(RowProblem(None, f"Area {number}{label}", str(wrong)))
        else:
            names.add(area.name)
            areas.append(area)
    if problems:
        raise FileProblem(said, problems)
    if sum(len(r) for a in areas for p in a.polygons for r in p) > MOST_POSITIONS:
        raise FileProblem.whole(
            said, f"the outlines have more than {MOST_POSITIONS:,} positions; simplify them first"
        )
    credit = root.get("attribution") or root.get("source") or ""
    return AreaFile(tuple(areas), credit if isinstance(credit, str) else "")


class _Wrong(Exception):
    """What is wrong with one feature, in words."""


def _loaded(source: Path | bytes | str, said: str) -> dict[str, Any]:
    try:
        raw = source.read_bytes() if isinstance(source, Path) else source
        if len(raw) > MOST_BYTES:
            raise FileProblem.whole(said, "the file is larger than 30 MB; simplify it first")
        text = raw.decode("utf-8-sig") if isinstance(raw, bytes) else raw
        root = json.loads(text)
    except OSError:
        raise FileProblem.whole(said, "the file cannot be opened") from None
    except UnicodeDecodeError:
        raise FileProblem.whole(said, "the file is not text in UTF-8") from None
    except (ValueError, RecursionError):
        raise FileProblem.whole(said, "the file is not JSON") from None
    if not isinstance(root, dict):
        raise FileProblem.whole(said, "the file is not a GeoJSON FeatureCollection")
    return root


def _check_degrees(root: dict[str, Any], said: str) -> None:
    """Older files name their coordinates; only plain longitude and latitude are taken."""
    named = root.get("crs")
    if named is None:
        return
    properties = named.get("properties") if isinstance(named, dict) else None
    crs = properties.get("name") if isinstance(properties, dict) else None
    if not (isinstance(crs, str) and crs.endswith(_DEGREES)):
        raise FileProblem.whole(
            said, "the coordinates must be longitude and latitude in degrees (WGS 84)"
        )


def _label(feature: Any, name_property: str) -> str:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    name = properties.get(name_property) if isinstance(properties, dict) else None
    return f" ({name.strip()[:60]})" if isinstance(name, str) and name.strip() else ""


def _area(feature: Any, name_property: str, code_property: str) -> Area:
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        raise _Wrong("this is not a GeoJSON Feature")
    properties = feature.get("properties")
    properties = properties if isinstance(properties, dict) else {}
    name = properties.get(name_property)
    if not isinstance(name, str) or not name.strip():
        raise _Wrong(f"the property {name_property}, its name, is missing")
    code = properties.get(code_property) if code_property else ""
    if code is None or (not str(code).strip() and code_property):
        raise _Wrong(f"the property {code_property}, its code, is missing")
    facts = tuple((str(k), v) for k, v in properties.items() if _plain(v))
    polygons = tuple(_polygons(feature.get("geometry")))
    return Area(" ".join(name.split()), str(code).strip(), polygons, facts)


def _plain(value: Any) -> bool:
    return value is None or isinstance(value, str | int | float | bool)


def _polygons(geometry: Any) -> Iterator[Polygon]:
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in ("Polygon", "MultiPolygon"):
        raise _Wrong("its shape is not a Polygon or a MultiPolygon")
    parts = geometry.get("coordinates")
    if kind == "Polygon":
        parts = [parts]
    if not isinstance(parts, list) or not parts:
        raise _Wrong("its shape has no outline")
    for part in parts:
        if not isinstance(part, list) or not part:
            raise _Wrong("its shape has no outline")
        yield tuple(_ring(ring) for ring in part)


def _ring(ring: Any) -> Ring:
    if not isinstance(ring, list) or len(ring) < 4:
        raise _Wrong("an outline needs at least four positions")
    positions = tuple(_position(p) for p in ring)
    if positions[0] != positions[-1]:
        raise _Wrong("an outline does not end where it starts")
    return positions


def _position(position: Any) -> Position:
    if not isinstance(position, list) or len(position) < 2 or not all(map(_number, position)):
        raise _Wrong("a position is not a pair of numbers")
    east, north = float(position[0]), float(position[1])
    if not (-180 <= east <= 180 and -90 <= north <= 90):
        raise _Wrong(
            f"the position {east:g}, {north:g} is not longitude and latitude in degrees; "
            "save the file as WGS 84 (EPSG:4326)"
        )
    return east, north


def _number(value: Any) -> TypeGuard[float]:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    try:
        return math.isfinite(value)
    except OverflowError:  # an integer that no float can hold
        return False
