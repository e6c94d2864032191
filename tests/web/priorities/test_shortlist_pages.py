"""Shortlists as a panel and those who run it meet them."""

import pytest

from spreadwell.domain.models import Decision, Score, Shortlist
from spreadwell.domain.people.roles import Role
from spreadwell.domain.priorities.actions import add_scorer, open_shortlist
from spreadwell.domain.priorities.expecting import Expectation, expect
from spreadwell.domain.priorities.rounds import close_scoring
from tests.factories import make_mission, make_opportunity, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.store]


def words(answer) -> str:
    return " ".join(answer.content.decode().split())


@pytest.fixture
def shortlist(administrator):
    mission = make_mission()
    held = [make_opportunity(mission, state="proposed", title=t) for t in ("Calls", "Letters")]
    return open_shortlist(
        by=administrator, mission=mission, title="Spring", opportunities=held, places=1
    )


def score_form(shortlist, value):
    return {f"criterion_{pk}": value for pk in shortlist.criteria.values_list("pk", flat=True)}


def test_a_round_is_opened_from_the_mission(sign_in, administrator):
    mission = make_mission()
    client = sign_in(administrator)
    address = f"/shortlists/open/?mission={mission.slug}"
    empty = client.get(address, follow=True)
    assert empty.redirect_chain[-1][0].startswith("/discovery/opportunities/")
    assert "screen and propose" in words(empty)
    one = make_opportunity(mission, state="proposed")
    client.post(address, {"title": "Spring", "opportunities": [one.pk], "places": "1"})
    made = Shortlist.objects.get()
    assert [entry.opportunity for entry in made.entries.all()] == [one]
    page = words(client.get(f"/shortlists/{made.pk}/"))
    assert "Name the panel" in page
    assert client.get("/shortlists/open/").status_code == 302


def test_a_member_scores_one_by_one_and_sees_the_others_once_the_round_is_closed(
    sign_in, administrator, shortlist
):
    member, other = make_person(Role.BOARD_MEMBER), make_person()
    for person in (member, other):
        add_scorer(by=administrator, shortlist=shortlist, person=person, group="Patients")
    scorer = shortlist.scorers.get(person=other)
    entry, second = shortlist.entries.all()
    Score.objects.create(entry=entry, scorer=scorer, criterion=shortlist.criteria.first(), value=5)
    client = sign_in(member)
    address = f"/shortlists/{shortlist.pk}/"
    page = words(client.get(address))
    assert "2 of 2 wait for your scores: about 5 minutes" in page
    first = client.get(f"{address}score/", follow=True)
    assert "Opportunity 1 of 2" in words(first)
    assert "Very many people, heavily and every day" in words(first)
    client.post(f"{address}score/{entry.pk}/", score_form(shortlist, "4"))
    client.post(f"{address}score/{second.pk}/", score_form(shortlist, ""))
    assert Score.objects.filter(scorer__person=member, value=None).count() == 8
    page = words(client.get(address))
    assert "Your scores are all in" in page
    assert "How often in the first" not in page
    close_scoring(by=administrator, shortlist=shortlist)
    page = words(client.get(address))
    assert "How often in the first 1" in page
    assert "scores not known" in page


def test_a_score_off_the_scale_and_a_stranger_are_refused(sign_in, administrator, shortlist):
    member = make_person(Role.CONTRIBUTOR)
    add_scorer(by=administrator, shortlist=shortlist, person=member, group="Patients")
    entry = shortlist.entries.first()
    address = f"/shortlists/{shortlist.pk}/score/{entry.pk}/"
    client = sign_in(member)
    assert client.post(address, score_form(shortlist, "9")).status_code == 422
    assert not Score.objects.exists()
    assert sign_in(administrator).get(address).status_code == 403
    assert sign_in(make_person(Role.CONTRIBUTOR)).get(address).status_code == 404


def test_an_interest_is_declared_by_the_member_and_said(sign_in, administrator, shortlist):
    member = make_person(Role.BOARD_MEMBER, name="Sam Example")
    add_scorer(by=administrator, shortlist=shortlist, person=member, group="Patients")
    entry, other = shortlist.entries.all()
    client = sign_in(member)
    address = f"/shortlists/{shortlist.pk}/"
    client.post(f"{address}interest/", {"interest": "Works for it.", "interest_in": [entry.pk]})
    assert client.get(f"{address}score/{entry.pk}/").status_code == 404
    client.post(f"{address}score/{other.pk}/", score_form(shortlist, "3"))
    assert "Sam Example: Works for it." not in words(client.get(address))
    close_scoring(by=administrator, shortlist=shortlist)
    page = words(client.get(address))
    assert "Sam Example: Works for it." in page
    assert "Scores set aside: 1 person" in page


def test_the_decision_is_recorded_with_reasons(sign_in, administrator, shortlist):
    member = make_person()
    scorer = add_scorer(by=administrator, shortlist=shortlist, person=member, group="Patients")
    entry, other = shortlist.entries.all()
    for one, value in ((entry, 5), (other, 1)):
        Score.objects.bulk_create(
            Score(entry=one, scorer=scorer, criterion=c, value=value)
            for c in shortlist.criteria.all()
        )
    client = sign_in(administrator)
    address = f"/shortlists/{shortlist.pk}/"
    assert client.get(f"{address}decide/").status_code == 403
    client.post(f"{address}close/")
    expect(by=administrator, entry=other, expectation=Expectation(low=1, middle=2, high=4))
    assert "The scores say: in" in words(client.get(f"{address}decide/"))
    given = {"body": "Board", "reasons": "Need", f"choice_{entry.pk}": "not_this_round"}
    wrong = client.post(f"{address}decide/", given)
    assert wrong.status_code == 422
    assert not Decision.objects.exists()
    client.post(f"{address}decide/", given | {f"choice_{other.pk}": "in"})
    assert Decision.objects.get().reasons == "Need"
    page = words(client.get(address))
    assert "Board decided on" in page
    assert "The scores said: in" in page


def test_what_is_expected_is_written_down_before(sign_in, administrator, shortlist):
    entry = shortlist.entries.first()
    client = sign_in(administrator)
    address = f"/shortlists/{shortlist.pk}/expect/{entry.pk}/"
    assert client.post(address, {"low": "3", "middle": "2", "high": "4"}).status_code == 422
    client.post(address, {"low": "1", "middle": "2", "high": "4", "reach": "900"})
    entry.refresh_from_db()
    assert (entry.expected_low, entry.expected, entry.expected_high) == (1, 2, 4)


def test_the_panel_is_named_and_scores_again(sign_in, administrator, shortlist):
    client, person = sign_in(administrator), make_person()
    address = f"/shortlists/{shortlist.pk}/"
    client.post(f"{address}panel/", {"person": person.pk, "group": "Patients"})
    scorer = shortlist.scorers.get()
    Score.objects.create(
        entry=shortlist.entries.first(),
        scorer=scorer,
        criterion=shortlist.criteria.first(),
        value=3,
    )
    assert client.post(f"{address}again/").status_code == 302
    shortlist.refresh_from_db()
    assert shortlist.state == "scoring"
    close_scoring(by=administrator, shortlist=shortlist)
    client.post(f"{address}again/")
    shortlist.refresh_from_db()
    assert shortlist.state == "again"
    assert "Spring" in words(client.get("/shortlists/"))
