"""A round from opening to decision."""

import json

import pytest

from spreadwell.domain.discovery.opportunities import raise_again
from spreadwell.domain.foundation.refusals import Invalid, NotAllowed, NotNow
from spreadwell.domain.models import Criterion, DecidingBody, Score, Shortlist
from spreadwell.domain.people.roles import Role
from spreadwell.domain.people.viewer import viewer_of
from spreadwell.domain.priorities.actions import add_scorer, declare_interest, open_shortlist
from spreadwell.domain.priorities.criteria import load_criteria
from spreadwell.domain.priorities.deciding import decide_shortlist, name_body
from spreadwell.domain.priorities.evidence import Chosen
from spreadwell.domain.priorities.expecting import Expectation, expect
from spreadwell.domain.priorities.queries import panel_view, to_score
from spreadwell.domain.priorities.rounds import close_scoring, save_scores, score_again
from tests.factories import make_mission, make_opportunity, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.store]


@pytest.fixture
def shortlist(administrator):
    mission = make_mission()
    opportunities = [make_opportunity(mission, state="proposed") for _ in range(3)]
    return open_shortlist(
        by=administrator, mission=mission, title="Spring", opportunities=opportunities, places=1
    )


def seat(shortlist, by, group="Patients", **more):
    return add_scorer(by=by, shortlist=shortlist, person=make_person(), group=group, **more)


def score_all(scorer, entry, value):
    scorer.refresh_from_db()
    values = dict.fromkeys(scorer.shortlist.criteria.values_list("pk", flat=True), value)
    said = dict.fromkeys(values, "Because.")
    return save_scores(by=scorer.person, scorer=scorer, entry=entry, values=values, said=said)


def test_default_criteria_have_plain_anchors_and_load_again_without_doubling():
    first = load_criteria()
    load_criteria()
    assert Criterion.objects.count() == len(first) == 8
    assert {c.side for c in first} == {"powerful", "possible"}
    for criterion in first:
        assert sorted(criterion.anchors) == ["1", "2", "3", "4", "5"]
        assert criterion.question.endswith("?")


def test_only_what_is_before_the_panel_stands_on_a_shortlist(administrator, shortlist):
    mission = shortlist.mission
    assert shortlist.criteria.count() == 8
    given = {"by": administrator, "mission": mission, "title": "T"}
    for wrong, words in [
        ([make_opportunity(mission)], "not before the panel"),
        ([make_opportunity(state="proposed")], "another mission"),
        ([shortlist.entries.first().opportunity], "open shortlist"),
        ([], "at least one"),
    ]:
        with pytest.raises(Invalid, match=words):
            open_shortlist(**given, opportunities=wrong)
    one_side = Criterion.objects.filter(side="powerful")
    with pytest.raises(Invalid, match="Both"):
        open_shortlist(
            **given, opportunities=[make_opportunity(mission, state="proposed")], criteria=one_side
        )
    with pytest.raises(NotAllowed):
        open_shortlist(**given | {"by": make_person(Role.ANALYST)}, opportunities=[])


def test_nobody_scores_for_another_and_blank_means_dont_know(administrator, shortlist):
    scorer, entry = seat(shortlist, administrator), shortlist.entries.first()
    with pytest.raises(NotAllowed, match="somebody else"):
        save_scores(by=administrator, scorer=scorer, entry=entry, values={})
    keys = list(shortlist.criteria.values_list("pk", flat=True))
    saved = save_scores(
        by=scorer.person, scorer=scorer, entry=entry, values={keys[0]: 4, keys[1]: None}
    )
    assert (saved.given, saved.unknown) == (1, 1)
    assert [how for _, how in to_score(scorer)] == ["started", "open", "open"]
    score_all(scorer, entry, 5)
    assert Score.objects.filter(value=5).count() == 8
    assert to_score(scorer)[0][1] == "done"
    with pytest.raises(Invalid, match="1 to 5"):
        save_scores(by=scorer.person, scorer=scorer, entry=entry, values={keys[0]: 6})
    with pytest.raises(Invalid, match="criterion"):
        save_scores(by=scorer.person, scorer=scorer, entry=entry, values={10**6: 3})


def test_scores_of_an_interest_are_set_aside_and_said(administrator, shortlist):
    scorer, other = seat(shortlist, administrator), seat(shortlist, administrator, "Clinicians")
    entry = shortlist.entries.first()
    score_all(scorer, entry, 5)
    score_all(other, entry, 1)
    close_scoring(by=administrator, shortlist=shortlist)
    assert panel_view(shortlist).panel.mean[0, 0] == pytest.approx(3.0)
    with pytest.raises(Invalid, match="what the interest is"):
        declare_interest(by=scorer.person, scorer=scorer, interest="", interest_in=[entry])
    declare_interest(by=scorer.person, scorer=scorer, interest="Works for it.", interest_in=[entry])
    view = panel_view(shortlist)
    assert view.panel.mean[0, 0] == pytest.approx(1.0)
    assert view.aside.sum() == 1
    assert to_score(scorer)[0][1] == "aside"
    score_again(by=administrator, shortlist=shortlist)
    with pytest.raises(NotNow, match="set aside"):
        score_all(scorer, entry, 5)


