"""A decision beside what runs: the limit, stops that go to a gate, forecasts and frozen inputs."""

import pytest

from spreadwell.domain.foundation.refusals import Invalid, NotNow
from spreadwell.domain.models import Forecast, Gate, Score
from spreadwell.domain.outcomes.forecasts import held_against, scored
from spreadwell.domain.outcomes.settling import settle_shortlist
from spreadwell.domain.people.viewer import viewer_of
from spreadwell.domain.priorities.actions import declare_interest, open_shortlist
from spreadwell.domain.priorities.cards import write_card
from spreadwell.domain.priorities.costing import Cost, set_budget, tell_cost
from spreadwell.domain.priorities.deciding import name_body
from spreadwell.domain.priorities.evidence import fingerprint
from spreadwell.domain.priorities.expecting import Expectation, expect
from spreadwell.domain.priorities.rounds import close_scoring, score_again
from tests.factories import make_innovation, make_mission, make_opportunity
from tests.panels import score_all, seat

pytestmark = [pytest.mark.django_db, pytest.mark.store]


@pytest.fixture
def beside(administrator):
    """A shortlist of one new idea beside one that runs, in a mission with a limit of one."""
    mission = make_mission(live_limit=1)
    new = make_opportunity(mission, state="proposed", title="New")
    runs = make_opportunity(mission, state="taken_up", title="Runs")
    make_innovation(mission=mission, opportunity=runs, stage="testing")
    shortlist = open_shortlist(
        by=administrator, mission=mission, title="Spring", opportunities=[new, runs], places=1
    )
    scorer = seat(shortlist, administrator)
    for entry in shortlist.entries.all():
        score_all(scorer, entry, 4)
    return shortlist


def ready(shortlist, by):
    """Close the round; return both entries and what a decision is given."""
    new, runs = shortlist.entries.order_by("opportunity__title")
    expect(by=by, entry=new, expectation=Expectation(low=1, middle=2, high=4, reach=900))
    close_scoring(by=by, shortlist=shortlist)
    body = name_body(by=by, shortlist=shortlist, name="Board")
    return new, runs, {"by": by, "shortlist": shortlist, "body": body, "reasons": "Need"}


def test_more_than_the_limit_owes_a_sentence(administrator, beside):
    new, runs, given = ready(beside, administrator)
    choices = {new.pk: "in", runs.pk: "goes_on"}
    with pytest.raises(Invalid, match="1 are live, 1 would start and 0 would stop: that is 2"):
        settle_shortlist(**given, choices=choices)
    settle_shortlist(**given, choices=choices, above="Winter comes.")
    seen = beside.decision.evidence
    assert (seen["live_before"], seen["live_limit"]) == (1, 1)
    assert seen["above_the_limit_because"] == "Winter comes."


def test_a_stop_has_its_own_evidence_and_goes_to_a_gate(administrator, beside):
    new, runs, given = ready(beside, administrator)
    with pytest.raises(Invalid, match="goes on or stop"):
        settle_shortlist(**given, choices={new.pk: "in", runs.pk: "in"})
    choices = {new.pk: "in", runs.pk: "stop"}
    with pytest.raises(Invalid, match="what shows that “Runs” should stop"):
        settle_shortlist(**given, choices=choices)
    assert not Gate.objects.exists()
    settle_shortlist(**given, choices=choices, stop_why={runs.pk: "Nobody uses it."})
    gate = Gate.objects.get()
    assert gate.innovation.opportunity == runs.opportunity
    assert gate.recommendation == "Stop, with its learning. Nobody uses it."
    seen = next(o for o in beside.decision.evidence["opportunities"] if o["runs_today"])
    assert seen["stop_because"] == "Nobody uses it."
    assert seen["known_today"]["stage"] == gate.innovation.get_stage_display()
    assert gate.innovation.stage == "testing"


def test_what_is_chosen_leaves_a_forecast_and_freezes_every_input(administrator, beside):
    new, runs, given = ready(beside, administrator)
    settle_shortlist(
        **given, choices={new.pk: "in", runs.pk: "stop"}, stop_why={runs.pk: "Nobody uses it."}
    )
    forecast = Forecast.objects.get()
    assert (forecast.low, forecast.likely, forecast.high, forecast.reach) == (1, 2, 4, 900)
    assert forecast.scores["need"] == 4
    assert beside.decision.evidence["inputs_sha256"] == fingerprint(beside)
    scorer = beside.scorers.get()
    new.refresh_from_db()
    by = {"by": administrator}
    for refused in (
        lambda: score_all(scorer, new, 3),
        lambda: score_again(**by, shortlist=beside),
        lambda: expect(**by, entry=new, expectation=Expectation(low=1, middle=2, high=3)),
        lambda: tell_cost(**by, entry=new, cost=Cost()),
        lambda: set_budget(**by, shortlist=beside, money=1),
        lambda: write_card(**by, entry=new, plain="Other."),
        lambda: declare_interest(**by, scorer=scorer, interest="I", interest_in=[new]),
    ):
        with pytest.raises(NotNow):
            refused()
    assert Score.objects.count() == 16
    held = held_against(viewer_of(administrator))
    assert [one.outcome for one in held] == [None]
    assert scored([]) == []


def test_costs_are_ranges_that_rise(administrator, beside):
    entry = beside.entries.first()
    with pytest.raises(Invalid, match="low, the likely and the high money"):
        tell_cost(by=administrator, entry=entry, cost=Cost(money=5))
    with pytest.raises(Invalid, match="staff time must rise"):
        tell_cost(by=administrator, entry=entry, cost=Cost(staff_low=3, staff=2, staff_high=4))
    with pytest.raises(Invalid, match="outside what is possible"):
        tell_cost(by=administrator, entry=entry, cost=Cost(fifth_low=1, fifth=2, fifth_high=101))
    with pytest.raises(Invalid, match="a number of 100"):
        set_budget(by=administrator, shortlist=beside, equity_floor=101)
    made = tell_cost(by=administrator, entry=entry, cost=Cost(money_low=1, money=2, money_high=3))
    assert (made.money, made.staff) == (2, None)
