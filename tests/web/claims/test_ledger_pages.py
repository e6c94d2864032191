"""Asked, answered, compared, rewritten, cited: the pages around a claim."""

import re
from datetime import timedelta

import pytest

from spreadwell.domain.claims import actions
from spreadwell.domain.models import Claim, ClaimQuestion
from spreadwell.domain.people.roles import Role
from tests.factories import make_innovation, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.store]


@pytest.fixture
def analyst():
    return make_person(Role.ANALYST)


@pytest.fixture
def claim(analyst):
    return actions.draft_claim(
        by=analyst,
        innovation=make_innovation(),
        sentence="86% of patients reduced their cholesterol",
        external=True,
        source="A published report",
        parts={"owner": analyst},
    )


def text(response):
    return response.content.decode()


def test_a_question_reaches_home_and_its_answer_fills_the_claim(sign_in, analyst, claim):
    client = sign_in(analyst)
    client.post(f"/claims/{claim.pk}/ask/")
    asked = ClaimQuestion.objects.get(part="period")
    assert "Over what time?" in text(client.get("/"))
    assert f"/claims/questions/{asked.pk}/" in text(client.get(f"/claims/{claim.pk}/"))
    page = f"/claims/questions/{asked.pk}/"
    assert client.post(page, {"value": "", "not_known": ""}).status_code == 422
    client.post(page, {"value": "2023"})
    claim.refresh_from_db()
    assert claim.period == "2023"
    assert "2023" in text(client.get(page))


def test_a_source_replies_at_its_private_address(sign_in, analyst, claim, client, monkeypatch):
    signed_in = sign_in(analyst)
    at = signed_in.post(f"/claims/{claim.pk}/ask-source/", {"to": "The office"})["Location"]
    letter = text(signed_in.get(at))
    address = re.search(r"/public/claims/reply/[^/]+/", letter)[0]
    signed_in.logout()
    page = text(client.get(address))
    assert claim.sentence in page
    assert "between 77 and 84 of 100" in page
    shown = re.search(r'name="shown" id="[^"]+" value="([^"]+)"', page)[1]
    monkeypatch.setattr("spreadwell.web.public.guard.FASTEST", timedelta(0))
    client.post(address, {"reply": "We counted those seen twice.", "shown": shown})
    claim.refresh_from_db()
    assert claim.reply == "We counted those seen twice."
    assert client.get("/public/claims/reply/forged/").status_code == 404


def test_two_claims_side_by_side_mark_what_differs_and_who_settles(sign_in, analyst, claim):
    client = sign_in(analyst)
    other = actions.draft_claim(
        by=analyst, innovation=claim.innovation, sentence="80% did", parts={"place": "Brent"}
    )
    page = f"/claims/{claim.pk}/beside/{other.pk}/"
    assert "Nobody said that these are in conflict" in text(client.get(page))
    client.post(f"/claims/{claim.pk}/conflict/", {"other": other.pk, "why": "Two shares"})
    shown = text(client.get(page))
    assert "Who may settle it" in shown
    assert shown.count("sw-compare__row--differs") == shown.count("Differs")
    assert "Two shares" in text(client.get("/claims/conflicts/"))
    Claim.objects.update(state="current")
    client.post(f"{page}settle/", {"settled": "one", "settlement": "It has a source"})
    other.refresh_from_db()
    assert other.superseded_by == claim
    assert f"/claims/{claim.pk}/" in text(client.get(f"/claims/{other.pk}/"))


def test_a_new_version_stands_and_the_old_address_answers_everybody(sign_in, analyst, claim):
    client = sign_in(analyst)
    Claim.objects.update(state="current", external=False, public=True)
    at = client.post(
        f"/claims/{claim.pk}/rewrite/", {"sentence": "86 of 100 did", "why": "Plainer"}
    )["Location"]
    assert "Superseded on" in text(client.get(f"/claims/{claim.pk}/history/"))
    assert "It took the place of" in text(client.get(at))
    client.logout()
    old = text(client.get(f"/public/claims/{claim.pk}/"))
    assert "No longer to be repeated" in old
    assert "86 of 100 did" in old
    assert claim.sentence not in text(client.get("/public/claims/"))
    assert analyst.name not in old


@pytest.mark.parametrize("kind", ["txt", "bib", "json"])
def test_a_citation_is_a_file(sign_in, analyst, claim, kind):
    page = sign_in(analyst).get(f"/claims/{claim.pk}/citation.{kind}")
    assert "reduced their cholesterol" in text(page)
    assert f"claim-{claim.pk}-v1" in page["Content-Disposition"]


def test_the_picture_holds_what_must_be_read_with_it(sign_in, analyst, claim):
    Claim.objects.update(reply="We counted those seen twice.", origin="invented")
    client = sign_in(analyst)
    drawn = text(client.get(f"/claims/{claim.pk}/claim.svg"))
    for words in ("Invented example data", "seen twice", "Compared with whom?", "not assessed"):
        assert words in drawn
    assert client.get(f"/claims/{claim.pk}/claim.png").content.startswith(b"\x89PNG")
    assert client.get(f"/claims/{claim.pk}/claim.exe").status_code == 404


def test_the_ledger_is_narrowed_printed_and_kept(sign_in, analyst, claim):
    client = sign_in(analyst)
    assert claim.sentence in text(client.get("/claims/?whose=others&missing=period"))
    assert "No claim stands that is all of this" in text(client.get("/claims/?certainty=A"))
    assert "Not said" in text(client.get("/claims/whole/?whose=others"))
    assert claim.sentence in text(client.get("/claims/ledger.csv?whose=others"))
    assert client.get("/claims/ledger.json").json()["claims"][0]["claim"] == claim.pk
    assert client.get("/claims/ledger.xlsx").status_code == 404
