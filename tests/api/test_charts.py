"""Charts by program are those of the command line."""

import pytest

from spreadwell.charts.chart_json import Chart
from spreadwell.domain.people.roles import Role
from tests.factories import make_measure, make_organisation, make_site
from tests.strata import plant_strata

pytestmark = [pytest.mark.django_db, pytest.mark.store]
SERIES = [(40 + (i * 7) % 9, 100) for i in range(20)] + [(70 + i % 3, 100) for i in range(8)]


@pytest.fixture
def room():
    measure = make_measure(slug="at_target", target=60)
    place = make_organisation(code="XP-A")
    plant_strata(measure, place, {"1": SERIES}, first="2023-01")
    return measure, place


def test_a_chart_says_what_the_command_line_says(room, program):
    [found] = program().get("/charts", measure="at_target").json()["charts"]
    chart = Chart.model_validate(found)
    assert (chart.measure, chart.site, chart.stratum) == ("at_target", "XP-A", None)
    assert chart.periods[0] == "2023-01"
    assert len(chart.values) == len(chart.signals) == len(chart.states) == len(SERIES)
    assert chart.variation == "improvement_high"
    assert chart.target[0] == 0.6
    assert chart.sentence.startswith("Measure")


def test_another_kind_can_be_asked_for(room, program):
    [found] = (
        program().get("/charts", measure="at_target", kind="run", site="XP-A").json()["charts"]
    )
    assert (found["kind"], found["why_this_kind"]) == ("run", "The kind of chart was asked for.")
    assert found["longest_run"] > found["longest_run_limit"]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"kind": "pie"}, 422),
        ({"site": "XP-X"}, 404),
        ({"site": "\x00"}, 404),
        ({"size": 101}, 422),
    ],
)
def test_what_cannot_be_charted_is_said(room, program, query, status):
    answer = program().get("/charts", measure="at_target", **query)
    assert answer.status_code == status
    assert answer.json()["error"]


def test_charts_of_others_are_not_there(room, program):
    found = program(Role.SITE_LEAD, site=make_site()).get("/charts", measure="at_target").json()
    assert (found["charts"], found["total"]) == ([], 0)
