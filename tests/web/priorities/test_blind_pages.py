"""No page, export or address of the API shows what others gave before a round is closed."""

import pytest
from django.urls import reverse

from spreadwell.domain.people.roles import Role
from spreadwell.domain.priorities.costing import Cost, set_budget, tell_cost
from spreadwell.domain.priorities.rounds import close_scoring, save_scores
from spreadwell.domain.priorities.weighing import pairs_of
from tests.factories import make_person
from tests.panels import make_shortlist, score_all, seat

pytestmark = [pytest.mark.django_db, pytest.mark.store]

WORDS = "Marigolds grow on the motorway"


def words(answer) -> str:
    return " ".join(answer.content.decode().split())


@pytest.fixture
def scored(administrator):
    """A shortlist on which one of two has scored, with a sentence that nobody else would write."""
    shortlist = make_shortlist(administrator)
    scorer = seat(shortlist, administrator, person=make_person(Role.CONTRIBUTOR))
    seat(shortlist, administrator, "Clinicians", person=make_person(Role.CONTRIBUTOR))
    entry = shortlist.entries.first()
    values = dict.fromkeys(shortlist.criteria.values_list("pk", flat=True), 5)
    save_scores(
        by=scorer.person, scorer=scorer, entry=entry, values=values,
        said=dict.fromkeys(values, WORDS),
    )  # fmt: skip
    return shortlist


def test_nothing_is_shown_to_those_who_run_it_nor_to_the_rest_of_the_panel(
    sign_in, administrator, scored
):
    entry = scored.entries.first()
    other = scored.scorers.get(group="Clinicians").person
    lead = make_person(Role.MISSION_LEAD, mission=scored.mission)
    pages = [
        f"/shortlists/{scored.pk}/",
        f"/shortlists/{scored.pk}/meeting/",
        f"/shortlists/{scored.pk}/method/",
        f"/shortlists/{scored.pk}/decide/",
        f"/shortlists/{scored.pk}/score/{entry.pk}/",
        f"/shortlists/{scored.pk}/weigh/",
        "/shortlists/",
        "/shortlists/forecasts/",
        reverse("discovery:opportunity", args=[entry.opportunity.slug]),
        f"/missions/{scored.mission.slug}/",
        "/",
    ]
    for person in (administrator, lead, other):
        client = sign_in(person)
        for page in pages:
            told = words(client.get(page, follow=True))
            for leak in (WORDS, "In the first 2", "of 100 draws", "gave 5", "Two camps"):
                assert leak not in told, (page, leak)
        for page in pages[1:4]:
            assert client.get(page).status_code == 403


def test_the_api_knows_no_scores(client):
    told = client.get("/api/v1/openapi.json").content.decode().lower()
    assert "score" not in told and "shortlist" not in told


def test_after_the_first_round_all_see_the_spread_without_names(sign_in, administrator, scored):
    close_scoring(by=administrator, shortlist=scored)
    other = scored.scorers.get(group="Clinicians").person
    client = sign_in(other)
    assert "How often in the first 2" in words(client.get(f"/shortlists/{scored.pk}/"))
    client = sign_in(administrator)
    client.post(f"/shortlists/{scored.pk}/again/")
    entry = scored.entries.first()
    page = words(sign_in(other).get(f"/shortlists/{scored.pk}/score/{entry.pk}/"))
    assert "First round, the whole panel: 1 gave 5 and 1 did not know." in page
    giver = scored.scorers.get(group="Patients").person
    assert giver.name not in page and WORDS not in page


