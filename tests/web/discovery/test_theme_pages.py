"""Themes apart and suggested, what an opportunity seeks, the trail, and whose words decide."""

import pytest

from spreadwell.domain.discovery.actions import merge_themes
from spreadwell.domain.discovery.beside import DemandSignal, LocalPractice
from spreadwell.domain.models import (
    Claim,
    DecidingBody,
    Decision,
    Opportunity,
    Shortlist,
    ShortlistEntry,
    Theme,
    ThemeSuggestion,
)
from spreadwell.domain.people.roles import Role
from spreadwell.jobs.themes import suggest_themes
from tests.factories import (
    LONG_AGO,
    make_finding,
    make_innovation,
    make_measure,
    make_mission,
    make_opportunity,
    make_organisation,
    make_person,
)

pytestmark = [pytest.mark.django_db, pytest.mark.store]


def words(answer) -> str:
    return " ".join(answer.content.decode().split())


def test_a_theme_is_split_and_a_merge_undone_on_its_page(sign_in, administrator):
    mission = make_mission()
    theme, other = (mission.themes.create(name=name) for name in ("Ring back", "Letters"))
    said = [make_finding(mission, theme=theme) for _ in range(3)]
    client = sign_in(administrator)
    assert "Split it" in words(client.get(f"/discovery/themes/{theme.pk}/"))
    assert said[0].text in words(client.get(f"/discovery/themes/{theme.pk}/split/"))
    client.post(
        f"/discovery/themes/{theme.pk}/split/", {"name": "Screens", "findings": [said[0].pk]}
    )
    assert Theme.objects.get(name="Screens").findings.get() == said[0]
    merge_themes(by=administrator, theme=theme, into=other)
    assert "Undo the merge" in words(client.get(f"/discovery/themes/{theme.pk}/"))
    client.post(f"/discovery/themes/{theme.pk}/undo-merge/")
    theme.refresh_from_db()
    assert (theme.state, theme.findings.count()) == ("open", 2)


def test_suggestions_are_asked_for_shown_with_progress_and_taken(sign_in, administrator):
    mission = make_mission()
    address = f"/discovery/suggested/{mission.slug}/"
    client = sign_in(administrator)
    assert "Nothing was looked through yet" in words(client.get(address))
    for number in range(30):
        need = ("nobody rings about the blood test", "two buses to reach the hill clinic")[
            number % 2
        ]
        make_finding(mission, text=f"{need} {number}")
    page = words(client.post(f"{address}ask/", follow=True))
    assert "Waiting for its turn" in page and "See how far it is" in page
    suggestion = ThemeSuggestion.objects.get()
    suggest_themes.call(suggestion.pk)
    page = words(client.get(address))
    assert "Name it or sort it" in page and "Nearly the same words" in page
    client.post(f"/discovery/suggested/take/{suggestion.pk}/0/", {"name": "Ring back"})
    assert Theme.objects.get().findings.count() == len(suggestion_group(suggestion))
    assert "All of it is sorted by now" in words(client.get(address))


def suggestion_group(suggestion: ThemeSuggestion) -> list[int]:
    suggestion.refresh_from_db()
    return suggestion.result["groups"][0]["findings"]


def test_what_runs_well_here_is_offered_before_something_new_is_raised(sign_in, administrator):
    mission, place = make_mission(), make_organisation()
    client = sign_in(administrator)
    client.post("/discovery/practices/note/", {
        "mission": mission.pk, "what": "Ringing back after blood tests", "text": "A nurse rings.",
        "place": "Hill", "since": "2020-01-01", "evidence": "Counted.", "organisation": place.code,
    })  # fmt: skip
    practice = LocalPractice.objects.get()
    given = {
        "mission": mission.pk, "title": "Ring after each blood test", "need": "Nobody rings.",
        "change": "Ring them back.",
    }  # fmt: skip
    page = words(client.post("/discovery/opportunities/raise/", given))
    assert "This already runs here" in page and practice.what in page
    assert not Opportunity.objects.exists()
    given |= {"looked": "1", "why_new": "It reaches one hill only."}
    client.post("/discovery/opportunities/raise/", given)
    one = Opportunity.objects.get()
    page = words(client.get(f"/discovery/opportunities/{one.slug}/"))
    assert practice.what in page and "It reaches one hill only." in page
    assert practice.what in words(client.get("/discovery/practices/", {"need": "blood test"}))
    far = given | {"title": "Zebras", "need": "Stripes", "change": "Paint"}
    client.post("/discovery/opportunities/raise/", {k: far[k] for k in given if k[0] not in "lw"})
    assert Opportunity.objects.count() == 2


def test_what_is_sought_is_published_by_whoever_leads_and_measures_are_named(
    sign_in, administrator
):
    one, measure = make_opportunity(state="proposed"), make_measure()
    address = f"/discovery/opportunities/{one.slug}/"
    client = sign_in(administrator)
    client.post(f"{address}seek/", {"seeks": "A phone line", "bar": "One site at least"})
    client.post(f"{address}measures/", {"measures": [measure.pk]})
    page = words(client.get(address))
    assert "A phone line" in page and measure.name in page and "Not shown to the public" in page
    client.post(f"{address}seek/publish/")
    assert DemandSignal.objects.get().published_on is not None
    partner = sign_in(make_person(Role.CONTRIBUTOR))
    assert "A phone line" in words(partner.get(address))
    assert partner.post(f"{address}seek/publish/", follow=True).status_code == 200
    assert DemandSignal.objects.get().published_on is not None


def test_the_trail_leads_both_ways_through_each_step(sign_in, administrator):
    mission = make_mission()
    theme = mission.themes.create(name="Ring back")
    make_finding(mission, theme=theme)
    one = make_opportunity(mission, title="A call within a week", state="proposed")
    one.themes.add(theme)
    decision = Decision.objects.create(
        body=DecidingBody.objects.create(name="Panel"), question="Which?", choice="shortlist",
        reasons="So.", decided_on=LONG_AGO, recorded_by=administrator,
    )  # fmt: skip
    shortlist = Shortlist.objects.create(
        mission=mission, title="Round one", opened_on=LONG_AGO, state="decided", decision=decision
    )
    ShortlistEntry.objects.create(shortlist=shortlist, opportunity=one, choice="in")
    innovation = make_innovation(mission=mission, name="Virtual clinic", opportunity=one)
    claim = Claim.objects.create(innovation=innovation, sentence="It helps", owner=administrator)
    client = sign_in(administrator)
    names = ("Ring back", "A call within a week", "Round one", "Virtual clinic", "It helps")
    for address in (
        f"/discovery/themes/{theme.pk}/",
        f"/discovery/opportunities/{one.slug}/",
        f"/shortlists/{shortlist.pk}/",
        f"/innovations/{innovation.slug}/",
        f"/claims/{claim.pk}/",
        f"/decisions/{decision.pk}/",
    ):
        page = words(client.get(address)).partition('id="trail"')[2]
        assert all(name in page for name in (*names, "Which?")), address
    page = words(client.get("/discovery/participation/"))
    assert "1 of 1 decisions trace to what somebody said" in page
    theme.findings.update(theme=None)
    page = words(client.get("/discovery/participation/"))
    assert "0 of 1 decisions trace" in page and "trace to nothing said" in page
