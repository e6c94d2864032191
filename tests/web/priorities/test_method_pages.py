"""How an answer comes about, where the meeting starts, and pages that store nothing."""

import pytest

from spreadwell.domain.models import CriteriaVersion, Criterion, Decision
from spreadwell.domain.people.roles import Role
from spreadwell.domain.priorities.costing import Cost, set_budget, tell_cost
from spreadwell.domain.priorities.rounds import close_scoring
from spreadwell.domain.priorities.weighing import pairs_of, weigh
from tests.factories import make_mission, make_person
from tests.panels import make_shortlist, score_all, seat

pytestmark = [pytest.mark.django_db, pytest.mark.store]


def words(answer) -> str:
    return " ".join(answer.content.decode().split())


@pytest.fixture
def closed(administrator):
    """Four opportunities, one of which a scorer left open, with weights, costs and limits."""
    shortlist = make_shortlist(administrator, 4)
    for group, scores in (("Patients", [4, 5, 3, 2]), ("Staff", [3, 5, 4, None])):
        scorer = seat(shortlist, administrator, group)
        for entry, value in zip(shortlist.entries.all(), scores, strict=True):
            score_all(scorer, entry, value)
        pairs = {(one.pk, two.pk): 1.0 for one, two in pairs_of(shortlist)}
        weigh(by=scorer.person, scorer=scorer, times=pairs)
    for at, entry in enumerate(shortlist.entries.all()):
        cost = Cost(*[100_000 * x for x in (1, 2, 3)], 2, 4, 6, 10 * at, 10 * at + 5, 10 * at + 9)
        tell_cost(by=administrator, entry=entry, cost=cost)
    set_budget(by=administrator, shortlist=shortlist, money=500_000, staff=9, equity_floor=10)
    close_scoring(by=administrator, shortlist=shortlist)
    return shortlist


def test_the_method_is_told_in_plain_words_before_its_terms(sign_in, administrator, closed):
    page = words(sign_in(administrator).get(f"/shortlists/{closed.pk}/method/"))
    plain, terms = page.split("In the field's terms")
    for said in (
        "not this round", "Reaching the most deprived fifth first", "no weights make look bad",
        "Whatever weights are taken, in",
    ):  # fmt: skip
        assert said in plain, said
    for term in ("SMAA", "acceptability", "regret", "dominated"):
        assert term not in plain, term
    for term in (
        "Rank acceptability", "Confidence factor", "non-dominated", "core index", "min–max regret",
        "REML", "perfect information", "Swing weights by pairs",
    ):  # fmt: skip
        assert term in terms, term


def test_what_conflicts_with_the_limits_is_explained(sign_in, administrator, closed):
    said = "Cannot be in: it does not fit the limits whatever else goes."
    for limits, why in (
        ({"money": 50_000}, "£1,500 a year more money would do."),
        ({"staff": 3}, "1.0 hours a week more staff time would do."),
        ({"money": 50_000, "staff": 3}, "More than one limit stands against it."),
    ):
        set_budget(by=administrator, shortlist=closed, **limits)
        page = words(sign_in(administrator).get(f"/shortlists/{closed.pk}/method/"))
        assert f"{said} {why}" in page, limits


def test_the_meeting_starts_from_the_weights_in_force(sign_in, administrator, closed):
    client = sign_in(administrator)
    address = f"/shortlists/{closed.pk}/meeting/"
    page = words(client.get(address))
    assert page.count('value="12.5"') == 8
    assert 'name="money" value="5"' in page
    assert "Under these weights" in page
    # What it starts from and the same set by hand are one answer.
    by_hand = "&".join(f"w_{one.slug}=12.5" for one in closed.criteria.all())
    limits = "places=2&money=5&staff=9&floor=10"
    same = words(client.get(f"{address}?{by_hand}&{limits}"))
    first, second = (one.split('id="answer"')[1].split("js/meeting")[0] for one in (page, same))
    assert first == second
    assert "Under any weights" in words(client.get(f"{address}?{limits}"))
    assert f'href="{address}?{limits.replace("&", "&amp;").split("&amp;")[0]}' in page
    assert "The most deprived fifth" in page and "The next pound, the next hour" in page


def test_talk_begins_where_it_is_worth_most(sign_in, administrator, closed):
    page = words(sign_in(administrator).get(f"/shortlists/{closed.pk}/"))
    assert "The most worth it first" in page and ": begin with " in page


