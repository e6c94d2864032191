"""Two questions, two blind rounds, weights by pairs, criteria in versions."""

import pytest

from spreadwell.domain.foundation.refusals import Invalid, NotAllowed, NotNow
from spreadwell.domain.models import Event, Score, ScreenAnswer, SwingAnswer
from spreadwell.domain.people.roles import Role
from spreadwell.domain.people.viewer import viewer_of
from spreadwell.domain.priorities.actions import declare_interest
from spreadwell.domain.priorities.cards import card_of, write_card
from spreadwell.domain.priorities.criteria import (
    CriterionGiven,
    change_criteria,
    criteria_of,
    load_criteria,
)
from spreadwell.domain.priorities.pace import Left
from spreadwell.domain.priorities.queries import changes, left_for, panel_view
from spreadwell.domain.priorities.rounds import close_scoring, note_talk, save_scores, score_again
from spreadwell.domain.priorities.screening import (
    answer_screen,
    close_screen,
    cut_list,
    screened,
)
from spreadwell.domain.priorities.weighing import (
    implied,
    pairs_of,
    panel_weights,
    weigh,
    weights_of,
)
from tests.factories import make_person
from tests.panels import make_shortlist, score_all, seat

pytestmark = [pytest.mark.django_db, pytest.mark.store]


def test_a_long_list_needs_the_two_questions_and_they_leave_twelve(administrator):
    with pytest.raises(Invalid, match="13 are too many"):
        make_shortlist(administrator, 13)
    shortlist = make_shortlist(administrator, 15, screen=True)
    entries = list(shortlist.entries.all())
    scorer = seat(shortlist, administrator)
    assert left_for(scorer) == Left(15, 12 * 8, 7)
    with pytest.raises(NotNow, match="two questions come first"):
        score_all(scorer, entries[0], 3)
    with pytest.raises(Invalid, match="yes, no"):
        answer_screen(by=scorer.person, scorer=scorer, answers={entries[0].pk: ("yes", "maybe")})
    said = {one.pk: ("yes", "no" if at < 3 else "yes") for at, one in enumerate(entries)}
    answer_screen(by=scorer.person, scorer=scorer, answers=said)
    with pytest.raises(NotNow, match="Close the two questions"):
        cut_list(by=administrator, shortlist=shortlist, keep=[entries[0].pk])
    close_screen(by=administrator, shortlist=shortlist)
    assert [one.entry for one in screened(shortlist)][-3:] == entries[:3]
    every = [one.pk for one in entries]
    with pytest.raises(Invalid, match="at most 12"):
        cut_list(by=administrator, shortlist=shortlist, keep=every)
    with pytest.raises(Invalid, match="Say why you keep others"):
        cut_list(by=administrator, shortlist=shortlist, keep=every[:5])
    cut_list(by=administrator, shortlist=shortlist, keep=every[3:])
    states = [one.opportunity.state for one in shortlist.entries.all()]
    assert states == ["screened_out"] * 3 + ["proposed"] * 12
    assert "possible, say 0 of 100" in shortlist.entries.first().cut_because
    assert len(panel_view(shortlist).entries) == 12


def test_groups_have_an_equal_voice_in_the_two_questions_and_interests_are_left_out(administrator):
    shortlist = make_shortlist(administrator, 2, screen=True)
    entry = shortlist.entries.first()
    for group, word in [("Clinicians", "no")] * 3 + [("Patients", "yes")]:
        scorer = seat(shortlist, administrator, group)
        answer_screen(by=scorer.person, scorer=scorer, answers={entry.pk: (word, "unknown")})
    close_screen(by=administrator, shortlist=shortlist)
    found = next(one for one in screened(shortlist) if one.entry == entry)
    assert (found.powerful, found.possible, found.unknown) == (0.5, None, 4)
    declare_interest(by=scorer.person, scorer=scorer, interest="Mine.", interest_in=[entry])
    found = next(one for one in screened(shortlist) if one.entry == entry)
    assert (found.powerful, found.answers) == (0.0, 3)


