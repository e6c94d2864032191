"""How an innovation is meant to work: an outline, tied to measures, kept when it changes."""

import pytest

from spreadwell.domain.audit.queries import history_of
from spreadwell.domain.foundation.refusals import Invalid, NotAllowed, NotNow
from spreadwell.domain.innovations.actions import ComponentGiven, release_version
from spreadwell.domain.innovations.comparing import Kind, compare
from spreadwell.domain.innovations.diagram_actions import draw_diagram
from spreadwell.domain.innovations.diagrams import (
    Which,
    branches_of,
    standing_nowhere,
    text_of,
    where_it_stands,
)
from spreadwell.domain.models import InnovationMeasure, InnovationVersion
from spreadwell.domain.people.roles import Role
from tests.factories import make_innovation, make_measure, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.store]
DRIVERS = "Aim\n  Driver [measure: People rung]\n    Lower driver\n      Idea\n"
MODEL = "Inputs\n  Two nurses\n    on Tuesdays\nOutcomes:\n- At target [measure: rung]\n"


@pytest.fixture
def version():
    """The first version of an innovation with one measure."""
    one = make_innovation()
    measure = make_measure(slug="rung", name="People rung")
    InnovationMeasure.objects.create(innovation=one, measure=measure)
    return one.versions.select_related("innovation").get()


@pytest.fixture
def lead(version):
    """The lead of its mission."""
    return make_person(Role.MISSION_LEAD, mission=version.innovation.mission)


def test_what_is_written_is_drawn_and_read_back_with_its_measures(version, lead):
    draw_diagram(by=lead, version=version, which=Which.DRIVERS, text=DRIVERS)
    model = "Inputs\n  Two nurses\n    on Tuesdays\nOutcomes:\n  - At target [measure: rung]\n"
    draw_diagram(by=lead, version=version, which=Which.LOGIC_MODEL, text=model)
    version = InnovationVersion.objects.get(pk=version.pk)
    assert text_of(version, Which.DRIVERS) == DRIVERS
    assert text_of(version, Which.LOGIC_MODEL) == (
        "Inputs\n  Two nurses\n    on Tuesdays\nActivities\nOutputs\n"
        "Outcomes\n  At target [measure: rung]\nImpact\n"
    )


@pytest.mark.parametrize(
    ("which", "text", "says"),
    [
        (Which.LOGIC_MODEL, MODEL, "Line 5 is “At target”, not a stage"),
        (Which.LOGIC_MODEL, "Inputs\n  a\n\nInput", "Line 4 names the stage inputs a second time"),
        (Which.DRIVERS, "Aim\n   a\n  b", "Line 3 is indented by 2 spaces"),
        (Which.DRIVERS, "Aim\n  a\nSecond\n  b", "Line 3 is a second aim. Indent it beneath “Aim”"),
        (Which.DRIVERS, "A\n b\n  c\n   d\n\n    e", "Line 6 lies deeper than a change idea"),
        (Which.DRIVERS, "Aim\n  a [measure: Peple rung]",
         "Line 2 names “Peple rung”, which is no measure here. Did you mean “People rung”?"),
        (Which.DRIVERS, "Aim\n  [measure: rung]", "Line 2 has a measure but no words"),
    ],
)  # fmt: skip
def test_what_cannot_be_drawn_is_named_by_its_line(version, lead, which, text, says):
    with pytest.raises(Invalid, match=says.replace("?", r"\?")) as refused:
        draw_diagram(by=lead, version=version, which=which, text=text)
    assert refused.value.field == "text"
    version.refresh_from_db()
    assert not version.driver_diagram and not version.logic_model


def test_a_change_keeps_what_stood_before_in_the_history(version, lead):
    draw_diagram(by=lead, version=version, which=Which.DRIVERS, text="Aim\n  First")
    draw_diagram(by=lead, version=version, which=Which.DRIVERS, text="Aim\n  Second")
    latest, first = history_of(version.innovation)
    assert latest.detail["before"] == "Aim\n  First\n" and first.detail["before"] == ""
    assert "changed the driver diagram of version 1" in latest.summary
    with pytest.raises(NotNow, match="Nothing has changed"):
        draw_diagram(by=lead, version=version, which=Which.DRIVERS, text="Aim\n\n  - Second\n")
    draw_diagram(by=lead, version=version, which=Which.DRIVERS, text=" \n")
    assert branches_of(version, Which.DRIVERS) == ()