def test_reading_the_criteria_stores_nothing(sign_in):
    mission = make_mission()
    lead = make_person(Role.MISSION_LEAD, mission=mission)
    client = sign_in(lead)
    for address in (f"/shortlists/criteria/{mission.slug}/",):
        assert "Strength of evidence" in words(client.get(address))
        assert "Strength of evidence" in words(client.get(f"{address}change/"))
    assert not Criterion.objects.exists()
    assert not CriteriaVersion.objects.exists()


def test_anchors_are_a_missions_own_and_old_words_stay_to_be_read(sign_in, administrator, closed):
    client, mission = sign_in(administrator), closed.mission
    address = f"/shortlists/criteria/{mission.slug}/"
    data = {"why": "Plainer anchors."}
    for at, one in enumerate(closed.criteria.all()):
        data |= {f"name_{at}": one.name, f"question_{at}": one.question, f"side_{at}": one.side}
        data[f"anchors_{at}"] = "\n".join(one.anchors[score] for score in "12345")
    six = data | {"anchors_0": data["anchors_0"] + "\nSix"}
    refused = client.post(f"{address}change/", six)
    assert refused.status_code == 422 and "There are 6 lines" in words(refused)
    first = "\n".join(["Marigold", *data["anchors_0"].splitlines()[1:]])
    client.post(f"{address}change/", data | {"anchors_0": first})
    client.post(f"{address}change/", data | {"why": "Back again."})
    page = words(client.get(address))
    assert "version 2" in page
    now, before = page.split("Versions", 1)
    assert "Marigold" not in now and "Marigold" in before
    assert "Marigold" not in str(list(closed.criteria.values_list("anchors", flat=True)))


def test_a_decision_shows_what_the_body_saw_and_works_out_again(sign_in, administrator, closed):
    client = sign_in(administrator)
    entries = list(closed.entries.all())
    given = {f"choice_{one.pk}": "not_this_round" for one in entries}
    client.post(
        f"/shortlists/{closed.pk}/decide/",
        given | {"body": "Board", "reasons": "Not yet.", "dissent": "Two would start."},
    )
    decision = Decision.objects.get()
    page = words(client.get(f"/decisions/{decision.pk}/"))
    for said in (
        "The shortlist as the body saw it", "Not yet.", "Two would start.", "Interests declared",
        "the same portfolio, to the digit", "£5,000 a year; 9 staff hours a week",
        "Proposed within the limits", "Weights by pairs",
    ):  # fmt: skip
        assert said in page, said
    told = words(client.get(f"/shortlists/{closed.pk}/method/"))
    assert "give the same portfolio, to the digit" in told
    assert "Every score, answer and weight is as it was." in told


def test_nothing_is_answered_before_somebody_answers(sign_in, administrator):
    shortlist = make_shortlist(administrator, 2)
    lay = seat(shortlist, administrator, lay=True, person=make_person(Role.CONTRIBUTOR))
    other = seat(shortlist, administrator, "Staff", person=make_person(Role.CONTRIBUTOR))
    first, second = shortlist.entries.all()
    address = f"/shortlists/{shortlist.pk}/score"
    page = words(sign_in(lay.person).get(f"{address}/{first.pk}/"))
    assert " checked" not in page and page.count('value="unknown"') == 8
    assert "Why 1 or 5 for need? (optional)" in page and "You owe no reasons" in page
    assert "about 5 minutes left" in page
    score_all(lay, first, None)
    again = words(sign_in(lay.person).get(f"{address}/{first.pk}/"))
    assert again.count(" checked") == 8
    page = words(sign_in(other.person).get(f"{address}/{second.pk}/"))
    assert "Why 1 or 5 for need?" in page and "(optional)" not in page
    assert "A 1 or a 5 asks for a sentence" in page


def test_one_more_place_is_told_where_places_bind(sign_in, administrator):
    shortlist = make_shortlist(administrator, 3, places=1)
    scorer = seat(shortlist, administrator)
    for at, entry in enumerate(shortlist.entries.all()):
        score_all(scorer, entry, at + 2)
    close_scoring(by=administrator, shortlist=shortlist)
    page = words(sign_in(administrator).get(f"/shortlists/{shortlist.pk}/meeting/"))
    assert "One more place would bring in “Idea 01”." in page
