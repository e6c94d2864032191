"""Gates and decisions: what is asked, what it rests on, and the evidence frozen."""

import hashlib
from datetime import date

import pytest

from spreadwell.domain.claims.actions import open_protocol, register_protocol
from spreadwell.domain.models import DecidingBody, Decision, Gate
from spreadwell.domain.people.roles import Role
from tests.evidence_rooms import plant
from tests.factories import make_innovation, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.store]


def gate_at(innovation):
    body, _ = DecidingBody.objects.get_or_create(name="Research and innovation board")
    return Gate.objects.create(
        innovation=innovation,
        body=body,
        question="Spread it further?",
        recommendation="Spread, reach first",
        criteria=[
            {"name": "Effect", "needed": "probably caused", "met": True},
            {"name": "Equity", "needed": "no wider gap", "met": False},
            {"name": "Cost", "needed": "within budget", "met": None},
        ],
        opened_on=date(2025, 1, 1),
        due=date(2025, 2, 1),
    )


def test_a_gate_says_what_it_rests_on_and_a_decision_keeps_it(sign_in):
    planted = plant(adopters=10, others=10)
    protocol = register_protocol(
        by=planted.analyst,
        innovation=planted.innovation,
        measure=planted.measure,
        comparators="PCNs not using it",
        comparator_codes=planted.codes,
    )
    effect = open_protocol(by=planted.analyst, protocol=protocol)
    gate = gate_at(planted.innovation)
    client = sign_in(make_person(Role.BOARD_MEMBER))
    assert "Spread it further?" in client.get("/decisions/").content.decode()
    page = client.get(f"/decisions/gates/{gate.pk}/").content.decode()
    for words in ("✓ Met", "✗ Not met", "? Not known", "more people in 100", "Spread, reach first"):
        assert words in page
    given = {
        "choice": "spread",
        "reasons": "It probably helps",
        "dissent": "One would wait",
        "interest": "Works at a site",
    }
    made = client.post(f"/decisions/gates/{gate.pk}/", given)
    decision = Decision.objects.get()
    assert made["Location"] == f"/decisions/{decision.pk}/"
    page = client.get(made["Location"]).content.decode()
    for words in ("One would wait", "Works at a site", effect.fingerprint[:16]):
        assert words in page
    file = client.get(f"/decisions/{decision.pk}/evidence.json").content
    assert hashlib.sha256(file).hexdigest() == decision.fingerprint
    assert decision.fingerprint in page
    again = client.get(f"/decisions/gates/{gate.pk}/")
    assert again["Location"] == made["Location"]
    client.post(f"/decisions/{decision.pk}/publish/")
    sign_in(make_person(Role.CONTRIBUTOR))
    page = client.get(made["Location"]).content.decode()
    assert "One would wait" in page
    assert "Works at a site" not in page


def test_what_is_missing_is_an_error_of_its_field_and_nothing_is_decided(sign_in):
    gate = gate_at(make_innovation())
    client = sign_in(make_person(Role.BOARD_MEMBER))
    page = client.post(
        f"/decisions/gates/{gate.pk}/", {"choice": "continue", "reasons": "Not sure yet"}
    )
    assert page.status_code == 422
    assert "until which day" in page.content.decode()
    page = client.post(f"/decisions/gates/{gate.pk}/", {"choice": "stop", "reasons": "No staff"})
    assert "what was learnt" in page.content.decode()
    assert not Decision.objects.exists()


def test_those_who_do_not_decide_see_why_and_cannot(sign_in):
    gate = gate_at(make_innovation())
    client = sign_in(make_person(Role.ANALYST))
    page = client.get(f"/decisions/gates/{gate.pk}/").content.decode()
    assert "You cannot record the decision" in page
    assert "Record the decision</button>" not in page
    client.post(f"/decisions/gates/{gate.pk}/", {"choice": "spread", "reasons": "mine"})
    assert not Decision.objects.exists()
    sign_in(make_person(Role.CONTRIBUTOR))
    assert client.get(f"/decisions/gates/{gate.pk}/").status_code == 404