def test_a_stopped_innovation_and_other_people_draw_nothing(version, lead):
    with pytest.raises(NotAllowed):
        draw_diagram(by=make_person(Role.ANALYST), version=version, which=Which.DRIVERS, text="Aim")
    version.innovation.stage = "stopped"
    with pytest.raises(NotNow, match="stays as it is"):
        draw_diagram(by=lead, version=version, which=Which.DRIVERS, text="Aim")


def test_a_measure_knows_where_it_stands_and_what_stands_nowhere_is_said(version, lead):
    measure = version.innovation.measures.get().measure
    other = make_measure(name="Appointments lost")
    InnovationMeasure.objects.create(innovation=version.innovation, measure=other)
    assert standing_nowhere(version.innovation, version) == [other, measure]
    draw_diagram(by=lead, version=version, which=Which.DRIVERS, text=DRIVERS)
    draw_diagram(
        by=lead, version=version, which=Which.LOGIC_MODEL, text="Outputs\n  Calls [measure: RUNG]"
    )
    found = [(one.which, one.path) for one in where_it_stands(measure, [version])]
    assert found == [
        (Which.LOGIC_MODEL, ("Outputs", "Calls")), (Which.DRIVERS, ("Aim", "Driver")),
    ]  # fmt: skip
    assert standing_nowhere(version.innovation, version) == [other]


def test_a_diagram_stored_in_another_way_never_breaks_a_page(version):
    for record in ({"costs": "a"}, {"inputs": 3}, [1], "x"):
        version.logic_model = record
        assert branches_of(version, Which.LOGIC_MODEL) == ()
    version.driver_diagram = "a\n   b\n  c"
    assert branches_of(version, Which.DRIVERS) == ()
    assert branches_of(version, Which.LOGIC_MODEL) == ()


def test_the_next_version_starts_with_the_diagrams_of_the_one_before(version, lead):
    draw_diagram(by=lead, version=version, which=Which.DRIVERS, text=DRIVERS)
    after = release_version(
        by=lead, innovation=version.innovation, tidier={}, what_changed="Evening calls"
    )
    assert after.driver_diagram == DRIVERS
    bare = release_version(
        by=lead, innovation=version.innovation, tidier={}, what_changed="x", driver_diagram=""
    )
    assert bare.driver_diagram == ""


def test_two_versions_are_compared_in_items_parts_and_diagrams(lead, version):
    one = version.innovation
    before = release_version(
        by=lead, innovation=one, what_changed="Told in full",
        tidier={"who": "A nurse rings in the day", "why": "People wait"},
        components=[ComponentGiven("Call", "core", "In a week"), ComponentGiven("Text", "core"),
                    ComponentGiven("Search", "core")],
        driver_diagram="Aim\n  Old\n",
    )  # fmt: skip
    after = release_version(
        by=lead, innovation=one, what_changed="Evenings",
        tidier={"who": "A nurse rings in the evening", "why": "People  wait", "where": "At home"},
        components=[ComponentGiven("Call", "adaptable", "In a week"),
                    ComponentGiven("Interpreter", "adaptable"), ComponentGiven("Search", "core")],
        driver_diagram="Aim\n  New\n",
    )  # fmt: skip
    found = compare(before, after)
    assert [changed.item for changed in found.items] == ["who", "where"]
    assert [(piece.kind, piece.text) for piece in found.items[0].pieces] == [
        (Kind.SAME, "A nurse rings in the"), (Kind.TAKEN, "day"), (Kind.ADDED, "evening"),
    ]  # fmt: skip
    assert found.same_items == 1
    assert [str(part) for part in found.parts_added] == ["Interpreter"]
    assert [str(part) for part in found.parts_removed] == ["Text"]
    assert [(was.kind, now.kind) for was, now in found.parts_changed] == [("core", "adaptable")]
    assert [which for which, _ in found.diagrams] == [Which.DRIVERS]
    assert [(p.kind, p.text) for p in found.diagrams[0][1]] == [
        (Kind.SAME, "Aim"), (Kind.TAKEN, "  Old"), (Kind.ADDED, "  New"),
    ]  # fmt: skip
    assert not found.nothing and compare(after, after).nothing
