"""Areas out of GeoJSON: what is taken, and what is refused in words."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import spreadwell
from spreadwell.formats.geojson import Area, read_areas
from spreadwell.formats.problems import FileProblem

LONDON = Path(spreadwell.__file__).parent / "definitions/example/real/london_boroughs.geojson"
SQUARE = [[[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]]


def collection(*features: Any, **more: Any) -> str:
    return json.dumps({"type": "FeatureCollection", "features": list(features), **more})


def feature(name: Any = "Alder", coordinates: Any = SQUARE, kind: str = "Polygon") -> Any:
    geometry = {"type": kind, "coordinates": coordinates}
    return {"type": "Feature", "properties": {"name": name, "n": 3}, "geometry": geometry}


def test_the_boroughs_of_london_are_read() -> None:
    areas = read_areas(LONDON, code_property="lad_code").areas
    assert len(areas) == 33
    brent = next(a for a in areas if a.name == "Brent")
    assert brent.code == "E09000005" and brent.fact("nwl") is True and brent.fact("x") is None
    assert sum(a.fact("nwl") is True for a in areas) == 8
    for area in areas:
        for polygon in area.polygons:
            for ring in polygon:
                assert all(-0.6 < x < 0.4 and 51.2 < y < 51.8 for x, y in ring)


def test_polygons_multipolygons_heights_and_credits_are_taken() -> None:
    high = [[[0, 0, 9], [1, 0, 9], [1, 1, 9], [0, 0, 9]]]
    told = read_areas(
        collection(feature(" Alder \n Bank "), feature("B", [high, SQUARE], "MultiPolygon"),
                   attribution="Council of Alder"),
    )  # fmt: skip
    assert told.attribution == "Council of Alder"
    assert told.areas[0] == Area(
        "Alder Bank",
        "",
        ((((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0), (0.0, 0.0)),),),
        (("name", " Alder \n Bank "), ("n", 3)),
    )
    assert len(told.areas[1].polygons) == 2
    assert read_areas(collection(feature(), source=3).encode("utf-8-sig")).attribution == ""


CRS = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::27700"}}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "m.json: The file is not JSON."),
        (b"\xff\xfe", "m.json: The file is not text in UTF-8."),
        ("[" * 100_000, "m.json: The file is not JSON."),
        ("[]", "m.json: The file is not a GeoJSON FeatureCollection."),
        ('{"type":"Feature"}', "m.json: The file is not a GeoJSON FeatureCollection."),
        (collection(), "m.json: The file holds no area."),
        (collection(feature(), crs=CRS), "m.json: The coordinates must be longitude and"),
        (collection(feature(""), 7), "m.json: Area 1: the property name, its name, is missing."),
        (collection(7), "Area 1: this is not a GeoJSON Feature."),
        (collection(feature(), feature()), "m.json: Area 2 (Alder): the name Alder comes twice."),
        (collection(feature(kind="Point")), "Area 1 (Alder): its shape is not a Polygon or a"),
        (collection(feature(coordinates=[])), "Area 1 (Alder): its shape has no outline."),
        (collection(feature(coordinates=None)), "Area 1 (Alder): its shape has no outline."),
        (collection(feature(coordinates=[[[0, 0], [1, 1], [0, 0]]])), "at least four positions."),
        (collection(feature(coordinates=[[[0, 0], [1, 1], [0, 1], [2, 2]]])), "end where it"),
        (collection(feature(coordinates=[[[0, "x"]] * 4])), "a position is not a pair of"),
        (collection(feature(coordinates=[[[0, True]] * 4])), "a position is not a pair of"),
        (collection(feature(coordinates=[[[0, 10**400]] * 4])), "a position is not a pair of"),
        (collection(feature(coordinates=[[[0, float("nan")]] * 4])), "is not a pair of"),
        (collection(feature(coordinates=[[[530000, 180000]] * 4])), "save the file as WGS 84"),
    ],
)
def test_what_cannot_be_taken_is_said(text: str | bytes, said: str) -> None:
    with pytest.raises(FileProblem) as caught:
        read_areas(text, name="m.json")
    assert said in str(caught.value)


def test_a_missing_file_and_a_missing_code_are_said(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match=r"no\.geojson: The file cannot be opened"):
        read_areas(tmp_path / "no.geojson")
    with pytest.raises(FileProblem, match="the property lad, its code, is missing"):
        read_areas(collection(feature()), code_property="lad")


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(max_size=5) | st.just("Polygon"),
        lambda deeper: (
            st.lists(deeper, max_size=4)
            | st.dictionaries(
                st.sampled_from(
                    ["type", "features", "geometry", "properties", "coordinates", "crs"]
                ),
                deeper,
            )
        ),
        max_leaves=20,
    )
)
@settings(max_examples=200, deadline=None)
def test_any_json_is_taken_or_refused_in_words(root: Any) -> None:
    for text in (json.dumps(root), collection(root), collection(feature(coordinates=root))):
        try:
            assert read_areas(text).areas
        except FileProblem as problem:
            assert str(problem).startswith("The map: ")
