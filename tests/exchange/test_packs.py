"""Packs: out of one store and into an empty one; damaged and foreign files refused in words."""

import io
import json
import zipfile
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spreadwell.domain.audit.models import Event
from spreadwell.domain.foundation.refusals import Invalid, NotAllowed
from spreadwell.domain.innovations.actions import ComponentGiven, release_version
from spreadwell.domain.innovations.models import Innovation
from spreadwell.domain.learning.actions import add_lesson
from spreadwell.domain.learning.models import Lesson, Pack
from spreadwell.domain.people.roles import Role
from spreadwell.domain.sites.conditions import Given, rate_round, share_conditions
from spreadwell.domain.sites.costs import tell_cost
from spreadwell.exchange.pack_file import PackInnovation, PackProblem, fingerprint, read_pack
from spreadwell.exchange.packs import (
    diagrams_of,
    load_pack,
    make_pack,
    pack_bytes,
    preview_pack,
)
from tests.factories import make_innovation, make_mission, make_person, make_site

HOSTILE = '<script>alert("1")</script> & =1+1'


@pytest.fixture
def packed(administrator):
    """A pack of an innovation with everything a pack tells, and its bytes."""
    innovation = make_innovation(name=HOSTILE, sentence="It helps.", origin="invented")
    version = release_version(
        by=administrator, innovation=innovation, tidier={"why": "Calls help"},
        what_changed="Evening calls",
        components=[ComponentGiven("Call", "core", "Ring"), ComponentGiven("Hour", "adaptable")],
        logic_model={"inputs": ["A nurse"]}, driver_diagram="Fewer falls\n  Calls",
    )  # fmt: skip
    site = make_site(innovation, name=HOSTILE)
    member = make_person(Role.SITE_MEMBER, site=site)
    given = {"by": member, "site": site}
    rate_round(moment="start", ratings=[Given("Culture", 2, "A quote")], **given)
    share_conditions(**given)
    rate_round(moment="mid", ratings=[Given("Planning", 1, "Not shared")], **given)
    add_lesson(by=administrator, innovation=innovation, text="Ring late", about="worked",
               site=site, on=date(2025, 1, 1))  # fmt: skip
    return make_pack(by=administrator, version=version)


def again(data: bytes, change) -> bytes:
    """Write a zip anew after changing its files."""
    with zipfile.ZipFile(io.BytesIO(data)) as bundle:
        files = {name: bundle.read(name) for name in bundle.namelist()}
    change(files)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as bundle:
        for name, content in files.items():
            bundle.writestr(name, content)
    return out.getvalue()


def resum(files: dict[str, bytes]) -> None:
    """Make the checksums true again, as somebody with bad intent would."""
    lines = [f"{fingerprint(c)}  {n}\n" for n, c in files.items() if n != "checksums.txt"]
    files["checksums.txt"] = "".join(lines).encode()


@pytest.mark.django_db
@pytest.mark.store
def test_a_pack_holds_what_another_site_needs_and_nothing_private(packed):
    pack, data = packed
    content = read_pack(data)
    assert [c.condition for c in content.conditions] == ["Culture"]
    assert [(c.name, c.kind) for c in content.components] == [
        ("Call", "core"),
        ("Hour", "adaptable"),
    ]
    assert content.innovation.origin == "invented"
    with zipfile.ZipFile(io.BytesIO(data)) as bundle:
        names = set(bundle.namelist())
        picture = bundle.read("pictures/spread-ladder.svg").decode()
        assert "INVENTED" in bundle.read("README.txt").decode()
    assert names == {"pack.json", "README.txt", "checksums.txt", "pictures/spread-ladder.svg"}
    assert "<script" not in picture and "Invented example data" in picture
    assert pack.sha256 == fingerprint(again_json(data))


def again_json(data: bytes) -> bytes:
    """Return pack.json as it was written."""
    with zipfile.ZipFile(io.BytesIO(data)) as bundle:
        return bundle.read("pack.json")


@pytest.mark.django_db
@pytest.mark.store
def test_the_same_pack_is_the_same_bytes(packed):
    pack, data = packed
    assert pack_bytes(Pack.objects.get(pk=pack.pk)) == data


@pytest.mark.django_db
@pytest.mark.store
def test_a_pack_loads_into_another_store_whole(packed, administrator):
    _, data = packed
    Pack.objects.all().delete()
    mission = make_mission()
    preview = preview_pack(by=administrator, data=data, mission=mission)
    assert "the innovation" in preview.adds[0] and not preview.here_already
    before = Innovation.objects.count()
    loaded = load_pack(by=administrator, data=data, mission=mission)
    assert Innovation.objects.count() == before + 1
    assert (loaded.name, loaded.stage, loaded.origin) == (HOSTILE, "preparing", "invented")
    version = loaded.versions.get()
    assert version.tidier == {"why": "Calls help"}
    assert version.logic_model["inputs"] == ["A nurse"]
    assert version.driver_diagram.split() == ["Fewer", "falls", "Calls"]
    assert set(version.components.values_list("name", flat=True)) == {"Call", "Hour"}
    assert "Ring late" in loaded.lessons.get().text
    assert version.packs.get().loaded
    # What was loaded can be handed on, with the same content.
    assert read_pack(pack_bytes(version.packs.get())) == read_pack(data)
    with pytest.raises(Invalid, match="here already"):
        load_pack(by=administrator, data=data, mission=mission)


