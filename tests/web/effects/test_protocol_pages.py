"""What a page says of a protocol that was changed, a grade that was moved, and people picked."""

import pytest

from spreadwell.domain.claims.actions import open_protocol, register_protocol
from spreadwell.domain.people.roles import Role
from tests.evidence_rooms import plant
from tests.factories import make_person

pytestmark = [pytest.mark.django_db, pytest.mark.store]


def opened(planted, **given):
    protocol = register_protocol(
        by=planted.analyst, innovation=planted.innovation, measure=planted.measure,
        comparators="PCNs not using it", comparator_codes=planted.codes, **given,
    )  # fmt: skip
    return open_protocol(by=planted.analyst, protocol=protocol)


def test_a_change_and_a_moved_grade_are_shown_with_name_and_reason(sign_in):
    planted = plant(adopters=10, others=10)
    effect = opened(planted, looks_planned=3, stop_rules="Harm at any site.")
    at = f"/effects/{effect.protocol_id}/"
    client = sign_in(planted.analyst)
    page = client.get(at).content.decode()
    assert "Harm at any site." in page
    assert "<strong>Allowing for every look: " in page, "early, the wide range leads in bold"
    assert page.index("Allowing for every look: ") < page.index("If this were the only look: ")
    given = {"comparators": "PCNs not using it", "window": 2, "looks_planned": 3,
             "stop_rules": "Harm at any site.", "why": "Training took longer."}  # fmt: skip
    assert client.post(f"{at}change/", given).status_code == 302
    refused = client.post(f"{at}change/", given)
    assert refused.status_code == 422 and "Nothing would change" in refused.content.decode()
    lower = "C" if effect.grade == "B" else "D"
    moved = client.post(f"{at}grade/", {"to": lower, "why": "The clinic moved."})
    assert moved.status_code == 302
    sign_in(make_person(Role.BOARD_MEMBER))
    page = client.get(at).content.decode()
    assert "changed after the results were opened" in page
    assert "Training took longer." in page
    assert "was 1, is 2" in page
    assert "moved the certainty by one" in page
    assert "The clinic moved." in page
    assert str(planted.analyst) in page
    assert client.get(f"{at}grade/").status_code == 403


def test_people_picked_for_a_high_value_get_no_size_but_what_was_to_be_expected(sign_in):
    planted = plant(adopters=10, others=10)
    effect = opened(planted, picked_highest=10.0, retest_correlation=0.5)
    at = f"/effects/{effect.protocol_id}/"
    client = sign_in(make_person(Role.BOARD_MEMBER))
    page = client.get(at).content.decode()
    assert "about 84 of 100 would probably have improved anyway" in page
    assert "This does not show that it did not help." in page
    assert "patients in 100" not in page and "<svg" not in page.split("<main")[1]
    assert "Estimate" not in page
    assert client.get(f"{at}looks/1/result.json").status_code == 404
    assert client.get(f"{at}looks/1/forest.svg").status_code == 404
    effect.protocol.retest_correlation = None
    effect.protocol.save()
    page = client.get(at).content.decode()
    assert "between 66 and 84 of 100" in page
