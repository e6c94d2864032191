"""Readings out: by place as whoever asks may see them, by strata only what may be told."""

import pytest

from spreadwell.domain.people.roles import Role
from tests.factories import make_innovation, make_measure, make_organisation, make_site
from tests.strata import fifths, plant_strata

pytestmark = [pytest.mark.django_db, pytest.mark.store]


@pytest.fixture
def measure():
    return make_measure(slug="at_target")


def test_readings_come_as_columns_by_place_period_and_page(measure, program):
    first, second = make_organisation(code="XP-A"), make_organisation(code="XP-B")
    for place in (first, second):
        plant_strata(measure, place, fifths(0.5, 0.5, 0.5, 0.5, 0.5, months=4))
    analyst = program()
    found = analyst.get("/readings", measure="at_target", site="XP-B", first="2025-02").json()
    assert found["columns"]["period"] == ["2025-02", "2025-03", "2025-04"]
    assert set(found["columns"]["site"]) == {"XP-B"}
    assert found["columns"]["numerator"] == [1000.0] * 3
    assert (found["total"], found["pages"]) == (3, 1)
    part = analyst.get("/readings", measure="at_target", size=5, page=2).json()
    assert len(part["columns"]["period"]) == 3
    assert (part["total"], part["page"], part["pages"]) == (8, 2, 2)


def test_a_site_sees_its_own_and_open_data_alone(measure, program):
    site = make_site()
    for place in (site.organisation, make_organisation()):
        plant_strata(measure, place, fifths(0.5, 0.5, 0.5, 0.5, 0.5, months=2))
    found = program(Role.SITE_LEAD, site=site).get("/readings", measure="at_target").json()
    assert set(found["columns"]["site"]) == {site.organisation.code}


def test_strata_are_told_rounded_and_small_ones_kept_back(measure, program):
    cells = fifths(0.51, 0.6, 0.6, 0.6, 0.7, months=6) | {"1": [(3, 400)] + [(204, 400)] * 5}
    plant_strata(measure, make_organisation(), cells)
    found = program().get("/readings", measure="at_target", stratifier="imd_quintile").json()
    columns = found["columns"]
    assert found["rules"] == "nhs-hes-2018"
    assert columns["suppressed"][:5].count(True) == 2
    assert columns["numerator"][0] is None
    assert columns["denominator"][0] is None
    assert columns["numerator"][5] == 205
    assert set(columns["site"]) == {""}


def test_strata_are_not_told_for_single_places(measure, program):
    place = make_organisation(code="XP-A")
    plant_strata(measure, place, fifths(0.5, 0.6, 0.6, 0.6, 0.7))
    answer = program().get("/readings", measure="at_target", stratifier="imd_quintile", site="XP-A")
    assert answer.status_code == 422
    assert "not told for single places" in answer.json()["error"]


def test_strata_by_network(measure, program):
    innovation = make_innovation()
    site = make_site(innovation)
    plant_strata(measure, site.organisation, fifths(0.3, 0.5, 0.5, 0.5, 0.8, people=600))
    plant_strata(measure, make_organisation(), fifths(0.5, 0.5, 0.5, 0.5, 0.5, people=600))
    query = {"measure": "at_target", "stratifier": "imd_quintile"}
    found = program().get("/readings", network=innovation.network.slug, **query).json()
    assert found["columns"]["numerator"][0] == 180
    assert program().get("/readings", network="none", **query).status_code == 404


@pytest.mark.parametrize(
    ("query", "status", "said"),
    [
        ({"measure": "no_such"}, 404, "no such thing here"),
        ({}, 422, "What was asked is not right"),
        ({"measure": "at_target", "first": "soon"}, 422, "What was asked is not right"),
        ({"measure": "at_target", "page": 0}, 422, "What was asked is not right"),
        ({"measure": "at_target", "stratifier": "sex"}, 422, "told apart by nothing"),
    ],
)
def test_a_wrong_question_is_answered_with_a_sentence(measure, program, query, status, said):
    answer = program().get("/readings", **query)
    assert answer.status_code == status
    assert said in answer.json()["error"]


def test_measures_and_organisations_are_found_by_words(measure, program):
    make_measure(slug="other", name="Something else")
    make_organisation(code="XP-A", name="Alder PCN")
    analyst = program()
    [found] = analyst.get("/measures", words="something").json()["measures"]
    assert found["measure"] == "other"
    whole = analyst.get("/measures/at_target").json()
    assert (whole["cadence"], whole["stratifiers"]) == ("month", [])
    [place] = analyst.get("/organisations", words="alder", kind="pcn").json()["organisations"]
    assert (place["code"], place["kind"]) == ("XP-A", "pcn")


def test_who_is_late_can_be_asked(program):
    site = make_site()
    measure = make_measure(slug="late")
    site.version.innovation.measures.create(measure=measure)
    found = program().get("/completeness", measure="late").json()
    [standing] = found["standings"]
    assert (standing["site"], standing["state"]) == (site.organisation.code, "late")
