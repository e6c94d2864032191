"""The trail both ways with its aims, what leads an opportunity's page, and whose words decide."""

import re

import pytest

from spreadwell.domain.discovery.beside import DemandSignal
from spreadwell.domain.models import (
    AimVersion,
    Claim,
    DecidingBody,
    Decision,
    EvidenceRecord,
    Gate,
    Notice,
    Shortlist,
    ShortlistEntry,
)
from spreadwell.domain.people.roles import Role
from tests.factories import (
    LONG_AGO,
    make_finding,
    make_innovation,
    make_measure,
    make_mission,
    make_opportunity,
    make_person,
)

NEW = re.compile("> ?New ?<")
pytestmark = [pytest.mark.django_db, pytest.mark.store]


def words(answer) -> str:
    return " ".join(answer.content.decode().split())


@pytest.fixture
def trail(administrator):
    """One of each thing on the way, by its address and the words that name it."""
    mission = make_mission(title="Hear back")
    theme = mission.themes.create(name="Nobody rings back")
    aim = mission.aims.create(number=1, text="Everybody hears back.")
    said = make_finding(mission, theme=theme, place="Brent")
    said.aims.add(aim)
    one = make_opportunity(mission, title="Ring in a week", state="taken_up")
    one.themes.add(theme)
    body = DecidingBody.objects.create(name="Board")
    about = {"body": body, "reasons": "Need", "decided_on": LONG_AGO, "recorded_by": administrator}
    chosen = Decision.objects.create(question="Which?", choice="shortlist", **about)
    shortlist = Shortlist.objects.create(
        mission=mission, title="Spring", state="decided", decision=chosen, opened_on=LONG_AGO
    )
    ShortlistEntry.objects.create(shortlist=shortlist, opportunity=one, choice="in")
    innovation = make_innovation(mission=mission, opportunity=one, name="Call back", public=True)
    spread = Decision.objects.create(question="Spread it?", choice="spread", **about)
    Gate.objects.create(
        innovation=innovation, body=body, question="Spread it?", state="decided", decision=spread,
        opened_on=LONG_AGO, due=LONG_AGO,
    )  # fmt: skip
    claim = Claim.objects.create(innovation=innovation, sentence="Nine of ten heard back.")
    return {
        f"/missions/{mission.slug}/aims/1/": aim.text,
        f"/discovery/themes/{theme.pk}/": theme.name,
        f"/discovery/opportunities/{one.slug}/": one.title,
        f"/shortlists/{shortlist.pk}/": shortlist.title,
        f"/innovations/{innovation.slug}/": innovation.name,
        f"/claims/{claim.pk}/": claim.sentence,
        f"/decisions/{spread.pk}/": spread.question,
    }


def test_from_each_step_all_the_others_are_one_press_away(sign_in, administrator, trail):
    client = sign_in(administrator)
    for here in trail:
        page = words(client.get(here))
        shown = page.partition('id="trail"')[2]
        for there, name in trail.items():
            if there == here:
                assert f'<strong aria-current="true">{name}</strong>' in shown
            else:
                assert f'<a href="{there}">{name}</a>' in shown, (here, there)


def test_whoever_leads_says_what_the_aim_came_of(sign_in):
    mission = make_mission()
    aim = mission.aims.create(number=1, text="All hear back.")
    said = [make_finding(mission, text=f"Nobody rings {n}") for n in range(3)]
    address = f"/missions/{mission.slug}/aims/1/"
    lead = sign_in(make_person(Role.MISSION_LEAD, mission=mission))
    assert "Nobody has said yet from which findings" in words(lead.get(address))
    lead.post(f"{address}from/", {"findings": [said[0].pk, said[1].pk]})
    assert set(aim.findings.all()) == set(said[:2])
    page = words(lead.get(address))
    assert "2 findings" in page and said[0].text in page and "Who said it" in page
    assert "Distilled from 2 findings" in words(lead.get(f"/missions/{mission.slug}/"))
    # Only what the words find is offered; what is ticked already always is, the rest stays.
    page = words(lead.get(f"{address}from/", {"q": "2"}))
    assert said[2].text in page and said[0].text in page
    lead.post(f"{address}from/?q=2", {"findings": [said[0].pk, said[2].pk]})
    assert set(aim.findings.all()) == {said[0], said[2]}
    theme = mission.themes.create(name="Far")
    assert said[1].text not in words(lead.get(f"{address}from/", {"theme": theme.pk}))
    assert sign_in(make_person(Role.CONTRIBUTOR)).get(f"{address}from/").status_code == 403
    assert said[0].text not in words(sign_in(make_person(Role.CONTRIBUTOR)).get(address))


