"""Assurance: by section and tier, with its proof; nothing is green that cannot be checked."""

import json
from datetime import date, timedelta
from importlib.resources import files

import pytest

from spreadwell.domain.audit.queries import history_of
from spreadwell.domain.foundation.kept_files import FILE_KINDS, MOST_BYTES
from spreadwell.domain.foundation.refusals import Invalid, NotAllowed
from spreadwell.domain.innovations.assurance import (
    expiry,
    standards_for,
    standing,
)
from spreadwell.domain.innovations.assurance_actions import (
    add_proof,
    record_assurance,
    remove_proof,
)
from spreadwell.domain.innovations.due import assurance as assurance_due
from spreadwell.domain.innovations.models import AssuranceItem, AssuranceProof
from spreadwell.domain.people.roles import Role
from spreadwell.domain.people.viewer import viewer_of
from tests.factories import make_innovation, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.store]
TODAY = date(2026, 3, 2)


@pytest.fixture
def one():
    """An innovation that is tested."""
    return make_innovation()


@pytest.fixture
def lead(one):
    """The lead of its mission."""
    return make_person(Role.MISSION_LEAD, mission=one.mission)


def test_dtac_is_told_section_by_section_and_again_replaces_only_itself(one, lead):
    for section, status in (("C1", "missing"), ("C2", "held"), ("C1", "held")):
        record_assurance(by=lead, innovation=one, framework="dtac", section=section, status=status)
    told = {item.section: item.status for item in one.assurance.all()}
    assert told == {"C1": "held", "C2": "held"}
    said = [event.summary for event in history_of(one)]
    assert said == [
        "DTAC, clinical safety: held", "DTAC, data protection: held",
        "DTAC, clinical safety: missing",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"framework": "ukca", "section": "C1"}, "section"),
        ({"framework": "dtac", "section": "Z9"}, "section"),
        ({"framework": "nice_esf"}, "tier"),
        ({"framework": "nice_esf", "tier": "D"}, "tier"),
        ({"framework": "dcb0129", "tier": "A"}, "tier"),
        ({"framework": "other"}, "framework"),
        ({"framework": "dtac", "status": "gold"}, "status"),
    ],
)
def test_section_and_tier_stand_where_they_belong(one, lead, given, field):
    with pytest.raises(Invalid) as refused:
        record_assurance(by=lead, innovation=one, **{"status": "held"} | given)
    assert refused.value.field == field
    assert not AssuranceItem.objects.exists()


def test_the_standards_that_apply_follow_the_framework_file():
    text = (files("spreadwell") / "definitions" / "frameworks.json").read_text("utf-8")
    framework = json.loads(text)["NICE_ESF_2022"]
    assert framework["applies"].startswith(
        "1-6 all tiers; 7-9 not tier A; 10-13 all; 14 tier C only; 15-16 all; 17-21 all"
    )
    numbers = {tier: {number for number, _ in standards_for(tier)} for tier in "ABC"}
    assert numbers["C"] == set(range(1, 22))
    assert numbers["B"] == numbers["C"] - {14}
    assert numbers["A"] == numbers["B"] - {7, 8, 9}
    assert dict(standards_for("A"))[15] == framework["standards"]["15"]


@pytest.mark.parametrize(
    ("status", "expires", "proofs", "words", "colour", "left"),
    [
        ("held", 400, 1, "Held", "green", "Expires in 13 months"),
        ("held", 40, 1, "Held", "yellow", "Expires in 40 days"),
        ("held", 0, 1, "Held", "yellow", "Expires today"),
        ("held", -1, 3, "Expired", "red", "Expired 1 day ago"),
        ("held", 400, 0, "Said to be held", "yellow", "No proof is kept here. Expires in 13 mon"),
        ("held", None, 0, "Said to be held", "yellow", "No proof is kept here"),
        ("held", None, 1, "Held", "green", "No day of expiry was given"),
        ("missing", None, 1, "Missing", "orange", ""),
        ("in_progress", None, 0, "In progress", "blue", ""),
        ("not_needed", None, 0, "Not needed", "grey", ""),
    ],
)
def test_green_is_only_what_is_held_in_date_and_proven(
    status, expires, proofs, words, colour, left
):
    day = TODAY + timedelta(days=expires) if expires is not None else None
    item = AssuranceItem(framework="dtac", status=status, expires_on=day)
    found = standing(item, TODAY, proofs=proofs)
    assert (found.words, found.colour) == (words, colour)
    assert found.open.startswith(left) and bool(found.open) == bool(left)


