"""The ledger for programs: with what must be read with each claim, within what is seen."""

import pytest

from spreadwell.domain.claims.actions import draft_claim
from spreadwell.domain.people.roles import Role
from tests.factories import make_innovation

pytestmark = [pytest.mark.django_db, pytest.mark.store]


def test_claims_come_with_their_gaps_and_only_to_those_who_may_see_them(program):
    analyst = program()
    made = draft_claim(
        by=analyst.person, innovation=make_innovation(), sentence="86% of patients improved",
        external=True, source="A report",
    )  # fmt: skip
    found = analyst.get("/claims", whose="others").json()
    assert (found["total"], found["claims"][0]["claim"]) == (1, made.pk)
    assert found["claims"][0]["shows_size"] is False
    assert analyst.get("/claims", whose="ours").json()["claims"] == []
    one = analyst.get(f"/claims/{made.pk}").json()
    assert "Compared with whom?" in one["missing"]
    assert one["source_reply"] == "Its source was not asked yet."
    outside = program(Role.CONTRIBUTOR)
    assert outside.get("/claims").json()["total"] == 0
    assert outside.get(f"/claims/{made.pk}").status_code == 404
    assert analyst.get(f"/claims/{2**70}").status_code == 404
