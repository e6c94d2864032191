"""The ledger: conflicts, versions, footing, citations, order and files."""

import csv
import io
import json
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from spreadwell.domain.claims import actions, due
from spreadwell.domain.claims.citing import Citation
from spreadwell.domain.claims.conflict_rules import suggested_conflicts, why_not_both
from spreadwell.domain.claims.conflicts import conflicts_of, who_may_settle
from spreadwell.domain.claims.footing import lost_among, lost_footing
from spreadwell.domain.claims.ledger import Wanted, ledger
from spreadwell.domain.claims.many import counted_for
from spreadwell.domain.claims.superseding import versions_of
from spreadwell.domain.foundation.refusals import Invalid, NotAllowed, NotNow
from spreadwell.domain.models import Claim
from spreadwell.domain.people.roles import Role
from spreadwell.domain.people.viewer import PUBLIC_VIEWER, viewer_of
from spreadwell.exchange.ledger import COLUMNS, as_csv, as_json
from tests.evidence_rooms import plant
from tests.factories import make_innovation, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.store]
COUNTED = "people with undiagnosed hypertension"


@pytest.fixture
def analyst():
    return make_person(Role.ANALYST)


@pytest.fixture
def innovation():
    return make_innovation()


@pytest.fixture
def write(analyst, innovation):
    def made(sentence="A claim", *, external=False, **parts):
        return actions.draft_claim(
            by=analyst, innovation=innovation, sentence=sentence, external=external,
            source="A report" if external else "", parts=parts,
        )  # fmt: skip

    return made


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ({"numerator": 207729}, {"numerator": 83000}, "count the same thing differently: 207,729"),
        ({"numerator": 1000}, {"numerator": 1050}, ""),
        (
            {"numerator": 260, "denominator": 1000},
            {"numerator": 400, "denominator": 1000},
            "different shares: 260 of 1,000 and 400 of 1,000",
        ),
        ({"numerator": 26, "denominator": 100}, {"numerator": 30, "denominator": 100}, ""),
        ({"numerator": 26}, {}, ""),
    ],
)
def test_the_rule_of_figures(write, one, other, why):
    found = why_not_both(write(counted=COUNTED, **one), write(counted=COUNTED, **other))
    assert (why in found) if why else found == ""


def test_claims_of_other_places_times_or_things_are_not_suggested(write, analyst):
    write(counted=COUNTED, numerator=10, place="Brent", period="2023")
    viewer = viewer_of(analyst)
    write(counted=COUNTED, numerator=90, place="Ealing", period="2023")
    write(counted=COUNTED, numerator=90, place="Brent", period="2024")
    write(counted="people with asthma", numerator=90, place="Brent", period="2023")
    assert suggested_conflicts(viewer) == []
    write(counted=COUNTED.upper(), numerator=91, place="brent")
    (found,) = [one for one in suggested_conflicts(viewer) if "10 and 91" in one.why]
    actions.mark_conflict(by=analyst, claim=found.one, other=found.other, why=found.why)
    assert found not in suggested_conflicts(viewer)


def test_a_conflict_is_marked_with_a_reason_and_settled_by_those_who_may(write, analyst):
    one, other = write("First"), write("Second")
    with pytest.raises(Invalid, match="why"):
        actions.mark_conflict(by=analyst, claim=other, other=one, why=" ")
    with pytest.raises(Invalid, match="itself"):
        actions.mark_conflict(by=analyst, claim=one, other=one, why="x")
    made = actions.mark_conflict(by=analyst, claim=other, other=one, why="Two figures")
    assert (made.one, made.other) == (one, other)
    with pytest.raises(NotNow, match="already"):
        actions.mark_conflict(by=analyst, claim=one, other=other, why="Again")
    assert conflicts_of(viewer_of(analyst), other) == [made]
    assert str(analyst) in who_may_settle(made)
    with pytest.raises(NotAllowed):
        actions.settle_conflict(
            by=make_person(Role.BOARD_MEMBER), conflict=made, settled="both", settlement="x"
        )
    Claim.objects.update(state="current")
    made.refresh_from_db()
    actions.settle_conflict(by=analyst, conflict=made, settled="other", settlement="Newer data")
    one.refresh_from_db()
    assert (one.state, one.superseded_by) == ("superseded", other)
    assert conflicts_of(viewer_of(analyst), other) == []


def test_a_new_version_stands_and_the_old_one_says_so_at_its_address(write, analyst):
    old = write("Waiting fell", period="2023")
    actions.publish_claim(by=analyst, claim=old)
    with pytest.raises(Invalid, match="superse"):
        actions.fill_claim(by=analyst, claim=old, parts={"period": "2024"})
    old.refresh_from_db()
    newer = actions.write_version(by=analyst, claim=old, sentence="Waiting fell a little", why="x")
    old.refresh_from_db()
    assert (newer.version, newer.public, newer.period) == (2, True, "2023")
    assert (old.state, old.superseded_by, old.sentence) == ("superseded", newer, "Waiting fell")
    assert versions_of(newer) == [newer, old]
    assert set(Claim.objects.visible_to(PUBLIC_VIEWER)) == {old, newer}
    with pytest.raises(NotNow):
        actions.write_version(by=analyst, claim=old, sentence="Again", why="x")
    with pytest.raises(IntegrityError), transaction.atomic():
        Claim.objects.filter(pk=old.pk).update(state="current")