def test_the_panel_decides_after_scoring_and_the_evidence_freezes(administrator, shortlist):
    scorer = seat(shortlist, administrator)
    entries = list(shortlist.entries.all())
    body = name_body(by=administrator, shortlist=shortlist, name="Board")
    assert name_body(by=administrator, shortlist=shortlist, name="board") == body
    assert DecidingBody.objects.count() == 1
    with pytest.raises(NotNow, match="given a score"):
        close_scoring(by=administrator, shortlist=shortlist)
    for entry, value in zip(entries, [5, 3, 1], strict=True):
        score_all(scorer, entry, value)
    expect(
        by=administrator,
        entry=entries[0],
        expectation=Expectation(low=1, middle=3, high=5, reach=900),
    )
    choices = {entries[0].pk: "in", entries[1].pk: "depends", entries[2].pk: "not_this_round"}
    chosen = Chosen(choices, live=0)
    given = {"by": administrator, "shortlist": shortlist, "body": body, "reasons": "Need"}
    with pytest.raises(NotNow, match="Close the scoring"):
        decide_shortlist(**given, chosen=chosen)
    close_scoring(by=administrator, shortlist=shortlist)
    with pytest.raises(NotNow, match="closed"):
        score_all(scorer, entries[0], 2)
    with pytest.raises(Invalid, match="Choose in"):
        decide_shortlist(**given, chosen=Chosen({entries[0].pk: "in"}, live=0))
    both = Chosen(choices | {entries[1].pk: "in"}, live=0)
    with pytest.raises(Invalid, match="what is expected of"):
        decide_shortlist(**given, chosen=both)
    expect(by=administrator, entry=entries[1], expectation=Expectation(low=0, middle=1, high=2))
    with pytest.raises(Invalid, match="2 are in, and there are 1"):
        decide_shortlist(**given, chosen=both)
    with pytest.raises(Invalid, match="reasons"):
        decide_shortlist(**given | {"reasons": " "}, chosen=chosen)
    decide_shortlist(**given, chosen=chosen, dissent="One would wait")
    states = [e.opportunity.state for e in shortlist.entries.all()]
    assert states == ["shortlisted", "proposed", "not_this_round"]
    seen = json.loads(json.dumps(shortlist.decision.evidence))["opportunities"][0]
    assert (seen["powerful"], seen["expected"]) == (5.0, [1, 3, 5])
    assert seen["in_top"] > 0.9
    with pytest.raises(NotNow):
        decide_shortlist(**given, chosen=chosen)
    raise_again(by=administrator, opportunity=shortlist.entries.last().opportunity)


def test_interests_stand_with_the_decision(administrator, shortlist):
    entry = shortlist.entries.first()
    scorer = seat(shortlist, administrator, interest="Works for it.", interest_in=[entry])
    for one in list(shortlist.entries.all())[1:]:
        score_all(scorer, one, 3)
    close_scoring(by=administrator, shortlist=shortlist)
    body = name_body(by=administrator, shortlist=shortlist, name="Board")
    decide_shortlist(
        by=administrator,
        shortlist=shortlist,
        body=body,
        chosen=Chosen({e.pk: "not_this_round" for e in shortlist.entries.all()}, live=0),
        reasons="R",
    )
    declared = shortlist.decision.interests.get()
    assert entry.opportunity.title in declared.what
    assert not declared.took_part


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"low": 1}, "low, the likely and the high"),
        ({"low": 3, "middle": 2, "high": 5}, "rise"),
    ],
)
def test_an_expectation_has_a_range_that_rises(administrator, shortlist, given, words):
    with pytest.raises(Invalid, match=words):
        expect(by=administrator, entry=shortlist.entries.first(), expectation=Expectation(**given))


def test_a_person_sits_once_and_a_panel_without_scores_is_told_apart(administrator, shortlist):
    scorer = seat(shortlist, administrator)
    with pytest.raises(Invalid, match="already"):
        add_scorer(by=administrator, shortlist=shortlist, person=scorer.person, group="Staff")
    assert not panel_view(shortlist).scored
    with pytest.raises(Invalid, match="which group"):
        seat(shortlist, administrator, group="")


def test_a_seat_lets_somebody_without_a_role_in_and_leaves_other_roles_alone(
    administrator, shortlist
):
    newcomer, analyst = make_person(), make_person(Role.ANALYST)
    for person in (newcomer, analyst):
        add_scorer(by=administrator, shortlist=shortlist, person=person, group="Patients")
    assert Shortlist.objects.visible_to(viewer_of(newcomer)).get() == shortlist
    assert [held.role for held in newcomer.roles.all()] == [Role.CONTRIBUTOR]
    assert [held.role for held in analyst.roles.all()] == [Role.ANALYST]