def test_an_opportunity_shows_who_said_it_what_is_studied_and_who_could_help(
    sign_in, administrator
):
    mission = make_mission()
    theme = mission.themes.create(name="Nobody rings")
    one = make_opportunity(mission, title="Ring after blood tests", people_affected=42_000)
    one.themes.add(theme)
    one.measures.add(make_measure())
    make_finding(mission, theme=theme, place="Brent")
    for kind, title in (("opinion", "A thought"), ("review", "All trials")):
        found = make_finding(mission, theme=theme, voice="", role="", source_kind="research")
        EvidenceRecord.objects.create(finding=found, kind=kind, title=title)
    make_innovation(name="Ring after each blood test", mission=mission)
    make_innovation(name="Zebra paint", mission=mission)
    page = words(sign_in(administrator).get(f"/discovery/opportunities/{one.slug}/"))
    assert '<h2 class="nhsuk-heading-m">Who said it</h2>' in page and "<svg" in page
    assert "About 42,000" in page and "1 finding from 1 voice" in page
    assert page.index("All trials") < page.index("A thought")
    assert "Near it by its words" in page and "Zebra paint" not in page


def test_a_contributor_reads_how_far_their_words_have_come(sign_in):
    person = make_person(Role.CONTRIBUTOR)
    said = make_finding(contributor=person)
    for text, moved, did in (("It stands with others now.", True, True),
                             ("“Idea” is not this round.", True, False),
                             ("We rang.", False, True)):  # fmt: skip
        Notice.objects.create(finding=said, text=text, moved=moved, did=did, sent_on=LONG_AGO)
    client = sign_in(person)
    page = words(client.get("/discovery/mine/"))
    assert "How far it has come" in page and len(NEW.findall(page)) == 3
    assert "not further for now" in page and "<strong>We did</strong>" in page
    assert not NEW.search(words(client.get("/discovery/mine/")))
    office = sign_in(make_person(Role.ADMINISTRATOR))
    assert "We rang." in words(office.get("/learning/notices/"))
    assert "It stands with others" not in words(office.get("/learning/notices/"))
    assert "It stands with others" not in words(office.get("/search/", {"q": "stands"}))


def test_what_is_sought_stands_on_the_public_pages_once_published(client, administrator):
    one = make_opportunity(title="Ring in a week")
    demand = DemandSignal.objects.create(opportunity=one, seeks="A phone line", bar="One site")
    assert "A phone line" not in words(client.get("/public/sought/"))
    demand.published_on = LONG_AGO
    demand.save()
    for page in ("/public/sought/", f"/public/missions/{one.mission.slug}/"):
        shown = words(client.get(page))
        assert "A phone line" in shown and "One site" in shown and one.title in shown


def test_visitors_search_what_is_public_and_are_led_to_public_pages(client, administrator):
    mission = make_mission(title="Heart and voice")
    AimVersion.objects.create(mission=mission, number=1, text="A heart that lasts")
    make_finding(mission, text="My heart")
    make_opportunity(mission, title="Heart checks", state="proposed")
    make_innovation(mission=mission, name="Heart line", public=True)
    make_innovation(mission=mission, name="Hidden heart")
    Claim.objects.create(mission=mission, sentence="Hearts lasted", public=True, state="current")
    Claim.objects.create(mission=mission, sentence="A heart in draft")
    body = DecidingBody.objects.create(name="Board")
    Decision.objects.create(
        question="A heart line?", choice="spread", body=body, reasons="Need", decided_on=LONG_AGO,
        published=True, recorded_by=administrator,
    )  # fmt: skip
    DemandSignal.objects.create(
        opportunity=make_opportunity(mission), seeks="Heart monitors", bar="Open",
        published_on=LONG_AGO,
    )  # fmt: skip
    page = words(client.get("/search/", {"q": "heart"}))
    assert "6 things found" in page and 'role="search"' in page
    for hidden in ("My heart", "Hidden", "draft", "Heart checks"):
        assert hidden not in page
    links = [part.partition('"')[0] for part in page.partition("sw-hits")[2].split('href="')[1:7]]
    assert all(client.get(link.partition("#")[0]).status_code == 200 for link in links)
    assert all(link.startswith("/public/") for link in links)
    assert "All that is public is looked through" in words(client.get("/search/"))
    assert "Say something" in words(client.get("/search/", {"q": "zebra"}))
    # A kind that is not public is no kind to a visitor.
    assert "6 things found" in words(client.get("/search/", {"q": "heart", "kind": "finding"}))


def test_from_a_theme_what_runs_well_near_it_comes_before_the_form(sign_in, administrator):
    mission = make_mission()
    theme = mission.themes.create(name="Blood tests", need="Nobody rings after blood tests.")
    runs = make_innovation(mission=mission, name="Ring after blood tests", stage="sustained")
    client = sign_in(administrator)
    address = f"/discovery/opportunities/raise/?mission={mission.slug}&theme={theme.pk}"
    assert address.replace("&", "&amp;") in words(client.get(f"/discovery/themes/{theme.pk}/"))
    page = words(client.get(address))
    assert page.index(runs.name) < page.index('name="change"')
    assert f'value="{theme.pk}" ' in page and "checked" in page
