"""Confidential records: those they name, and nobody else, see that they exist."""

from datetime import date
from pathlib import Path

import pytest

import spreadwell
from spreadwell.domain.audit.models import Event
from spreadwell.domain.claims.evidence import evidence
from spreadwell.domain.foundation.refusals import Invalid, NotAllowed, NotNow
from spreadwell.domain.innovations.confidential import end_record, name_reader, write_record
from spreadwell.domain.innovations.gates import open_gate
from spreadwell.domain.innovations.models import ConfidentialRecord
from spreadwell.domain.people.roles import Role
from spreadwell.domain.people.viewer import PUBLIC_VIEWER, viewer_of
from spreadwell.exchange.packs import make_pack
from tests.factories import make_innovation, make_organisation, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.store]
SECRET = "Four pounds a head, rising after the second year"
PARTY = "Quillworth Diagnostics"


@pytest.fixture
def one():
    """An innovation with a version that can be packed."""
    return make_innovation(sentence="Somebody rings you.")


@pytest.fixture
def writer(one):
    """The facilitator who writes."""
    return make_person(Role.FACILITATOR, network=one.network)


@pytest.fixture
def kept(one, writer):
    """A record that names nobody yet."""
    party = make_organisation(name=PARTY, kind="company")
    return write_record(by=writer, innovation=one, kind="terms", party=party, text=SECRET)


def seen_by(person):
    """Count what somebody sees."""
    viewer = viewer_of(person) if person else PUBLIC_VIEWER
    return ConfidentialRecord.objects.visible_to(viewer).count()


def test_only_the_writer_and_those_named_see_it_whatever_their_role(one, kept, writer):
    named = make_person(Role.CONTRIBUTOR)
    others = [
        make_person(Role.ADMINISTRATOR), make_person(Role.BOARD_MEMBER), make_person(Role.ANALYST),
        make_person(Role.MISSION_LEAD, mission=one.mission),
        make_person(Role.PARTNER, network=one.network), make_person(), None,
    ]  # fmt: skip
    assert [seen_by(person) for person in others] == [0] * len(others)
    assert seen_by(writer) == 1 and seen_by(named) == 0
    name_reader(by=writer, kept=kept, person=named)
    assert seen_by(named) == 1


def test_only_the_writer_names_readers_and_ends_it(one, kept, writer):
    named, lead = make_person(), make_person(Role.MISSION_LEAD, mission=one.mission)
    name_reader(by=writer, kept=kept, person=named)
    for person in (named, lead, make_person(Role.ADMINISTRATOR)):
        with pytest.raises(NotAllowed, match="whoever wrote it"):
            name_reader(by=person, kept=kept, person=make_person())
        with pytest.raises(NotAllowed):
            end_record(by=person, kept=kept)
    for known in (named, writer):
        with pytest.raises(Invalid, match="already"):
            name_reader(by=writer, kept=kept, person=known)
    assert end_record(by=writer, kept=kept, on=date(2026, 1, 1)).ends == date(2026, 1, 1)
    with pytest.raises(NotNow, match="has ended"):
        end_record(by=writer, kept=kept)


def test_it_says_what_and_its_days_are_in_order(one, writer):
    given = {"by": writer, "innovation": one, "party": make_organisation()}
    with pytest.raises(Invalid, match="agreed or disclosed"):
        write_record(**given, kind="terms", text=" ")
    with pytest.raises(Invalid, match="kind"):
        write_record(**given, kind="gossip", text="x")
    with pytest.raises(Invalid, match="after the start"):
        write_record(
            **given, kind="terms", text="x", starts=date(2026, 1, 2), ends=date(2026, 1, 2)
        )
    with pytest.raises(NotAllowed):
        write_record(**given | {"by": make_person(Role.ANALYST)}, kind="terms", text="x")


def test_the_trail_tells_that_it_happened_and_nothing_of_what(kept, writer):
    named = make_person(name="Named Reader")
    name_reader(by=writer, kept=kept, person=named)
    end_record(by=writer, kept=kept)
    events = Event.objects.filter(verb__startswith="innovations.confidential")
    assert events.count() == 3
    told = " ".join(f"{e.summary} {e.detail} {e.verb} {e.thing}" for e in Event.objects.all())
    for secret in (SECRET, PARTY, kept.get_kind_display(), "Named Reader"):
        assert secret not in told
    assert {event.detail == {} for event in events} == {True}


def test_neither_a_gate_nor_a_pack_reads_it(one, kept, writer):
    lead = make_person(Role.MISSION_LEAD, mission=one.mission)
    gate = open_gate(by=lead, innovation=one, body="Board", question="Go?", due=date(2099, 1, 1))
    assert SECRET not in str(evidence(gate)) and PARTY not in str(evidence(gate))
    pack, data = make_pack(by=lead, version=one.versions.get())
    assert SECRET not in str(pack.content) and PARTY not in str(pack.content)
    assert SECRET.encode() not in data and PARTY.encode() not in data


def test_nothing_but_its_own_pages_reads_the_records():
    """Scoring, claims, packs, papers and commands do not know the model at all."""
    root = Path(spreadwell.__file__).parent
    may = {
        "domain/models.py",
        "domain/people/visibility.py",
        "domain/innovations/models/__init__.py",
        "domain/innovations/models/assurance.py",
        "domain/innovations/confidential.py",
        "domain/lifecycle/table.py",  # says that nothing is done with them
        "exchange/portfolio/innovations.py",  # writes the example's own
        "web/innovations/confidential.py",
        "web/innovations/views.py",  # whether to show the way to them
    }
    for path in root.rglob("*.py"):
        name = path.relative_to(root).as_posix()
        if name in may or name.startswith("domain/migrations/"):
            continue
        text = path.read_text(encoding="utf-8")
        assert "ConfidentialRecord" not in text, name
        assert "confidential_records" not in text, name