def test_a_new_version_of_what_others_said_is_asked_of_its_source_again(write, analyst):
    old = write("86% were better", external=True)
    actions.ask_source(by=analyst, claim=old)
    actions.record_reply(by=analyst, claim=old, reply="It is so.")
    actions.publish_claim(by=analyst, claim=old)
    newer = actions.write_version(by=analyst, claim=old, sentence="86 of 100 were", why="Words")
    assert (newer.public, newer.reply, newer.source_asked_on) == (False, "", None)


@pytest.fixture
def rested():
    """A claim that rests on the first look at a planted effect."""
    planted = plant()
    protocol = actions.register_protocol(
        by=planted.analyst, innovation=planted.innovation, measure=planted.measure,
        comparators="PCNs not using it", comparator_codes=planted.codes,
    )  # fmt: skip
    effect = actions.open_protocol(by=planted.analyst, protocol=protocol)
    return planted.analyst, actions.draft_claim_from_effect(by=planted.analyst, effect=effect)


def test_a_claim_loses_its_footing_when_a_later_look_no_longer_supports_it(rested):
    analyst, claim = rested
    viewer = viewer_of(analyst)
    counted = counted_for(viewer, claim)
    assert counted.p == counted.q
    assert counted.among == 1
    actions.estimate_effect(by=analyst, protocol=claim.effect.protocol)
    claim = Claim.objects.get(pk=claim.pk)
    assert lost_footing(claim) is None, "the same readings support what they supported"
    Claim.objects.filter(pk=claim.pk).update(grade="A")
    claim = Claim.objects.get(pk=claim.pk)
    lost = lost_footing(claim)
    assert lost.look == 2
    assert "less certain now" in lost.why[0]
    assert [one for one, _ in lost_among(viewer)] == [claim]
    (waiting,) = due.footing(viewer, date(2026, 1, 1))
    assert "lost its footing" in waiting.text
    assert ledger(viewer, Wanted())[0].needs == 3
    actions.confirm_claim(by=analyst, claim=claim, why="The board knows of it")
    assert lost_footing(claim) is None
    assert not list(due.footing(viewer, date(2026, 1, 1)))


def test_the_ledger_is_narrowed_and_ordered(write, analyst, innovation):
    viewer = viewer_of(analyst)
    full = {"numerator": 1, "denominator": 2, "period": "x", "place": "x", "comparator": "x",
            "method": "x", "source": "x", "grade": "B"}  # fmt: skip
    whole, theirs = write("Whole", **full), write("Theirs", external=True, period="2023")

    def told(**wanted):
        return [one.claim for one in ledger(viewer, Wanted(**wanted))]

    assert told() == [theirs, whole]
    assert told(order="certainty") == [whole, theirs]
    assert told(certainty="B") == [whole]
    assert told(certainty="none") == [theirs]
    assert told(missing="denominator") == [theirs]
    assert told(missing="period") == []
    assert told(whose="ours") == [whole]
    assert told(mission=innovation.mission.slug, innovation=innovation.slug) == [theirs, whole]
    assert told(mission="another") == []


def test_files_say_what_must_be_read_with_a_claim(write, analyst):
    claim = write("86% of patients reduced their cholesterol", external=True)
    write('=HYPERLINK("x")')
    actions.ask_source(by=analyst, claim=claim)
    actions.record_reply(by=analyst, claim=claim, reply="We counted those seen twice.")
    found = ledger(viewer_of(analyst), Wanted(order="newest"))
    rows = json.loads(as_json(found))["claims"]
    row = next(one for one in rows if one["claim"] == claim.pk)
    assert "Compared with whom?" in row["missing"]
    assert row["grade"] == "–"
    assert not row["shows_size"]
    assert "between 77 and 84 of 100" in row["expected_anyway"]
    assert "We counted those seen twice." in row["source_reply"]
    assert set(row) == set(COLUMNS)
    table = list(csv.DictReader(io.StringIO(as_csv(found).decode("utf-8-sig"))))
    assert {one["sentence"][0] for one in table} == {"8", "'"}
    assert all("Over what time?; Where?; Compared with whom?" in one["missing"] for one in table)
    unnamed = json.loads(as_json(found, people=False))["claims"]
    assert {one["owner"] for one in unnamed} == {""}


def test_a_citation_names_version_day_and_address(write):
    claim = write("50% & more_said", external=True)
    claim.stated_on = date(2023, 12, 19)
    cited = Citation(claim, "Spreadwell", "https://x.example/claims/1/", date(2026, 11, 23))
    plain = cited.plain()
    assert plain.startswith("“50% & more_said.” A report. In: Spreadwell, claims ledger, claim ")
    assert "version 1. 19 December 2023. https://x.example/claims/1/ (read 23 November" in plain
    assert r"title = {50\% \& more\_said}" in cited.bibtex()
    (item,) = json.loads(cited.csl())
    assert item["issued"] == {"date-parts": [[2023, 12, 19]]}
    assert item["version"] == "1"
