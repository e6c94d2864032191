"""A team's gaps, what is agreed with its people, and whose time is lent."""

from decimal import Decimal

import pytest
from django.urls import reverse

from spreadwell.domain.innovations.models import NeededCapability
from spreadwell.domain.people.roles import Role
from spreadwell.domain.sites.actions import move_site
from spreadwell.domain.sites.models import SetUpItem, TeamMember
from tests.factories import make_organisation, make_person, make_site

pytestmark = [pytest.mark.django_db, pytest.mark.store]


@pytest.fixture
def site():
    return make_site()


@pytest.fixture
def lead(site, sign_in):
    return sign_in(make_person(Role.SITE_LEAD, site=site))


@pytest.fixture
def rings(site):
    return NeededCapability.objects.create(
        version=site.version, name="Rings people", why="They wait", hours_a_week=Decimal("6")
    )


def page(browser, site) -> str:
    return browser.get(reverse("sites:detail", args=[site.pk])).content.decode()


def test_a_gap_leads_to_filling_it_and_leaving_opens_it_again(lead, site, rings):
    text = page(lead, site)
    fill = f"{reverse('sites:team', args=[site.pk])}?needed={rings.pk}"
    assert "1 gap" in text and "They wait" in text and f'href="{fill}"' in text
    assert f'value="{rings.pk}" selected' in lead.get(fill).content.decode()
    nurse = make_person(name="Fern Applewick")
    nurse.organisation = site.organisation
    nurse.save()
    given = {"person": nurse.pk, "needed": rings.pk, "role": "Nurse", "hours_a_week": "6"}
    assert lead.post(fill, given).status_code == 302
    text = page(lead, site)
    assert "every needed capability is filled" in text and "Nurse, 6 hours a week" in text
    member = TeamMember.objects.get()
    assert "They left today" in lead.get(reverse("sites:member", args=[member.pk])).content.decode()
    TeamMember.objects.update(starts="2024-01-01")
    lead.post(reverse("sites:leave_team", args=[member.pk]))
    assert "1 gap" in page(lead, site)


def test_what_is_agreed_with_somebody_is_changed_on_their_page(lead, site, rings):
    member = TeamMember.objects.create(
        site=site, person=make_person(), capability="Searches", starts="2024-01-01"
    )
    address = reverse("sites:member", args=[member.pk])
    assert lead.post(address, {"hours_a_week": "90"}).status_code == 422
    assert lead.post(address, {"role": "Manager", "hours_a_week": "2.5"}).status_code == 302
    member.refresh_from_db()
    assert (member.role, member.hours_a_week) == ("Manager", Decimal("2.5"))


def test_more_than_a_full_week_is_told_to_those_who_lend(sign_in, site):
    trust = make_organisation(name="Trust")
    nurse = make_person(Role.SITE_MEMBER, site=site, name="Fern Applewick")
    nurse.organisation = trust
    nurse.save()
    for place in (site, make_site()):
        TeamMember.objects.create(
            site=place, person=nurse, capability="Rings", hours_a_week=20, starts="2024-01-01"
        )
    address = reverse("sites:lent", args=[trust.code])
    keeper = make_person(Role.PARTNER, network=site.version.innovation.network, organisation=trust)
    text = sign_in(keeper).get(address).content.decode()
    assert "Fern Applewick: 40 hours a week" in text
    assert "More than a full week of 37.5 hours" in text
    own = sign_in(nurse)
    assert "You see your own time here" in own.get(address).content.decode()
    assert "40 hours a week" in own.get(reverse("sites:own_time")).content.decode()
    stranger = sign_in(make_person(Role.SITE_MEMBER, site=site))
    answer = stranger.get(address)
    assert answer.status_code == 403 and "hold a role there" in answer.content.decode()


def test_those_who_describe_say_what_a_version_needs(sign_in, site):
    innovation = site.version.innovation
    browser = sign_in(make_person(Role.FACILITATOR, network=innovation.network))
    team = reverse("innovations:team", args=[innovation.slug])
    assert "Nothing is said yet" in browser.get(team).content.decode()
    given = {"name": "Rings people", "hours_a_week": "6", "version": site.version_id}
    assert browser.post(reverse("innovations:need", args=[innovation.slug]), given).url == team
    made = NeededCapability.objects.get()
    assert "Rings people" in browser.get(team).content.decode()
    changed = reverse("innovations:capability", args=[made.pk])
    assert browser.post(changed, {"name": "Rings everybody"}).status_code == 302
    browser.post(reverse("innovations:capability_drop", args=[made.pk]))
    assert not NeededCapability.objects.exists()


def test_set_up_shows_who_settles_it_and_what_is_late(lead, site, sign_in):
    owner = make_person(Role.SITE_MEMBER, site=site, name="Fern Applewick")
    SetUpItem.objects.create(site=site, what="dpia", owner=owner, due="2024-01-05")
    SetUpItem.objects.create(site=site, what="quality", done_on="2024-01-02")
    text = page(lead, site)
    assert (
        "Late: due 5 January 2024" in text
        and "Fern Applewick" in text
        and "1 thing settled" in text
    )
    assert "Settle: Data protection impact assessment" in sign_in(owner).get("/").content.decode()


def test_what_a_team_tells_of_itself_is_in_its_history_for_nobody_elsewhere(lead, site, sign_in):
    move_site(by=make_person(Role.ADMINISTRATOR), site=site, to="paused", reason="Flood")
    nurse = make_person(name="Fern Applewick")
    nurse.organisation = site.organisation
    nurse.save()
    given = {"person": nurse.pk, "capability": "Rings people"}
    assert lead.post(reverse("sites:team", args=[site.pk]), given).status_code == 302
    assert "Fern Applewick" in page(lead, site)
    facilitator = make_person(Role.FACILITATOR, network=site.version.innovation.network)
    assert "joined" in page(sign_in(facilitator), site)
    elsewhere = page(sign_in(make_person(Role.SITE_LEAD, site=make_site())), site)
    assert "Flood" in elsewhere and "Fern Applewick" not in elsewhere
