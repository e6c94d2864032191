"""The borough map: everybody counted, in the right place, and nothing on top of anything."""

import math
import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import spreadwell
from spreadwell.charts.borough_drawing import R
from spreadwell.charts.borough_map import MapSite, borough_map, coverage
from spreadwell.charts.frame import Look, Picture
from spreadwell.charts.ladder import SAID, TINTS
from spreadwell.charts.outlines import fitted, inside, middle, simplified
from spreadwell.formats.geojson import ONS_OUTLINES, Area, read_areas
from tests.charts.reading import SVG, collisions, texts, tree
from tests.charts.room_samples import block

FILE = Path(spreadwell.__file__).parent / "definitions/example/real/london_boroughs.geojson"
LONDON = read_areas(FILE, code_property="lad_code").areas
MEANT = [a.name for a in LONDON if a.fact("nwl") is True]
WIDE, NARROW = Look(720, "w"), Look(360, "n")
states = st.sampled_from(list(SAID))
sites = st.lists(st.tuples(st.sampled_from([a.name for a in LONDON]), states), max_size=60).map(
    lambda rows: [MapSite(f"Site {i}", a, s) for i, (a, s) in enumerate(rows)]
)


def marks(picture: Picture) -> list[tuple[float, float, str]]:
    """Where each lettered mark stands on the map, without those of the key and the legend."""
    letters = {t.letter for t in TINTS.values()}
    return [
        (float(e.get("x", "0")), float(e.get("y", "0")) - 4, e.text or "")
        for e in tree(picture).iter(f"{SVG}text")
        if e.text in letters and e.get("font-size") == "11"
    ]


def within(area: Area, point: tuple[float, float]) -> bool:
    """Even-odd, one edge at a time."""
    x, y = point
    odd = False
    for polygon in area.polygons:
        for ring in polygon:
            for (x0, y0), (x1, y1) in pairwise(ring):
                if (y0 > y) != (y1 > y) and x < x0 + (y - y0) * (x1 - x0) / (y1 - y0):
                    odd = not odd
    return odd


@given(sites, st.sampled_from([WIDE, NARROW]), st.booleans())
@settings(max_examples=25, deadline=None)
def test_nothing_covers_anything_and_every_site_is_counted(
    held: list[MapSite], look: Look, near: bool
) -> None:
    highlighted = MEANT if near else []
    picture = borough_map(LONDON, held, look, highlighted=highlighted, attribution=ONS_OUTLINES)
    assert collisions(picture) == []
    assert len(picture.svg) < 60_000
    stand = marks(picture)
    assert all(
        abs(a[0] - b[0]) >= 2 * R - 1 or abs(a[1] - b[1]) >= 2 * R - 1
        for i, a in enumerate(stand)
        for b in stand[:i]
    )
    told = coverage(LONDON, held, highlighted)
    assert told.sites + told.elsewhere == len(held)
    assert len(told.reached) + len(told.empty) == (8 if near else 33)
    assert sum(int(str(r[1])) for r in picture.table.rows) == len(held)
    if held:
        assert f"in {len(told.reached)} of {8 if near else 33} boroughs" in picture.sentence
        shown = {e.text for e in tree(picture).iter(f"{SVG}text")}
        assert {TINTS[s.state].letter for s in held} <= shown


def test_the_sentence_names_where_none_is_and_who_is_not_counted() -> None:
    held = [MapSite("A", "Brent", "live"), MapSite("B", "Brent", "planned")]
    held += [MapSite("C", n, "paused") for n in MEANT if n not in ("Brent", "Harrow", "Hounslow")]
    picture = borough_map(LONDON, held, WIDE, highlighted=MEANT)
    assert picture.sentence == (
        "7 sites in 6 of 8 boroughs; none in Harrow and Hounslow. "
        "1 live, 5 on hold (paused) and 1 planned."
    )
    more = [*held, MapSite("D", "Camden", "live"), MapSite("E", "", "live")]
    said = borough_map(LONDON, more, WIDE, highlighted=MEANT).sentence
    assert said.endswith("1 site elsewhere and 1 site without a borough are not counted in that.")
    assert borough_map(LONDON, [], WIDE).sentence == "No site yet in 33 boroughs."
    wards = borough_map(LONDON, [], WIDE, highlighted=["Brent"], noun=("area", "areas"))
    assert wards.sentence == "No site yet in 1 area." and wards.table.columns[0] == "Area"