def test_the_meeting_answers_dials_and_says_what_cannot_be_kept(sign_in, administrator):
    shortlist = make_shortlist(administrator, 4)
    scorer = seat(shortlist, administrator)
    for at, entry in enumerate(shortlist.entries.all()):
        score_all(scorer, entry, at + 2)
        cost = Cost(*[100_000 * (at + 1) * x for x in (1, 2, 3)], 2, 4, 6, 10, 20, 30)
        tell_cost(by=administrator, entry=entry, cost=cost)
    set_budget(by=administrator, shortlist=shortlist, money=1_600_000, staff=8, equity_floor=15)
    close_scoring(by=administrator, shortlist=shortlist)
    client = sign_in(administrator)
    address = f"/shortlists/{shortlist.pk}/meeting/"
    page = words(client.get(address))
    assert "Under any weights" in page and "of 100" in page
    roomy = words(client.get(f"{address}?places=4&staff=8"))
    assert "4.0 hours a week more staff time would bring in" in roomy
    need = words(client.get(f"{address}?w_need=5&places=1"))
    assert "Under these weights" in need and "If it must be in" in need
    stuck = words(client.get(f"{address}?places=2&floor=60"))
    wrong = client.get(f"{address}?places=x&money=-3&w_need=5")
    assert wrong.status_code == 422
    assert "Under these weights" in words(wrong)
    assert "Proposed" in need and "In" in stuck
    told = words(client.get(f"/shortlists/{shortlist.pk}/method/"))
    assert "Rank acceptability" in told and "core index" in told


def test_two_questions_on_pages_end_in_a_list_of_twelve(sign_in, administrator):
    shortlist = make_shortlist(administrator, 14, screen=True)
    scorer = seat(shortlist, administrator, person=make_person(Role.CONTRIBUTOR))
    client, address = sign_in(scorer.person), f"/shortlists/{shortlist.pk}/"
    assert "14 of 14 wait for your two answers: about 3 minutes" in words(client.get(address))
    asked = [one.pk for one in shortlist.entries.all()]
    given = {f"{name}_{pk}": "yes" for pk in asked for name in ("powerful", "possible")}
    half = {"asked": asked[:1], f"powerful_{asked[0]}": "yes"}
    assert "Answer both for" in words(client.post(f"{address}questions/", half))
    client.post(f"{address}questions/", given | {"asked": asked})
    assert "Your answers are all in" in words(client.get(address))
    lead = sign_in(administrator)
    assert lead.get(f"{address}questions/cut/").status_code == 403
    lead.post(f"{address}questions/close/")
    assert "Powerful, say 100 of 100" in words(lead.get(f"{address}questions/cut/"))
    lead.post(f"{address}questions/cut/", {"keep": asked[:12]})
    shortlist.refresh_from_db()
    assert shortlist.state == "scoring"
    assert "2 left out by the two questions" in words(lead.get(address))


def test_criteria_are_changed_on_a_page_and_weights_said_back(sign_in, administrator):
    shortlist = make_shortlist(administrator)
    scorer = seat(shortlist, administrator, person=make_person(Role.CONTRIBUTOR))
    client = sign_in(scorer.person)
    assert "Think of the whole step" in words(client.get(f"/shortlists/{shortlist.pk}/weigh/"))
    names = [f"pair_{one.pk}_{two.pk}" for one, two in pairs_of(shortlist)]
    given = dict.fromkeys(names, "1.0") | {names[0]: "4.0"}
    said = client.post(f"/shortlists/{shortlist.pk}/weigh/", given, follow=True)
    assert "A step of one on Need counts as much as 4.0 steps" in words(said)
    lead = sign_in(administrator)
    address = f"/shortlists/criteria/{shortlist.mission.slug}/"
    assert "come with the product" in words(lead.get(address))
    data = {}
    for at, one in enumerate(shortlist.criteria.all()):
        data |= {f"name_{at}": one.name, f"question_{at}": one.question, f"side_{at}": one.side}
        data[f"anchors_{at}"] = "\n".join(one.anchors[score] for score in "12345")
    lead.post(f"{address}change/", data | {"question_0": "Who needs it?", "why": "Plainer."})
    assert "version 1" in words(lead.get(address)) and "Who needs it?" in words(lead.get(address))
