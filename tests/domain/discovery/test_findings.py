"""Findings, pasted lines, themes and merging."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from spreadwell.domain.discovery.actions import (
    add_finding,
    add_findings,
    hear_public,
    merge_themes,
    open_theme,
    sort_findings,
)
from spreadwell.domain.discovery.heard import Heard
from spreadwell.domain.discovery.pasted import read_pasted
from spreadwell.domain.discovery.queries import (
    filtered_findings,
    themes_by_spread,
    who_was_heard,
)
from spreadwell.domain.discovery.safeguarding import settle_worry
from spreadwell.domain.discovery.worries import waiting_for
from spreadwell.domain.foundation.refusals import Invalid, NotAllowed, NotNow
from spreadwell.domain.models import Finding, Theme
from spreadwell.domain.people.roles import Role
from spreadwell.domain.people.viewer import PUBLIC_VIEWER, viewer_of
from spreadwell.domain.search.queries import holding
from tests.factories import make_finding, make_mission, make_opportunity, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.store]
DAY = date(2026, 3, 2)
USUAL = Heard(text="", role="patient", heard_on=DAY, place="Brent", source="Workshop")


def said(text="Nobody rings", **more):
    return Heard(**{"text": text, "role": "patient", "heard_on": DAY} | more)


def test_a_contributor_sees_their_own_words_and_nobody_elses():
    mission, person = make_mission(), make_person(Role.CONTRIBUTOR)
    mine = add_finding(by=person, mission=mission, heard=said())
    make_finding(mission)
    assert list(Finding.objects.visible_to(viewer_of(person))) == [mine]
    assert not Finding.objects.visible_to(PUBLIC_VIEWER).exists()


def test_somebody_without_a_role_cannot_add_and_a_closed_mission_takes_none(administrator):
    with pytest.raises(NotAllowed):
        add_finding(by=make_person(), mission=make_mission(), heard=said())
    with pytest.raises(NotNow):
        add_finding(by=administrator, mission=make_mission(state="closed"), heard=said())


@pytest.mark.parametrize(
    ("field", "more"),
    [
        ("text", {"text": "  "}),
        ("text", {"text": "x" * 4001}),
        ("voice", {"voice": "king"}),
        ("source_kind", {"source_kind": "rumour"}),
        ("strength", {"strength": 4}),
        ("heard_on", {"heard_on": date.today() + timedelta(days=3)}),  # noqa: DTZ011
        ("place", {"place": "x" * 81}),
    ],
)
def test_what_is_wrong_is_named(administrator, field, more):
    with pytest.raises(Invalid) as refused:
        add_finding(by=administrator, mission=make_mission(), heard=said(**more))
    assert refused.value.field == field


def test_plain_lines_become_findings_with_the_usual_values():
    rows = read_pasted("Nobody rings\n\nThe letter came late\n", USUAL)
    assert [r.text for r in rows] == ["Nobody rings", "The letter came late"]
    assert {(r.role, r.place, r.source) for r in rows} == {("patient", "Brent", "Workshop")}


def test_a_table_may_come_from_a_spreadsheet_or_a_file():
    table = (
        "role,voice,text,place,date,strength\n"
        'Staff,Hospital,"Late, again",Ealing,2026-01-05,2\n,,Calls,,,\n'
    )
    first, second = read_pasted(table, USUAL)
    assert (first.role, first.text, first.place) == ("staff", "Late, again", "Ealing")
    assert (first.heard_on, first.strength) == (date(2026, 1, 5), 2)
    assert (second.role, second.place, second.heard_on) == ("patient", "Brent", DAY)
    tabs = read_pasted("text\tvoice\nLate\tPatient or carer", USUAL)
    assert tabs[0].role == "patient"


@pytest.mark.parametrize(
    ("pasted", "words"),
    [
        ("  \n", "at least one line"),
        ("text,voice\nA,king", "Row 1, voice: voice “king”"),
        ("text,date\nA,\nB,soon", "Row 2, date: “soon”"),
        ("text,strength\nA,9", "Row 1, strength"),
        ("text,place\nA,B,C", "Row 1 has 3 cells under 2 columns"),
        ("text,text\nA,B", "stands twice"),
        ("text,voice\n", "no row"),
        ("text,voice\n,patient", "Row 1, text: say what was heard"),
    ],
)
def test_a_paste_that_does_not_hold_names_its_row(pasted, words):
    with pytest.raises(Invalid, match=words) as refused:
        read_pasted(pasted, USUAL)
    assert refused.value.field == "lines"


def test_many_findings_come_all_or_none(administrator):
    mission = make_mission()
    with pytest.raises(Invalid, match="Row 2"):
        add_findings(by=administrator, mission=mission, rows=[said(), said(voice="king")])
    assert not Finding.objects.exists()
    made = add_findings(by=administrator, mission=mission, rows=[said(), said("Late")])
    assert len(made) == Finding.objects.count() == 2
    with pytest.raises(NotAllowed):
        add_findings(by=make_person(Role.CONTRIBUTOR), mission=mission, rows=[said()])


def test_the_public_is_heard_with_consent_and_by_an_active_mission_only():
    mission = make_mission()
    with pytest.raises(Invalid) as refused:
        hear_public(by=None, mission=mission, heard=said(), consent=False)
    assert refused.value.field == "consent"
    finding = hear_public(by=None, mission=mission, heard=said(), consent=True)
    assert (finding.origin, finding.contributor) == ("recorded", None)
    assert finding.contributor_label == "A member of the public"
    with pytest.raises(NotNow):
        hear_public(by=None, mission=make_mission(state="proposed"), heard=said(), consent=True)


def test_a_worry_about_safety_waits_until_somebody_says_what_was_done(administrator):
    mission = make_mission()
    calm = hear_public(by=None, mission=mission, heard=said(), consent=True)
    worry = hear_public(by=None, mission=mission, heard=said(), consent=True, worried=True)
    office = viewer_of(administrator)
    assert [one.flag.finding for one in waiting_for(office)] == [worry]
    with pytest.raises(Invalid):
        settle_worry(by=administrator, flag=worry.worry, what_was_done="")
    settle_worry(by=administrator, flag=worry.worry, what_was_done="Rang the duty team")
    assert waiting_for(office) == []
    assert calm.pk


def test_findings_are_sorted_into_themes_of_their_own_mission(administrator):
    mission = make_mission()
    theme = open_theme(by=administrator, mission=mission, name="Calls")
    with pytest.raises(Invalid, match="already"):
        open_theme(by=administrator, mission=mission, name="calls")
    finding = make_finding(mission)
    sort_findings(by=administrator, theme=theme, findings=[finding])
    assert theme.findings.get() == finding
    with pytest.raises(Invalid, match="another mission"):
        sort_findings(by=administrator, theme=theme, findings=[make_finding()])


def test_merging_moves_opportunities_and_earlier_merges_along(administrator):
    mission = make_mission()
    one, two, three = (
        open_theme(by=administrator, mission=mission, name=name) for name in ("A", "B", "C")
    )
    opportunity = make_opportunity(mission)
    opportunity.themes.add(one)
    merge_themes(by=administrator, theme=one, into=two)
    merge_themes(by=administrator, theme=two, into=three)
    one.refresh_from_db()
    assert one.merged_into == three
    assert three in opportunity.themes.all()
    with pytest.raises(Invalid, match="itself"):
        merge_themes(by=administrator, theme=three, into=three)
    with pytest.raises(NotNow):
        merge_themes(by=administrator, theme=three, into=one)
    with pytest.raises(NotNow):
        sort_findings(by=administrator, theme=one, findings=[make_finding(mission)])
    other = open_theme(by=administrator, mission=make_mission(), name="D")
    with pytest.raises(Invalid, match="one mission"):
        merge_themes(by=administrator, theme=three, into=other)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    sorted_into=st.lists(st.integers(0, 4), min_size=1, max_size=12),
    merges=st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=8),
)
def test_merging_never_loses_a_contributor(administrator, sorted_into, merges):
    mission = make_mission()
    themes = [mission.themes.create(name=f"T{i}") for i in range(5)]
    for i, where in enumerate(sorted_into):
        make_finding(mission, theme=themes[where], contributor_label=f"Voice {i}")
    for one, other in merges:
        theme, into = (Theme.objects.get(pk=themes[i].pk) for i in (one, other))
        try:
            merge_themes(by=administrator, theme=theme, into=into)
        except (Invalid, NotNow):
            continue
    kept = Finding.objects.filter(mission=mission, theme__state="open")
    assert {f.contributor_label for f in kept} == {f"Voice {i}" for i in range(len(sorted_into))}


def test_who_was_heard_shows_gaps_even_where_nobody_spoke():
    mission = make_mission()
    make_finding(mission, place="Brent")
    make_finding(mission, place="Brent", role="staff", voice="school")
    make_finding(mission)
    heard = who_was_heard(Finding.objects.filter(mission=mission), ["Ealing"])
    assert heard.places == ("Brent", "Ealing", "Place not said")
    assert heard.total == 3
    assert ("Patients and carers", "Ealing") in heard.gaps()
    assert ("Patients and carers", "Brent") not in heard.gaps()


def test_themes_come_by_spread_of_voices_then_size():
    mission = make_mission()
    loud, wide = mission.themes.create(name="Loud"), mission.themes.create(name="Wide")
    for _ in range(5):
        make_finding(mission, theme=loud, place="Brent")
    for voice in ("people", "charity"):
        make_finding(mission, theme=wide, voice=voice)
    found = list(themes_by_spread(mission.themes.all()))
    assert [(t.name, t.size, t.voices, t.places) for t in found] == [
        ("Wide", 2, 2, 0),
        ("Loud", 5, 1, 1),
    ]


def test_search_needs_every_word_and_every_filter():
    mission = make_mission()
    hit = make_finding(mission, text="Nobody rings after the blood test", place="Brent")
    make_finding(mission, text="The blood test was quick", place="Brent")
    rows = Finding.objects.all()
    assert list(holding(rows, "blood RINGS")) == [hit]
    assert filtered_findings(holding(rows, "blood"), place="Ealing").count() == 0
    assert filtered_findings(rows, voice="people", theme="none").count() == 2