def test_marks_stand_in_their_own_borough_near_their_own_place() -> None:
    area = next(a for a in LONDON if a.name == "Hillingdon")
    at = (-0.45, 51.53)
    assert within(area, at)
    held = [MapSite(f"S{i}", "Hillingdon", "live", at) for i in range(4)]
    picture = borough_map(LONDON, held, WIDE, highlighted=MEANT)
    project, _, _ = fitted([a for a in LONDON if a.name in MEANT], 20, 12, 680, 524)
    x, y = project(at)
    # Four marks that would cover one another stand around the place that they share.
    found = marks(picture)[:4]
    assert len(found) == 4
    assert all(abs(a - x) < 45 and abs(b - y) < 45 for a, b, _ in found)
    room = inside([tuple(project(p) for p in ring) for ring in area.polygons[0]])
    assert min(abs(room.spots(2, 2)[:, 0] - found[0][0])) < 3


def test_the_source_of_the_outlines_is_said() -> None:
    picture = borough_map(LONDON, [], WIDE, attribution=ONS_OUTLINES)
    assert f"Source: {ONS_OUTLINES}" in " ".join(texts(picture))
    assert "Crown copyright" not in borough_map(LONDON, [], WIDE).svg


def test_neighbours_still_meet_after_thinning() -> None:
    border = [(0.3 + 0.01 * math.sin(k / 9), 51.4 + k / 1000) for k in range(201)]
    west = ((0.0, 51.4), *border, (0.0, 51.6), (0.0, 51.4))
    # The neighbour walks the border the other way and begins its ring elsewhere.
    east = (*border[100::-1], (0.6, 51.4), (0.6, 51.6), *border[:99:-1])
    areas = [Area("West", "", ((west,),)), Area("East", "", ((east,),))]
    project, _, _ = fitted(areas, 0, 0, 700, 500)
    left, right = ({p for ring in rings for p in ring} for rings in simplified(areas, project))
    shared = {(round(x, 1), round(y, 1)) for x, y in map(project, border)}
    assert left & shared == right & shared
    assert 10 < len(left & shared) < 80
    # No point that was left out lay further off than the tolerance allows.
    kept = sorted(left & shared, key=lambda p: p[1])
    for x, y in map(project, border):
        a, b = next((a, b) for a, b in pairwise(kept) if a[1] - 0.1 <= y <= b[1] + 0.1)
        assert abs(a[0] + (y - a[1]) * (b[0] - a[0]) / (b[1] - a[1]) - x) < 1.0


def test_shapes_are_true_at_the_middle_latitude() -> None:
    # A tenth of a degree north is 11.1 km; east at 60 degrees it is half of that.
    area = Area("A", "", ((((0, 59.9), (0.2, 59.9), (0.2, 60.1), (0, 60.1), (0, 59.9)),),))
    _, wide, high = fitted([area], 0, 0, 500, 400)
    assert wide / high == pytest.approx(0.5, abs=1e-6)


def test_holes_are_no_room() -> None:
    hole = ((20.0, 20.0), (80.0, 20.0), (80.0, 80.0), (20.0, 80.0))
    room = inside([((0.0, 0.0), (100.0, 0.0), (100.0, 100.0), (0.0, 100.0)), hole])
    assert not len(room.spots(30, 30))
    x, y = middle(room)
    assert not (20 < x < 80 and 20 < y < 80)


def test_a_site_or_a_name_that_is_not_on_the_map_is_said() -> None:
    areas = [block("Alder", 0, 0)]
    with pytest.raises(ValueError, match="Clinic stands in Elm, which is not on this map"):
        borough_map(areas, [MapSite("Clinic", "Elm", "live")])
    for wrong in ({"highlighted": ["Elm"]}, {"urls": {"Elm": "/e/"}}):
        with pytest.raises(ValueError, match="Elm is not an area"):
            borough_map(areas, [], **wrong)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="at least one area"):
        borough_map([], [])


def test_links_name_the_borough_and_the_site() -> None:
    held = [MapSite("Alder Clinic", "Brent", "live", None, "/sites/1/")]
    picture = borough_map(LONDON, held, WIDE, highlighted=MEANT, urls={"Brent": "/brent/"})
    links = tree(picture).findall(f".//{SVG}a")
    assert [(a.get("href"), a.get("aria-label")) for a in links] == [
        ("/brent/", "Brent: 1 site"),
        ("/sites/1/", "Alder Clinic, live"),
    ]
    assert not re.search(r"<a [^>]*>(?:(?!</a>).)*<a ", picture.svg)