def test_expiry_in_years():
    assert expiry(date(2029, 3, 2), TODAY) == "Expires in 3 years"
    assert expiry(date(2025, 3, 2), TODAY) == "Expired 12 months ago"


@pytest.fixture
def item(one, lead):
    """A held assurance."""
    return record_assurance(by=lead, innovation=one, framework="dcb0129", status="held")


def test_a_proof_is_a_reference_a_file_or_both(item, lead):
    add_proof(by=lead, item=item, reference=" Certificate 12 ")
    kept = add_proof(by=lead, item=item, file_name="C:\\safe\\case\n.pdf", content=b"%PDF-")
    assert {str(one) for one in item.proofs.all()} == {"Certificate 12", "case.pdf"}
    assert bytes(AssuranceProof.objects.get(pk=kept.pk).content) == b"%PDF-"


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({}, "Give a reference, a link or a file"),
        ({"file_name": "run.html", "content": b"x"}, "not of a kind that is kept"),
        ({"file_name": "pdf", "content": b"x"}, "not of a kind that is kept"),
        ({"file_name": "a.pdf"}, "is empty"),
        ({"file_name": "a.pdf", "content": bytes(MOST_BYTES + 1)}, "has 5.0 MB; at most 5 MB"),
    ],
)
def test_what_cannot_be_a_proof_is_refused(item, lead, given, says):
    with pytest.raises(Invalid, match=says):
        add_proof(by=lead, item=item, **given)
    assert not item.proofs.exists()


def test_nothing_that_runs_in_a_browser_is_kept():
    assert not {"html", "htm", "svg", "js", "xml", "exe"} & set(FILE_KINDS)


def test_a_proof_is_taken_away_with_its_reason(item, lead):
    proof = add_proof(by=lead, item=item, reference="Wrong one")
    with pytest.raises(Invalid, match="why"):
        remove_proof(by=lead, proof=proof, reason=" ")
    remove_proof(by=lead, proof=proof, reason="It named a patient")
    assert not item.proofs.exists()
    assert history_of(item.innovation)[0].summary.endswith("away: It named a patient")


def test_those_who_do_not_describe_it_prove_nothing(item):
    for role in (Role.ANALYST, Role.BOARD_MEMBER):
        with pytest.raises(NotAllowed):
            add_proof(by=make_person(role), item=item, reference="x")


def test_what_expired_waits_for_those_who_lead_or_facilitate_it(one):
    lead = make_person(Role.MISSION_LEAD, mission=one.mission)
    facilitator = make_person(Role.FACILITATOR, network=one.network)
    elsewhere = make_person(Role.MISSION_LEAD, mission=make_innovation().mission)
    board = make_person(Role.BOARD_MEMBER)
    record_assurance(
        by=lead, innovation=one, framework="dcb0129", status="held",
        expires_on=TODAY - timedelta(days=3),
    )  # fmt: skip
    record_assurance(
        by=lead, innovation=one, framework="ukca", status="held",
        expires_on=TODAY + timedelta(days=31),
    )  # fmt: skip

    def waits(person):
        return [due.text for due in assurance_due(viewer_of(person), TODAY)]

    said = [f"Renew Clinical safety, DCB0129 of {one}: expired 3 days ago"]
    assert waits(lead) == waits(facilitator) == said
    assert waits(elsewhere) == waits(board) == []
    one.stage, one.stopped_because = "stopped", "x"
    one.save()
    assert waits(lead) == []