@pytest.mark.django_db
@pytest.mark.store
def test_a_load_that_fails_at_its_end_leaves_nothing(packed, administrator, monkeypatch):
    _, data = packed
    Pack.objects.all().delete()
    mission = make_mission()
    counts = Innovation.objects.count(), Event.objects.count(), Lesson.objects.count()

    def fails(**given):
        raise RuntimeError("the power went")

    monkeypatch.setattr("spreadwell.exchange.packs.keep_pack", fails)
    with pytest.raises(RuntimeError):
        load_pack(by=administrator, data=data, mission=mission)
    assert (Innovation.objects.count(), Event.objects.count(), Lesson.objects.count()) == counts


@pytest.mark.django_db
@pytest.mark.store
@pytest.mark.parametrize("role", [Role.BOARD_MEMBER, Role.CONTRIBUTOR, None])
def test_who_may_not_load_is_told_so(packed, role):
    with pytest.raises(NotAllowed):
        preview_pack(by=make_person(role), data=packed[1], mission=make_mission())


def change_json(**fields):
    """Return a change of pack.json whose checksums are true again."""

    def change(files):
        told = json.loads(files["pack.json"]) | fields
        files["pack.json"] = json.dumps(told).encode()
        resum(files)

    return change


def drop(name):
    """Return a change that leaves a file out."""
    return lambda files: files.pop(name)


def spoil(files):
    """Change a lesson without making the checksums true again."""
    files["pack.json"] = files["pack.json"].replace(b"Ring late", b"Ring soon")


@pytest.mark.django_db
@pytest.mark.store
@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (spoil, "not as it was packed"),
        (drop("README.txt"), "README.txt is missing"),
        (drop("pack.json"), "holds no pack.json"),
        (drop("checksums.txt"), "holds no pack.json"),
        (lambda files: files.update({"../../x": b"1"}), "not as it was packed"),
        (change_json(format="other"), "another program"),
        (change_json(format_version=2), "format 2"),
        (change_json(surprise=1), "damaged at “surprise”"),
        (change_json(lessons=[{"text": "x", "about": "gossip", "learnt_on": "2025-01-01"}]),
         "lessons, 0, about"),
        (change_json(made_on="yesterday"), "made_on"),
    ],
)  # fmt: skip
def test_damaged_and_foreign_packs_are_refused_in_one_sentence(packed, change, sentence):
    with pytest.raises(PackProblem, match=sentence):
        read_pack(again(packed[1], change))


@pytest.mark.django_db
@pytest.mark.store
def test_a_pack_cut_short_anywhere_is_refused(packed):
    data = packed[1]
    for end in range(0, len(data) - 1, max(len(data) // 60, 1)):
        with pytest.raises(PackProblem):
            read_pack(data[:end])


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reader(data):
    with pytest.raises(PackProblem):
        read_pack(data)


def test_a_zip_that_unpacks_to_far_more_is_refused_unread():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bundle:
        bundle.writestr("pack.json", b"0" * (41 * 2**20))
    with pytest.raises(PackProblem, match="more than a pack"):
        read_pack(out.getvalue())


@pytest.mark.django_db
@pytest.mark.store
def test_a_pack_tells_what_it_cost_once_two_sites_have_told(administrator):
    innovation = make_innovation(sentence="It helps.")
    version = innovation.versions.get(number=1)
    for told in range(2):
        site = make_site(innovation)
        hours = None if told else Decimal(777)  # told by one site alone, so it never travels
        tell_cost(by=administrator, site=site, quarter="FY2025-Q1", cost=Decimal(10), hours=hours)
        _, data = make_pack(by=administrator, version=version)
        costs = read_pack(data).costs
        # One site's own number does not travel.
        assert bool(costs) == bool(told)
    assert costs == ["So far £20 without staff at 2 of 2 sites, told for 1 quarter."]


def test_a_diagram_that_cannot_be_read_is_refused_in_words():
    told = {
        "name": "Calls", "sentence": "It helps.", "version": 1, "tidier": {},
        "origin": "recorded", "logic_model": "Weather\n  Sunny",
    }  # fmt: skip
    with pytest.raises(Invalid, match=r"The logic model in the pack: .*Weather"):
        diagrams_of(PackInnovation.model_validate(told))
