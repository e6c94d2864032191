"""Maps in and out: any areas, named clearly where a file cannot be taken."""

import json

import pytest

from spreadwell.domain.foundation.refusals import Invalid, NotAllowed
from spreadwell.domain.models import Event, MapLayer
from spreadwell.domain.networks.maps import areas_of, load_map, map_for
from spreadwell.domain.people.roles import Role
from spreadwell.domain.people.viewer import PUBLIC_VIEWER, viewer_of
from spreadwell.exchange.organisations.maps import export_map, load_map_file
from spreadwell.exchange.portfolio.content import REAL
from spreadwell.formats.problems import FileProblem
from tests.factories import make_organisation, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.store]
RING = [[0.0, 51.0], [1.0, 51.0], [1.0, 52.0], [0.0, 51.0]]


def feature(ring=RING, **properties):
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def file_of(*features, **more) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": list(features), **more}).encode()


def load(content: bytes, **given):
    said = {"name": "Areas", "credit": "Office for Outlines", "licence": "OGL v3"}
    return load_map_file(content, by=None, file_name="areas.geojson", **said | given)


def test_any_areas_load_under_the_property_that_names_them():
    make_organisation(borough="Elmham")
    make_organisation(borough="Nowhere")
    content = file_of(feature(LAD="Elmham", code="E1"), feature(LAD="Oakham", name="other"))
    loaded = load(content, key="LAD", one="district", many="districts")
    assert loaded.areas == ("Elmham", "Oakham")
    assert (loaded.unmatched, loaded.empty) == (("Nowhere",), ("Oakham",))
    kept = areas_of(MapLayer.objects.get())
    assert [area.name for area in kept] == ["Elmham", "Oakham"]
    assert kept[0].fact("code") == "E1" and kept[0].polygons[0][0][1] == (1.0, 51.0)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"{", "the file is not JSON"),
        (b'{"type": "Feature"}', "not a GeoJSON FeatureCollection"),
        (file_of(), "the file holds no area"),
        (file_of(feature(name="A"), feature(code="B")), "Area 2: the property name, its name"),
        (file_of(feature(name="A"), feature(name="A")), "Area 2 (A): the name A comes twice"),
        (file_of(feature([[0, 51], [1, 51]], name="A")), "Area 1 (A): an outline needs at least"),
        (file_of(feature([[530000, 180000]] * 4, name="A")), "Area 1 (A): the position 530000"),
        (
            file_of({"type": "Feature", "properties": {"name": "A"}, "geometry": None}),
            "Area 1 (A): its shape is not a Polygon",
        ),
    ],
)
def test_a_file_that_cannot_be_taken_names_the_feature(content, said):
    with pytest.raises(FileProblem) as found:
        load(content)
    assert said.casefold() in str(found.value).casefold()
    assert str(found.value).startswith("areas.geojson: ")
    assert not MapLayer.objects.exists()


def test_whose_they_are_comes_from_the_file_or_must_be_said():
    with pytest.raises(FileProblem, match="does not say whose outlines these are"):
        load(file_of(feature(name="A")), credit="")
    assert load(file_of(feature(name="A"), attribution="A council"), credit="").layer.source == (
        "A council"
    )
    with pytest.raises(Invalid, match="licence"):
        load(file_of(feature(name="A")), licence=" ")


def test_a_map_of_the_same_name_is_replaced_and_drawn_anew():
    first = load(file_of(feature(name="A"))).layer
    assert [one.name for one in areas_of(first)] == ["A"]
    again = load(file_of(feature(name="B"), feature(name="C")), many="wards").layer
    assert (again.pk, again.slug, MapLayer.objects.count()) == (first.pk, "areas", 1)
    assert [one.name for one in areas_of(MapLayer.objects.get())] == ["B", "C"]
    assert [event.summary for event in Event.objects.order_by("pk")] == [
        "The command line loaded the map “Areas”: 1 area",
        "The command line replaced the map “Areas”: 2 wards",
    ]


def test_what_goes_out_comes_in_again():
    layer = load(file_of(feature(name="A", code="1"), feature(name="B", code="2"))).layer
    before = layer.outlines
    again = load(export_map(layer).encode(), name="Copy", credit="")
    assert again.layer.outlines == before and again.layer.source == "Office for Outlines"


def test_the_map_with_most_of_the_boroughs_is_taken():
    load(file_of(feature(name="A"), feature(name="B")), name="Few")
    load(file_of(feature(name="A"), feature(name="C"), feature(name="D")), name="Many")
    viewer = viewer_of(make_person(Role.ANALYST))
    assert map_for(viewer, {"A", "C", ""}).name == "Many"
    assert map_for(viewer, {"B"}).name == "Few"
    assert map_for(viewer, {"Z"}) is None and map_for(PUBLIC_VIEWER, {"A"}) is None


def test_only_those_who_keep_organisations_load_maps():
    with pytest.raises(NotAllowed):
        load_map(
            by=make_person(Role.CONTRIBUTOR), name="A", source="S", licence="L",
            outlines={"features": []},
        )  # fmt: skip


def test_the_shipped_boroughs_are_where_the_organisations_say():
    loaded = load_map_file(
        REAL / "london_boroughs.geojson", by=None, name="London", credit="ONS", licence="OGL v3"
    )
    assert len(loaded.areas) == 33
    assert {"Brent", "Ealing", "Kensington and Chelsea", "Westminster"} <= set(loaded.areas)
