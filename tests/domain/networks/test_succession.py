"""New names, new codes and mergers: what was stays known."""

from datetime import date

import pytest

from spreadwell.domain.foundation.refusals import Invalid, NotAllowed
from spreadwell.domain.models import Event, OrganisationEdge, OrganisationName
from spreadwell.domain.networks.structure import structure_of
from spreadwell.domain.networks.succession import (
    heirs_of,
    merge_organisations,
    recode_organisation,
    rename_organisation,
)
from spreadwell.domain.people.roles import Role
from tests.factories import make_organisation, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.store]
START, DAY = date(2019, 10, 1), date(2024, 4, 1)


@pytest.fixture
def analyst():
    return make_person(Role.ANALYST)


@pytest.fixture
def pcns():
    return [make_organisation(code=code, opened=START) for code in ("XP-A", "XP-B", "XP-C")]


def join(pcn, **dates):
    practice = make_organisation(kind="practice")
    OrganisationEdge.objects.create(
        source=practice, kind="member_of", target=pcn, **{"starts": START} | dates
    )
    return practice


def test_a_new_name_and_a_new_code(analyst, pcns):
    one = pcns[0]
    old = one.name
    rename_organisation(by=analyst, organisation=one, name="Elm PCN", on=date(2023, 1, 1))
    recode_organisation(by=analyst, organisation=one, code="xp-z", on=DAY)
    one.refresh_from_db()
    assert (one.name, one.code) == ("Elm PCN", "XP-Z")
    assert list(OrganisationName.objects.values_list("code", "name", "ends")) == [
        ("XP-A", old, date(2023, 1, 1)),
        ("XP-A", "Elm PCN", DAY),
    ]
    with pytest.raises(Invalid, match="name already"):
        rename_organisation(by=analyst, organisation=one, name="Elm PCN", on=DAY)
    with pytest.raises(Invalid, match="code XP-B is here already"):
        recode_organisation(by=analyst, organisation=one, code="XP-B", on=DAY)
    with pytest.raises(Invalid, match="opened on"):
        rename_organisation(by=analyst, organisation=one, name="Oak PCN", on=START)


def test_two_merge_into_a_third_and_members_move_along(analyst, pcns):
    a, b, c = pcns
    stays, left, later = join(a), join(a, ends=date(2020, 1, 1)), join(b, starts=date(2024, 5, 1))
    merge_organisations(by=analyst, merged=[a, b], into=c, on=DAY)
    a.refresh_from_db()
    assert a.closed == DAY
    edges = OrganisationEdge.objects.filter(source=stays).order_by("starts")
    assert list(edges.values_list("target", "starts", "ends")) == [
        (a.pk, START, DAY),
        (c.pk, DAY, None),
    ]
    structure = structure_of(OrganisationEdge.objects.all())
    assert structure.parent(stays.pk, date(2024, 3, 31)) == a.pk
    assert structure.parent(stays.pk, DAY) == c.pk
    assert structure.parent(left.pk, DAY) is None
    assert structure.parent(later.pk, date(2024, 6, 1)) == c.pk
    assert Event.objects.get().detail == {"merged": ["XP-A", "XP-B"]}
    assert heirs_of(a.pk) == {c.pk}


def test_a_chain_of_mergers_and_no_circles(analyst, pcns):
    a, b, c = pcns
    merge_organisations(by=analyst, merged=[a], into=b, on=DAY)
    merge_organisations(by=analyst, merged=[b], into=c, on=date(2025, 4, 1))
    structure = structure_of(OrganisationEdge.objects.all())
    assert structure.parent(a.pk, date(2024, 12, 1)) == b.pk
    assert structure.parent(a.pk, date(2025, 4, 1)) == c.pk
    for merged, into, said in (
        ([c], a, "itself came after"),
        ([a], a, "cannot succeed itself"),
        ([a], b, "known already"),
        ([], a, "Choose"),
    ):
        with pytest.raises(Invalid, match=said):
            merge_organisations(by=analyst, merged=merged, into=into, on=date(2026, 1, 1))
    with pytest.raises(Invalid, match="opened on"):
        merge_organisations(by=analyst, merged=[c], into=make_organisation(), on=START)


def test_structure_of_wards_and_their_trust(pcns):
    trust, ward = make_organisation(kind="trust"), make_organisation(kind="ward")
    OrganisationEdge.objects.create(source=trust, kind="operates", target=ward, starts=START)
    structure = structure_of(OrganisationEdge.objects.all(), "trust")
    assert structure.parent(ward.pk, DAY) == trust.pk
    assert structure.parent(ward.pk, date(2019, 9, 30)) is None


def test_only_those_who_keep_organisations(pcns):
    board = make_person(Role.BOARD_MEMBER)
    with pytest.raises(NotAllowed):
        merge_organisations(by=board, merged=pcns[:1], into=pcns[1], on=DAY)
    assert not OrganisationEdge.objects.exists()
