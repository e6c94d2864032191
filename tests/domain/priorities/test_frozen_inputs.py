"""What a decision rested on gives the same portfolio again; what talk and equity would change."""

import numpy as np
import pytest

from spreadwell.domain.models import Decision, Shortlist
from spreadwell.domain.priorities.costing import Cost, set_budget, tell_cost
from spreadwell.domain.priorities.deciding import decide_shortlist, name_body
from spreadwell.domain.priorities.evidence import Chosen, fingerprint
from spreadwell.domain.priorities.frozen import work_out_again
from spreadwell.domain.priorities.meeting import Dials, in_force, lay_out
from spreadwell.domain.priorities.robust import deprived_sentence, robust, worth_talking
from spreadwell.domain.priorities.rounds import close_scoring
from spreadwell.domain.priorities.weighing import pairs_of, weigh
from tests.panels import make_shortlist, score_all, seat

pytestmark = [pytest.mark.django_db, pytest.mark.store]


@pytest.fixture
def closed(administrator):
    """Five opportunities, three scorers in two groups, weights by pairs, costs, limits."""
    shortlist = make_shortlist(administrator, 5)
    given = [[4, 5, 3, 2, None], [3, 5, 4, 2, 4], [5, 4, 2, 3, 1]]
    for at, (group, scores) in enumerate(zip(["Patients", "Staff", "Staff"], given, strict=True)):
        scorer = seat(shortlist, administrator, group)
        for entry, value in zip(shortlist.entries.all(), scores, strict=True):
            score_all(scorer, entry, value)
        pairs = {(one.pk, two.pk): 1.0 for one, two in pairs_of(shortlist)}
        pairs[next(iter(pairs))] = (2.0, 4.0, 4.0)[at]
        weigh(by=scorer.person, scorer=scorer, times=pairs)
    for at, entry in enumerate(shortlist.entries.all()[:4]):
        money = [100_000 * (at + 1) * x for x in (1, 2, 3)]
        cost = Cost(*money, 3.3, 4.1, 6.7, 10.0 * at, 10.0 * at + 5, 10.0 * at + 9)
        tell_cost(by=administrator, entry=entry, cost=cost)
    set_budget(by=administrator, shortlist=shortlist, money=900_000, staff=9.5, equity_floor=12)
    close_scoring(by=administrator, shortlist=shortlist)
    return shortlist


def decided(shortlist: Shortlist, by) -> Decision:
    decide_shortlist(
        by=by,
        shortlist=shortlist,
        body=name_body(by=by, shortlist=shortlist, name="Board"),
        chosen=Chosen({e.pk: "not_this_round" for e in shortlist.entries.all()}, live=0),
        reasons="R",
    )
    return Decision.objects.get()


def test_frozen_inputs_give_the_same_portfolio_to_the_digit(administrator, closed):
    before = lay_out([closed])
    decision = decided(closed, administrator)
    again = work_out_again(decision.evidence)
    assert again.same
    assert again.now["proposed"] and len(again.now["of_100"]) == 5
    assert isinstance(again.now["value"], float)
    inputs = decision.evidence["inputs"]
    assert np.array_equal(np.array(inputs["means"]), before.mean)
    assert np.array_equal(np.array(inputs["standard_errors"]), before.se)
    assert inputs["dials"]["money"] == 900_000 and inputs["dials"]["equity_floor"] == 12
    # The scores themselves give the same means, and their fingerprint is the one that was frozen.
    fresh = Shortlist.objects.get(pk=closed.pk)
    assert np.array_equal(lay_out([fresh]).mean, np.array(inputs["means"]))
    assert fingerprint(fresh) == decision.evidence["inputs_sha256"]
    changed = inputs | {"dials": inputs["dials"] | {"money": 200_000}}
    assert not work_out_again(decision.evidence | {"inputs": changed}).same
    assert work_out_again({}) is None


def test_nobodys_scores_stand_in_what_is_frozen(administrator, closed):
    evidence = decided(closed, administrator).evidence
    told = str(evidence)
    for scorer in closed.scorers.all():
        assert str(scorer.person) not in told
    assert set(evidence["inputs"]) == {
        "opportunities", "missions", "criteria", "means", "standard_errors", "takes", "dials",
        "seed", "draws",
    }  # fmt: skip


def test_the_weights_in_force_are_the_panels_to_half_a_point(closed):
    table = lay_out([closed])
    dials = in_force(table)
    assert sum(dials.weights.values()) == pytest.approx(100, abs=2)
    assert all((2 * one) == round(2 * one) for one in dials.weights.values())
    first, second = list(dials.weights.values())[:2]
    assert first > 2 * second
    assert (dials.places, dials.money, dials.staff, dials.equity_floor) == (2, 900_000, 9.5, 12)


def test_talk_is_worth_it_only_where_it_could_change_the_choice(administrator, closed):
    table = lay_out([closed])
    found = worth_talking(table, in_force(table))
    assert [one.points for one in found] == sorted((one.points for one in found), reverse=True)
    assert all(one.points >= 0.1 for one in found) and found
    # With room for everything no score matters, however far scorers lie apart.
    assert worth_talking(table, Dials()) == []


def test_who_comes_first_is_said_and_blank_where_nobody_knows(administrator, closed):
    table = lay_out([closed])
    said = deprived_sentence(table, Dials(places=2))
    assert said.startswith("Reaching the most deprived fifth first brings in “Idea 0")
    assert "points of benefit go there, not" in said
    everything = deprived_sentence(table, Dials())
    assert (
        everything == "Reaching the most deprived fifth first changes nothing: the same are chosen."
    )
    bare = make_shortlist(administrator)
    score_all(seat(bare, administrator), bare.entries.first(), 4)
    close_scoring(by=administrator, shortlist=bare)
    assert deprived_sentence(lay_out([bare]), Dials()) == ""


def test_portfolios_that_could_be_best_hold_the_best_of_each_weighting(closed):
    table = lay_out([closed])
    found = robust(table, Dials(places=2))
    assert found.complete
    assert {*found.always, *found.sometimes, *found.never} == set(range(5))
    for column in range(len(table.criteria)):
        best = tuple(sorted(np.argsort(-table.mean[:, column], kind="stable")[:2].tolist()))
        worth = table.mean[list(best), column].sum()
        assert any(table.mean[list(one), column].sum() >= worth - 1e-9 for one in found.portfolios)
    assert robust(table, Dials(places=1, equity_floor=99)).portfolios == ((),)
