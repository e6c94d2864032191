"""Themes merge, split and come apart again, and nobody who spoke is lost on the way."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from spreadwell.domain.audit.models import Event
from spreadwell.domain.discovery.actions import merge_themes, sort_findings
from spreadwell.domain.discovery.parting import split_theme, undo_merge
from spreadwell.domain.discovery.suggesting import ask_for_themes, take_suggested
from spreadwell.domain.foundation.refusals import Invalid, NotAllowed, NotNow
from spreadwell.domain.models import Finding, Mission, Theme, ThemeSuggestion
from spreadwell.domain.people.roles import Role
from spreadwell.jobs.themes import suggest_themes
from tests.factories import make_finding, make_mission, make_opportunity, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.store]


def theme_of(mission: Mission, name: str, said: int) -> Theme:
    """Make a theme with some findings, each by somebody else."""
    theme = mission.themes.create(name=name)
    for number in range(said):
        make_finding(mission, theme=theme, text=f"{name} {number}", contributor=make_person())
    return theme


def test_a_split_takes_the_chosen_findings_and_keeps_the_opportunities(administrator):
    mission = make_mission()
    theme = theme_of(mission, "Nobody rings", 3)
    opportunity = make_opportunity(mission)
    opportunity.themes.add(theme)
    some = list(theme.findings.all()[:1])
    made = split_theme(by=administrator, theme=theme, findings=some, name="Letters unread")
    assert list(made.findings.all()) == some
    assert theme.findings.count() == 2
    assert list(made.opportunities.all()) == [opportunity]
    event = Event.objects.get(verb="theme.split")
    assert event.detail == {"findings": [some[0].pk], "into": made.pk}


def test_a_split_needs_some_findings_of_the_theme_and_leaves_some(administrator):
    mission = make_mission()
    theme = theme_of(mission, "One", 2)
    with pytest.raises(Invalid, match="one at least"):
        split_theme(by=administrator, theme=theme, findings=[], name="Two")
    with pytest.raises(Invalid, match="of this theme"):
        split_theme(by=administrator, theme=theme, findings=[make_finding(mission)], name="Two")
    with pytest.raises(Invalid, match="leave one"):
        split_theme(by=administrator, theme=theme, findings=list(theme.findings.all()), name="Two")
    with pytest.raises(NotAllowed):
        split_theme(by=make_person(Role.CONTRIBUTOR), theme=theme, findings=[], name="Two")
    assert Theme.objects.count() == 1


def test_an_undone_merge_gives_back_what_was_brought_and_nothing_else(administrator):
    mission = make_mission()
    one, two, three = (theme_of(mission, name, 2) for name in ("One", "Two", "Three"))
    with_one, with_both = make_opportunity(mission), make_opportunity(mission)
    one.opportunities.set([with_one, with_both])
    two.opportunities.add(with_both)
    before = {finding.pk: finding.theme_id for finding in Finding.objects.all()}
    merge_themes(by=administrator, theme=three, into=one)
    merge_themes(by=administrator, theme=one, into=two)
    three.refresh_from_db()
    assert three.merged_into == two
    assert set(two.opportunities.all()) == {with_one, with_both}
    undo_merge(by=administrator, theme=one)
    three.refresh_from_db()
    assert three.merged_into == one
    assert set(two.opportunities.all()) == {with_both}
    undo_merge(by=administrator, theme=three)
    assert {finding.pk: finding.theme_id for finding in Finding.objects.all()} == before
    assert Event.objects.filter(verb="theme.merge_undone").count() == 2


def test_what_was_sorted_elsewhere_since_stays_there(administrator):
    mission = make_mission()
    one, two, other = (theme_of(mission, name, 1) for name in ("One", "Two", "Other"))
    moved = one.findings.get()
    merge_themes(by=administrator, theme=one, into=two)
    sort_findings(by=administrator, theme=other, findings=[moved])
    undo_merge(by=administrator, theme=one)
    assert one.findings.count() == 0
    assert moved in other.findings.all()


def test_what_was_not_merged_here_cannot_be_undone(administrator):
    mission = make_mission()
    one, two = theme_of(mission, "One", 1), theme_of(mission, "Two", 1)
    with pytest.raises(NotNow):
        undo_merge(by=administrator, theme=one)
    merge_themes(by=administrator, theme=one, into=two)
    mission.themes.create(name="one")
    with pytest.raises(NotNow, match="rename"):
        undo_merge(by=administrator, theme=one)


STEPS = st.lists(
    st.tuples(st.sampled_from(["merge", "split", "undo"]), st.integers(0, 3), st.integers(0, 3)),
    max_size=8,
)


class TestNobodyIsLost(TestCase):
    """Whatever is merged, split and undone, every finding stands in one open theme."""

    pytestmark = [pytest.mark.store]

    @settings(max_examples=25)
    @given(STEPS)
    def test_after_any_steps(self, steps):
        by, mission = make_person(Role.ADMINISTRATOR), make_mission()
        for name in "ABCD":
            theme_of(mission, name, 2)
        said = set(Finding.objects.values_list("pk", "contributor", "text"))
        for number, (deed, a, b) in enumerate(steps):
            themes = list(mission.themes.order_by("pk"))
            one, other = themes[a], themes[b]
            try:
                if deed == "merge":
                    merge_themes(by=by, theme=one, into=other)
                elif deed == "undo":
                    undo_merge(by=by, theme=one)
                else:
                    some = list(one.findings.all()[:1])
                    split_theme(by=by, theme=one, findings=some, name=f"Split {number}")
            except (Invalid, NotNow):
                pass
            assert set(Finding.objects.values_list("pk", "contributor", "text")) == said
            assert not Finding.objects.exclude(theme__state="open").exists()


NEEDS = {
    "ring": "nobody rings back about my blood test result",
    "bus": "two buses and a hill to reach the evening clinic",
}


def test_suggested_themes_come_from_a_job_and_people_name_them(administrator):
    mission = make_mission()
    for number in range(24):
        need = list(NEEDS)[number % 2]
        make_finding(mission, text=f"{NEEDS[need]} {'again ' * (number % 3)}said {number}")
    suggestion = ask_for_themes(by=administrator, mission=mission)
    assert "themes suggested" in suggest_themes.call(suggestion.pk)
    suggestion.refresh_from_db()
    assert suggestion.done == 100 and suggestion.finished_at is not None
    sizes = [len(group["findings"]) for group in suggestion.result["groups"]]
    assert sum(sizes) == 24
    theme = take_suggested(by=administrator, suggestion=suggestion, number=0, name="Ring back")
    assert theme.findings.count() == sizes[0]
    with pytest.raises(NotNow, match="by now"):
        take_suggested(by=administrator, suggestion=suggestion, number=0, name="Again")
    with pytest.raises(Invalid):
        take_suggested(by=administrator, suggestion=suggestion, number=99, name="No")
    whole = take_suggested(by=administrator, suggestion=suggestion, number=1, into=theme)
    assert whole == theme
    assert Event.objects.filter(verb="theme.suggestion_taken").count() == 2


def test_nothing_to_look_through_is_said(administrator):
    mission = make_mission()
    with pytest.raises(NotNow, match="add findings first"):
        ask_for_themes(by=administrator, mission=mission, everything=True)
    theme_of(mission, "All", 1)
    with pytest.raises(NotNow, match="all of them"):
        ask_for_themes(by=administrator, mission=mission)
    with pytest.raises(NotAllowed):
        ask_for_themes(by=make_person(Role.CONTRIBUTOR), mission=mission)
    assert not ThemeSuggestion.objects.exists()
