"""Waves: sites that start together, later ones on a decision."""

from datetime import date

import pytest

from spreadwell.domain.decisions.models import DecidingBody, Decision
from spreadwell.domain.foundation.refusals import Invalid, NotAllowed, NotNow
from spreadwell.domain.people.roles import Role
from spreadwell.domain.spread.actions import (
    add_site_to_wave,
    cancel_wave,
    close_wave,
    open_wave,
    plan_wave,
    take_site_from_wave,
)
from spreadwell.domain.spread.models import WaveSite
from tests.factories import make_innovation, make_network, make_person, make_site

pytestmark = [pytest.mark.django_db, pytest.mark.store]


@pytest.fixture
def innovation():
    """An innovation with its version and network."""
    return make_innovation()


@pytest.fixture
def lead(innovation):
    """The lead of its mission."""
    return make_person(Role.MISSION_LEAD, mission=innovation.mission)


def plan(lead, innovation, network=None):
    """Plan the next wave."""
    return plan_wave(
        by=lead, version=innovation.versions.get(), network=network or innovation.network,
        starts_on=date(2025, 9, 1),
    )  # fmt: skip


def planned_site(innovation):
    """A planned site."""
    return make_site(innovation, state="planned", started=None)


def decide(by, choice):
    """A recorded decision."""
    body, _ = DecidingBody.objects.get_or_create(name="Board")
    return Decision.objects.create(
        body=body, question="On?", choice=choice, reasons="It helps", decided_on=date(2025, 8, 1),
        recorded_by=by, until=date(2026, 1, 1) if choice == "continue" else None,
        unless="Reach grows" if choice == "continue" else "",
    )  # fmt: skip


def test_its_own_network_is_spread_and_another_one_scale(innovation, lead):
    assert plan(lead, innovation).kind == "spread"
    second = plan(lead, innovation, make_network())
    assert (second.kind, second.number) == ("scale", 2)


def test_opening_the_first_wave_lets_its_planned_sites_prepare(innovation, lead):
    wave = plan(lead, innovation)
    with pytest.raises(NotNow, match="no sites yet"):
        open_wave(by=lead, wave=wave)
    site = planned_site(innovation)
    add_site_to_wave(by=lead, wave=wave, site=site)
    open_wave(by=lead, wave=wave)
    site.refresh_from_db()
    assert site.state == "preparing" and site.spells.get(left=None).state == "preparing"
    assert close_wave(by=lead, wave=wave).state == "done"


@pytest.mark.parametrize("choice", ["stop", "adapt", "test", "continue"])
def test_a_later_wave_opens_on_a_decision_to_spread_or_scale(innovation, lead, choice):
    plan(lead, innovation)
    second = plan(lead, innovation)
    add_site_to_wave(by=lead, wave=second, site=planned_site(innovation))
    with pytest.raises(NotNow, match="on a decision"):
        open_wave(by=lead, wave=second)
    with pytest.raises(NotNow, match="The decision says"):
        open_wave(by=lead, wave=second, decision=decide(lead, choice))
    assert open_wave(by=lead, wave=second, decision=decide(lead, "spread")).state == "open"


def test_a_superseded_decision_opens_nothing(innovation, lead):
    plan(lead, innovation)
    second = plan(lead, innovation)
    add_site_to_wave(by=lead, wave=second, site=planned_site(innovation))
    old, new = decide(lead, "spread"), decide(lead, "stop")
    new.supersedes = old
    new.save()
    old = Decision.objects.get(pk=old.pk)
    with pytest.raises(NotNow, match="superseded"):
        open_wave(by=lead, wave=second, decision=old)


def test_a_site_stands_in_one_wave_of_its_own_innovation(innovation, lead):
    wave, site = plan(lead, innovation), planned_site(innovation)
    with pytest.raises(Invalid, match="another innovation"):
        add_site_to_wave(by=lead, wave=wave, site=make_site())
    place = add_site_to_wave(by=lead, wave=wave, site=site)
    with pytest.raises(Invalid, match="wave 1 already"):
        add_site_to_wave(by=lead, wave=plan(lead, innovation), site=site)
    take_site_from_wave(by=lead, place=place)
    assert not WaveSite.objects.exists()


def test_a_cancelled_wave_says_why_and_frees_its_sites(innovation, lead):
    wave, site = plan(lead, innovation), planned_site(innovation)
    add_site_to_wave(by=lead, wave=wave, site=site)
    with pytest.raises(Invalid, match="why"):
        cancel_wave(by=lead, wave=wave, reason=" ")
    cancel_wave(by=lead, wave=wave, reason="No staff")
    assert add_site_to_wave(by=lead, wave=plan(lead, innovation), site=site).wave.number == 2


def test_a_facilitator_plans_but_does_not_open(innovation):
    facilitator = make_person(Role.FACILITATOR, network=innovation.network)
    wave = plan(facilitator, innovation)
    with pytest.raises(NotAllowed):
        open_wave(by=facilitator, wave=wave)