def test_half_an_hour_is_enough_for_sixty_opportunities():
    assert Left(60, 12 * 8, 7).minutes == 30
    assert Left().minutes == 0


def test_nobody_sees_a_score_before_its_round_is_closed(administrator):
    shortlist = make_shortlist(administrator)
    scorer, entry = seat(shortlist, administrator), shortlist.entries.first()
    score_all(scorer, entry, 4)
    first, second = pairs_of(shortlist)[0]
    weigh(by=scorer.person, scorer=scorer, times={(first.pk, second.pk): 2.0})
    lead = make_person(Role.MISSION_LEAD, mission=shortlist.mission)
    others = [make_person(role) for role in (Role.BOARD_MEMBER, Role.ANALYST)]
    lookers = [viewer_of(person) for person in (administrator, lead, *others)]
    for viewer in lookers:
        assert not Score.objects.visible_to(viewer).exists()
        assert not SwingAnswer.objects.visible_to(viewer).exists()
    assert Score.objects.visible_to(viewer_of(scorer.person)).count() == 8
    assert not panel_view(shortlist).scored
    told = [f"{one.summary} {one.detail}" for one in Event.objects.filter(verb="shortlist.scored")]
    assert told == [f"{scorer.person} scored “{entry.opportunity}” {{'entry': {entry.pk}}}"]
    close_scoring(by=administrator, shortlist=shortlist)
    assert all(Score.objects.visible_to(viewer).count() == 8 for viewer in lookers)
    assert panel_view(shortlist).scored


def test_the_second_round_is_blind_too_and_the_first_stays(administrator):
    shortlist = make_shortlist(administrator)
    scorer, entry = seat(shortlist, administrator), shortlist.entries.first()
    score_all(scorer, entry, 2)
    with pytest.raises(NotNow, match="Close the first round"):
        score_again(by=administrator, shortlist=shortlist)
    with pytest.raises(NotNow, match="talks once"):
        note_talk(by=administrator, entry=entry, talk="Much.")
    close_scoring(by=administrator, shortlist=shortlist)
    with pytest.raises(NotNow, match="panel stays"):
        seat(shortlist, administrator)
    entry.refresh_from_db()
    note_talk(by=administrator, entry=entry, talk="Reach was doubted.")
    score_again(by=administrator, shortlist=shortlist)
    score_all(scorer, entry, 4)
    viewer = viewer_of(administrator)
    assert set(Score.objects.visible_to(viewer).values_list("value", flat=True)) == {2}
    assert panel_view(shortlist).panel.mean[0, 0] == 2
    assert changes(shortlist) == {}
    close_scoring(by=administrator, shortlist=shortlist)
    assert panel_view(shortlist).panel.mean[0, 0] == 4
    assert panel_view(shortlist, rounds=1).panel.mean[0, 0] == 2
    assert changes(shortlist)[entry.pk].scores_changed == 8
    assert sorted(Score.objects.values_list("round", flat=True)) == [1] * 8 + [2] * 8


def test_an_end_of_the_scale_owes_a_sentence_unless_the_scorer_is_a_lay_one(administrator):
    shortlist = make_shortlist(administrator)
    entry, criterion = shortlist.entries.first(), shortlist.criteria.first()
    scorer, lay = seat(shortlist, administrator), seat(shortlist, administrator, lay=True)
    given = {"entry": entry, "values": {criterion.pk: 5}}
    with pytest.raises(Invalid, match=f"why “{criterion}” is 5"):
        save_scores(by=scorer.person, scorer=scorer, **given)
    save_scores(by=lay.person, scorer=lay, **given)
    save_scores(by=scorer.person, scorer=scorer, said={criterion.pk: "Seen daily."}, **given)
    assert Score.objects.get(scorer=scorer).said == "Seen daily."


