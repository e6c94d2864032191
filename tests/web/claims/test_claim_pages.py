"""The ledger: written, asked, answered, published, questioned, and put in context."""

import pytest

from spreadwell.domain.models import Claim
from spreadwell.domain.people.roles import Role
from tests.factories import make_innovation, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.store]
SENTENCE = "86% of reviewed patients reduced their cholesterol"


@pytest.fixture
def analyst():
    return make_person(Role.ANALYST)


def write(client, sentence=SENTENCE, **given):
    innovation = make_innovation()
    data = {"sentence": sentence, "innovation": innovation.pk, "external": "on",
            "source": "A published report"} | given  # fmt: skip
    return client.post("/claims/write/", data)


def test_an_external_claim_from_writing_to_public(sign_in, analyst):
    client = sign_in(analyst)
    at = write(client)["Location"]
    page = client.get(at).content.decode()
    assert "Compared with whom?" in page
    assert "between 77 and 84 of 100 would probably have improved anyway" in page
    assert "the plausible range of 0.5 to 0.7 is used" in page
    assert "No size is shown" in page
    assert "does not show that the reviews did not help" in page
    assert "Ask its source first" in page
    client.post(f"{at}publish/")
    claim = Claim.objects.get()
    assert not claim.public
    client.post(f"{at}ask-source/", {"to": "The office that wrote it"})
    client.post(f"{at}publish/")
    claim.refresh_from_db()
    assert not claim.public
    client.post(f"{at}reply/", {"reply": "We counted those seen twice."})
    client.post(f"{at}fill/", {"period": "2023", "denominator": "500", "source": claim.source})
    client.post(f"{at}publish/")
    claim.refresh_from_db()
    assert claim.public
    assert (claim.state, claim.period, claim.denominator) == ("current", "2023", 500)
    page = client.get(at).content.decode()
    assert "We counted those seen twice." in page
    assert "Over what time?" not in page
    client.post(f"{at}question/", {"why": "Who was left out?"})
    assert "Questioned" in client.get("/claims/").content.decode()
    client.post(f"{at}answer/", {"answer": "Nobody"})
    client.post(f"{at}withdraw/", {"why": "A better one exists"})
    assert "No longer to be repeated (1)" in client.get("/claims/").content.decode()


def test_a_missing_source_is_an_error_of_its_field(sign_in, analyst):
    page = write(sign_in(analyst), source="")
    assert page.status_code == 422
    assert "names its source" in page.content.decode()
    assert not Claim.objects.exists()


def test_conflicts_stand_side_by_side(sign_in, analyst):
    client = sign_in(analyst)
    first, second = write(client)["Location"], write(client, "Another figure")["Location"]
    other = Claim.objects.get(sentence="Another figure")
    client.post(f"{first}conflict/", {"other": other.pk, "why": "Two figures for one thing"})
    assert "In conflict with <a href" in client.get(second).content.decode()
    assert SENTENCE in client.get(second).content.decode()


def test_a_claim_with_a_comparator_is_not_put_beside_no_effect(sign_in, analyst):
    client = sign_in(analyst)
    at = write(client)["Location"]
    Claim.objects.update(comparator="Patients in random order, not yet reviewed")
    assert "improved anyway" not in client.get(at).content.decode()


def test_those_outside_see_published_claims_only_and_change_none(sign_in, analyst):
    client = sign_in(analyst)
    at = write(client)["Location"]
    sign_in(make_person(Role.CONTRIBUTOR))
    assert client.get(at).status_code == 404
    assert client.get("/claims/write/").status_code == 403
    Claim.objects.update(public=True, state="current", source_asked_on="2025-01-01")
    assert client.get(at).status_code == 200
    assert client.get(f"{at}withdraw/").status_code == 403
    assert client.post(f"{at}fill/", {"period": "1999"}).status_code == 403
    assert Claim.objects.get().period == ""
