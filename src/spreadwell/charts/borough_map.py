"""The borough map: areas with a mark for each site, its state by letter, shape and colour."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from spreadwell.charts.borough_drawing import MapSite, draw_map
from spreadwell.charts.frame import Cell, Look, Picture, Table, compose
from spreadwell.charts.ladder import ORDER, SAID
from spreadwell.charts.wording import count, joined, sentence
from spreadwell.formats.geojson import Area

__all__ = ["Coverage", "MapSite", "borough_map", "coverage"]


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many sites stand in which of the areas meant, and which have none."""

    sites: int
    reached: tuple[str, ...]
    empty: tuple[str, ...]
    elsewhere: int
    unplaced: int


def coverage(
    areas: Sequence[Area], sites: Sequence[MapSite], highlighted: Collection[str] = ()
) -> Coverage:
    """Which of the highlighted areas (all where none is highlighted) have a site."""
    meant = [a.name for a in areas if not highlighted or a.name in highlighted]
    held = {s.area for s in sites}
    return Coverage(
        sites=sum(s.area in meant for s in sites),
        reached=tuple(n for n in meant if n in held),
        empty=tuple(n for n in meant if n not in held),
        elsewhere=sum(bool(s.area) and s.area not in meant for s in sites),
        unplaced=sum(not s.area for s in sites),
    )


def borough_map(
    areas: Sequence[Area],
    sites: Sequence[MapSite],
    look: Look | None = None,
    *,
    highlighted: Collection[str] = (),
    urls: Mapping[str, str] | None = None,
    attribution: str = "",
    noun: tuple[str, str] = ("borough", "boroughs"),
    title: str = "Where the sites are",
) -> Picture:
    """The map of `areas` with the sites in them; `attribution` credits the outlines.

    Areas named in `highlighted` stand out, fill the picture and are what the sentence counts;
    `urls` makes an area a link, by name. Raises ValueError naming an area that is not on the map.
    """
    look = look or Look()
    urls = urls or {}
    if not areas:
        raise ValueError("A map needs at least one area.")
    names = {a.name for a in areas}
    for name in [*highlighted, *urls]:
        if name not in names:
            raise ValueError(f"{name} is not an area of this map.")
    for site in sites:
        if site.area and site.area not in names:
            raise ValueError(f"{site.name} stands in {site.area}, which is not on this map.")
    body, height = draw_map(areas, sites, look, highlighted, urls, attribution)
    return compose(
        look,
        title=title,
        sentence=_sentence(coverage(areas, sites, highlighted), sites, noun),
        height=height,
        body=body,
        table=_table(areas, sites, highlighted, noun),
        links=any(urls.values()) or any(s.url for s in sites),
    )


def _sentence(told: Coverage, sites: Sequence[MapSite], noun: tuple[str, str]) -> str:
    total = len(told.reached) + len(told.empty)
    where = f"{len(told.reached)} of {count(total, *noun)}"
    if not sites:
        return sentence(f"no site yet in {count(total, *noun)}")
    first = f"{count(told.sites, 'site')} in {where}"
    if told.empty and told.reached:
        shown = list(told.empty[:6])
        if len(told.empty) > len(shown):
            shown.append(f"{len(told.empty) - len(shown)} more")
        first += f"; none in {joined(shown)}"
    states = [f"{n} {SAID[s]}" for s in ORDER if (n := sum(x.state == s for x in sites))]
    further = [
        f"{count(told.elsewhere, 'site')} elsewhere" if told.elsewhere else "",
        f"{count(told.unplaced, 'site')} without a {noun[0]}" if told.unplaced else "",
    ]
    also = joined([f for f in further if f])
    verb = "are" if told.elsewhere + told.unplaced > 1 else "is"
    return sentence(first, joined(states), f"{also} {verb} not counted in that" if also else "")


def _table(
    areas: Sequence[Area],
    sites: Sequence[MapSite],
    highlighted: Collection[str],
    noun: tuple[str, str],
) -> Table:
    """One row an area that is meant or has a site, then the sites with no area."""
    states = [s for s in ORDER if any(x.state == s for x in sites)]
    rows: list[tuple[Cell, ...]] = []
    for name in [a.name for a in areas] + ([""] if any(not s.area for s in sites) else []):
        here = [s for s in sites if s.area == name]
        if not here and highlighted and name not in highlighted:
            continue
        counts = [sum(s.state == state for s in here) for state in states]
        said = "; ".join(f"{s.name} ({SAID[s.state]})" for s in here)
        rows.append((name or "Not on the map", len(here), *counts, said or None))
    columns = (noun[0].capitalize(), "Sites", *(SAID[s].capitalize() for s in states), "Which")
    return Table(columns, tuple(rows))
