"""Random mergers and moves through the actions, against a plain list of who was where."""

from datetime import date
from random import Random

import pytest

from spreadwell.domain.models import OrganisationEdge
from spreadwell.domain.networks.actions import add_edge, end_edge
from spreadwell.domain.networks.structure import structure_of
from spreadwell.domain.networks.succession import merge_organisations
from spreadwell.domain.people.roles import Role
from tests.factories import make_organisation, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.store]
MONTHS = [date(2024, month, 1) for month in range(1, 13)]


def move(analyst, practice, to, on):
    """Let a practice leave where it is, and join another PCN on the same day."""
    running = OrganisationEdge.objects.running_on(on).filter(source=practice, kind="member_of")
    for edge in running:
        end_edge(by=analyst, edge=edge, on=on)
    add_edge(by=analyst, source=practice, kind="member_of", target=to, starts=on)


@pytest.mark.parametrize("seed", range(6))
def test_each_practice_is_where_it_was_in_every_month(seed):
    dice, analyst = Random(seed), make_person(Role.ANALYST)
    pcns = [make_organisation(opened=date(2019, 10, 1)) for _ in range(5)]
    practices = [make_organisation(kind="practice") for _ in range(6)]
    home = {}
    for practice in practices:
        home[practice.pk] = dice.choice(pcns)
        add_edge(
            by=analyst, source=practice, kind="member_of", target=home[practice.pk],
            starts=date(2020, 1, 1),
        )  # fmt: skip
    was, mergers = [], 0
    for month in MONTHS:
        moved = dice.choice(practices)
        elsewhere = [one for one in pcns if one != home[moved.pk]]
        if elsewhere and dice.random() < 0.5:
            home[moved.pk] = dice.choice(elsewhere)
            move(analyst, moved, home[moved.pk], month)
        elif len(pcns) > 1:
            merged, into = dice.sample(pcns, 2)
            merge_organisations(by=analyst, merged=[merged], into=into, on=month)
            pcns.remove(merged)
            mergers += 1
            home = {key: into if one == merged else one for key, one in home.items()}
        was.append({key: one.pk for key, one in home.items()})
    structure = structure_of(OrganisationEdge.objects.all())
    for month, true in zip(MONTHS, was, strict=True):
        assert structure.as_of(month) == true, month
    assert mergers > 0, "a seed without a merger tests nothing"
    # Today's structure is one for every month: whoever was merged since is found in the heir.
    now = structure.as_of(date(2026, 1, 1))
    assert set(now.values()) <= {one.pk for one in pcns}
