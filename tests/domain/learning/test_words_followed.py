"""Whoever spoke is told of each step that their words make, from a theme to a result."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.utils import timezone

from spreadwell import domain
from spreadwell.domain.claims.actions import draft_claim, publish_claim
from spreadwell.domain.claims.gates import decide_gate
from spreadwell.domain.decisions.actions import publish_decision
from spreadwell.domain.discovery.actions import merge_themes
from spreadwell.domain.discovery.distilling import distil_aim
from spreadwell.domain.discovery.opportunities import (
    propose_opportunity,
    raise_again,
    raise_opportunity,
    screen_opportunity,
)
from spreadwell.domain.discovery.parting import split_theme, undo_merge
from spreadwell.domain.foundation.refusals import Invalid, NotAllowed
from spreadwell.domain.innovations.actions import move_stage, show_publicly, start_innovation
from spreadwell.domain.innovations.gates import open_gate
from spreadwell.domain.learning.moving import DEEDS
from spreadwell.domain.missions.actions import adopt_aim
from spreadwell.domain.models import Event, Finding, Notice, Opportunity
from spreadwell.domain.people.roles import Role
from spreadwell.domain.priorities.deciding import decide_shortlist, name_body
from spreadwell.domain.priorities.evidence import Chosen
from spreadwell.domain.priorities.expecting import Expectation, expect
from spreadwell.domain.priorities.rounds import close_scoring
from spreadwell.domain.priorities.screening import answer_screen, close_screen, cut_list
from spreadwell.domain.reminders.queries import due_to
from spreadwell.exchange.digests import send_digests
from tests.factories import make_finding, make_mission, make_network, make_person
from tests.panels import make_shortlist, score_all, seat

pytestmark = [pytest.mark.django_db, pytest.mark.store]


@pytest.fixture
def mission():
    """A mission in which somebody spoke, in a theme."""
    made = make_mission()
    theme = made.themes.create(name="Nobody rings back")
    make_finding(made, theme=theme, contributor=make_person(Role.CONTRIBUTOR))
    return made


@pytest.fixture
def said(mission) -> Finding:
    return mission.findings.get()


def told(finding: Finding) -> list[str]:
    """What is newly told of what was said, the oldest first; then all of it counts as read."""
    new = finding.notices.filter(seen_on=None).order_by("pk")
    texts = list(new.values_list("text", flat=True))
    new.update(seen_on=timezone.localdate())
    return texts


def raised(by, mission) -> Opportunity:
    return raise_opportunity(
        by=by, mission=mission, title="Ring within a week", need="Nobody rings.", change="Ring.",
        themes=list(mission.themes.all()),
    )  # fmt: skip


def test_a_theme_that_moves_is_told_to_those_whose_words_moved(administrator, mission, said):
    theme, other = said.theme, mission.themes.create(name="No news")
    stays = make_finding(mission, theme=other)
    merge_themes(by=administrator, theme=theme, into=other)
    assert "under “No news”" in told(said)[0] and not told(stays)
    undo_merge(by=administrator, theme=theme)
    assert "under “Nobody rings back” again" in told(said)[0]
    make_finding(mission, theme=theme)
    split_theme(by=administrator, theme=theme, findings=[said], name="Letters unread")
    assert "a need of its own" in told(said)[0]
    assert not told(stays)


def test_what_nobody_said_is_told_to_nobody(administrator, mission, said):
    data = make_finding(mission, theme=said.theme, voice="", role="", source_kind="data")
    raised(administrator, mission)
    assert told(said) and not told(data)


def test_the_whole_way_from_an_opportunity_to_a_result(administrator, mission, said):
    by = administrator
    one = raised(by, mission)
    assert told(said) == ["Somebody proposed what could change it: “Ring within a week”."]
    asked = {"by": by, "opportunity": one, "serves_the_aim": True}
    screen_opportunity(**asked, could_start_within_a_year=False, why="No team yet")
    assert "is not this round: No team yet." in told(said)[0]
    assert not said.notices.latest("pk").did
    raise_again(by=by, opportunity=one)
    screen_opportunity(**asked, could_start_within_a_year=True)
    propose_opportunity(by=by, opportunity=one)
    assert [text.partition("”")[2][:12] for text in told(said)] == [
        " is looked a", " serves the ", " goes before",
    ]  # fmt: skip
    shortlist = make_shortlist(by, 2, mission=mission)
    left, right = shortlist.entries.all()
    for entry in (left, right):
        entry.opportunity.themes.add(said.theme)
    scorer = seat(shortlist, by)
    for entry in (left, right):
        score_all(scorer, entry, 4)
    expect(by=by, entry=left, expectation=Expectation(low=1, middle=3, high=5))
    close_scoring(by=by, shortlist=shortlist)
    decide_shortlist(
        by=by, shortlist=shortlist, body=name_body(by=by, shortlist=shortlist, name="Board"),
        chosen=Chosen({left.pk: "in", right.pk: "not_this_round"}, live=0), reasons="Need",
    )  # fmt: skip
    first, second = told(said)
    assert first == "“Idea 00” is on the shortlist."
    assert second == "“Idea 01” was scored by the panel and is not this round."
    publish_decision(by=by, decision=shortlist.decision)
    assert "can be read by everybody now: Need." in told(said)[0]
    innovation = start_innovation(
        by=by, mission=mission, name="Call back", sentence="A nurse rings", network=make_network(),
        opportunity=Opportunity.objects.get(pk=left.opportunity_id),
    )  # fmt: skip
    assert told(said) == ["“Idea 00” became something that is tried: A nurse rings."]
    move_stage(by=by, innovation=innovation, to="testing", reason="Ready")
    assert told(said) == ["“Call back” is testing now."]
    innovation.refresh_from_db()
    show_publicly(by=by, innovation=innovation, public=True)
    gate = open_gate(
        by=by, innovation=innovation, body="Board", question="On?", due=timezone.localdate()
    )
    member = make_person(Role.BOARD_MEMBER)
    until = timezone.localdate() + timedelta(days=90)
    decide_gate(
        by=member, gate=gate, choice="continue", reasons="Wait", until=until, unless="Calls"
    )
    assert told(said) == ["It was decided that “Call back” goes on."]
    claim = draft_claim(by=by, sentence="People heard back", innovation=innovation)
    publish_claim(by=by, claim=claim)
    assert told(said) == ["There is a result of “Call back”: People heard back."]
    move_stage(by=by, innovation=innovation, to="stopped", reason="No staff", learnt="Ring early")
    assert told(said) == ["“Call back” is stopped, with learning now. Why: No staff."]
    last = said.notices.latest("pk")
    assert (last.did, last.innovation, last.sent_by) == (False, innovation, by)


def test_a_long_list_that_is_cut_is_told_with_what_the_panel_answered(administrator, said):
    shortlist = make_shortlist(administrator, 2, mission=said.mission, screen=True)
    keep, leave = shortlist.entries.all()
    leave.opportunity.themes.add(said.theme)
    scorer = seat(shortlist, administrator)
    answers = {keep.pk: ("yes", "yes"), leave.pk: ("no", "yes")}
    answer_screen(by=scorer.person, scorer=scorer, answers=answers)
    close_screen(by=administrator, shortlist=shortlist)
    cut_list(by=administrator, shortlist=shortlist, keep=[keep.pk])
    [text] = told(said)
    assert "“Idea 01” is not this round" in text and "0 of 100" in text


def test_an_aim_says_what_it_came_of_and_those_newly_named_are_told(administrator, mission, said):
    other = make_finding(mission, contributor=make_person())
    aim = adopt_aim(by=administrator, mission=mission, text="All hear back")
    distil_aim(by=administrator, aim=aim, findings=[said])
    assert told(said) == [
        f"What you said is among what the aim of {mission} came of: All hear back."
    ]
    distil_aim(by=administrator, aim=aim, findings=[other], among=[other])
    assert set(aim.findings.all()) == {said, other}
    assert told(other) and not told(said)
    distil_aim(by=administrator, aim=aim, findings=[])
    assert not aim.findings.exists()
    event = Event.objects.filter(verb="mission.aim_distilled").first()
    assert event is not None and event.detail["taken_out"] == [said.pk, other.pk]
    with pytest.raises(NotAllowed):
        distil_aim(by=make_person(Role.ANALYST), aim=aim, findings=[said])
    with pytest.raises(Invalid, match="another mission"):
        distil_aim(by=administrator, aim=aim, findings=[make_finding()])


def test_steps_wait_as_one_line_at_home_and_in_the_digest(administrator, mission, said):
    raised(administrator, mission)
    make_finding(mission, theme=said.theme, contributor=said.contributor)
    merge_themes(
        by=administrator, theme=said.theme, into=mission.themes.create(name="Hearing back")
    )
    today = timezone.localdate()
    [due] = due_to(said.contributor, today)
    assert due.text == "See how far your words have come: 2 steps"
    assert send_digests(today).sent == [said.contributor.name]
    assert due.text in mail.outbox[0].body
    assert Notice.objects.filter(moved=True).count() == 3


def test_each_deed_that_is_followed_is_written_by_some_action():
    folder = Path(domain.__file__).parent
    code = "".join(
        path.read_text("utf-8") for path in folder.rglob("*.py") if path.name != "moving.py"
    )
    assert not [verb for verb in DEEDS if f'"{verb}"' not in code]