def test_pairs_give_weights_that_are_said_back(administrator):
    shortlist = make_shortlist(administrator)
    criteria, pairs = list(shortlist.criteria.all()), pairs_of(shortlist)
    even, leaning = seat(shortlist, administrator), seat(shortlist, administrator, "Staff")
    with pytest.raises(NotAllowed):
        weigh(by=administrator, scorer=even, times={})
    with pytest.raises(Invalid, match="Choose one"):
        weigh(by=even.person, scorer=even, times={(pairs[0][0].pk, pairs[0][1].pk): 3.0})
    keys = [(first.pk, second.pk) for first, second in pairs]
    weigh(by=even.person, scorer=even, times=dict.fromkeys(keys, 1.0))
    assert weights_of(criteria, list(even.swings.all())) == pytest.approx([1 / 8] * 8)
    weigh(by=leaning.person, scorer=leaning, times=dict.fromkeys(keys, 1.0) | {keys[0]: 2.0})
    mine = weights_of(criteria, list(leaning.swings.all()))
    assert mine[0] == pytest.approx(2 * mine[1])
    said = implied(criteria, mine)
    assert said[0] == f"Of 100 points, {round(100 * mine[0])} go to {criteria[0]}."
    assert "counts as much as 2.0 steps" in " ".join(said)
    panel = panel_weights(shortlist)
    assert panel.weights == pytest.approx(
        [(a + b) / 2 for a, b in zip([1 / 8] * 8, mine, strict=True)]
    )
    assert weights_of(criteria, list(leaning.swings.all())[1:]) is None


def test_new_criteria_leave_old_shortlists_theirs(administrator):
    before = make_shortlist(administrator)
    mission, words = before.mission, list(before.criteria.values_list("question", flat=True))
    held = [
        CriterionGiven(one.name, one.question, one.side, one.anchors, one.slug)
        for one in load_criteria()
    ]
    with pytest.raises(Invalid, match="Nothing changed"):
        change_criteria(by=administrator, mission=mission, criteria=held, why="Because.")
    held[0] = CriterionGiven("Need", "Who needs it?", "powerful", held[0].anchors, "need")
    with pytest.raises(Invalid, match="what a 5 means"):
        blank = CriterionGiven("Joy", "Joy?", "powerful", dict.fromkeys("1234", "Some"))
        change_criteria(by=administrator, mission=mission, criteria=[*held, blank], why="B.")
    with pytest.raises(NotAllowed):
        stranger = make_person(Role.ANALYST)
        change_criteria(by=stranger, mission=mission, criteria=held, why="Because.")
    version = change_criteria(by=administrator, mission=mission, criteria=held, why="Plainer.")
    assert list(before.criteria.values_list("question", flat=True)) == words
    after = make_shortlist(administrator, mission=mission)
    assert after.criteria_version == version
    assert "Who needs it?" in after.criteria.values_list("question", flat=True)
    assert make_shortlist(administrator).criteria_version is None
    again = [one for one in held if one.slug != "data"]
    assert change_criteria(by=administrator, mission=mission, criteria=again, why="F.").number == 2
    assert len(criteria_of(mission)) == 7 and version.criteria.count() == 8


def test_a_card_is_short_sentences(administrator):
    entry = make_shortlist(administrator).entries.first()
    assert not card_of(entry).plain
    with pytest.raises(Invalid, match="has 21 words; split it"):
        write_card(by=administrator, entry=entry, plain="Calls come. " + "so " * 20 + "late.")
    write_card(by=administrator, entry=entry, plain="Nobody rings. A nurse would ring.")
    assert card_of(entry).sentences == ("Nobody rings.", "A nurse would ring.")


def test_answers_to_the_two_questions_are_seen_once_they_are_closed(administrator):
    shortlist = make_shortlist(administrator, screen=True)
    scorer = seat(shortlist, administrator)
    answers = {one.pk: ("yes", "yes") for one in shortlist.entries.all()}
    answer_screen(by=scorer.person, scorer=scorer, answers=answers)
    assert not ScreenAnswer.objects.visible_to(viewer_of(administrator)).exists()
    close_screen(by=administrator, shortlist=shortlist)
    assert ScreenAnswer.objects.visible_to(viewer_of(administrator)).count() == 3
