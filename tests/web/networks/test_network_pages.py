"""A network as its members see it: how it goes, who works where at any size, and on a map."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from spreadwell.charts.health_check import FEWEST
from spreadwell.domain.models import HealthAnswer, HealthCheck, Membership, OrganisationEdge
from spreadwell.domain.networks.maps import load_map
from spreadwell.domain.networks.models import Feature
from spreadwell.domain.people.roles import Role
from tests.factories import make_innovation, make_network, make_organisation, make_person, make_site

pytestmark = [pytest.mark.django_db, pytest.mark.store]
SINCE = date(2024, 1, 1)


@pytest.fixture
def network():
    return make_network(slug="lipids", name="Lipids")


def opened(network, **days):
    today = timezone.localdate()
    given = {"opens": today - timedelta(days=3), "closes": today + timedelta(days=9)} | days
    return HealthCheck.objects.create(
        network=network, opened_by=make_person(Role.FACILITATOR, network=network), **given
    )


def member_of(network, role=Role.CONTRIBUTOR, **who):
    person = make_person(role)
    Membership.objects.create(
        network=network, role="Patient partner", starts=SINCE, **{"person": person} | who
    )
    return person


def page(browser, name, *args, **query):
    answer = browser.get(reverse(name, args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_facilitator_asks_and_a_member_finds_it_on_home_and_answers(sign_in, network):
    browser = sign_in(make_person(Role.FACILITATOR, network=network))
    ahead = timezone.localdate() + timedelta(days=14)
    assert "have not been asked yet" in page(browser, "networks:detail", "lipids")
    answer = browser.post(reverse("networks:ask", args=["lipids"]), {"closes": ahead.isoformat()})
    assert answer.status_code == 302
    check = HealthCheck.objects.get()
    browser = sign_in(member_of(network))
    address = reverse("networks:answer", args=[check.pk])
    assert f'href="{address}"' in page(browser, "home")
    assert f'href="{address}"' in page(browser, "networks:detail", "lipids")
    answer = browser.post(address, {"common_purpose": "4", "critical_mass": ""}, follow=True)
    assert "Thank you" in answer.content.decode()
    assert list(HealthAnswer.objects.values_list("feature", "view")) == [("common purpose", 4)]
    assert f'href="{address}"' not in page(browser, "home")
    assert re.search(r'value="4"\s+checked', page(browser, "networks:answer", check.pk))


def test_views_are_shown_from_three_answers_on_and_never_by_name(sign_in, network):
    check = opened(network)
    people = [member_of(network) for _ in range(FEWEST)]
    for person in people[:-1]:
        HealthAnswer.objects.create(
            check_round=check, person=person, feature=Feature.PURPOSE, view=2, answered_on=SINCE
        )
    browser = sign_in(make_person(Role.ADMINISTRATOR))
    text = page(browser, "networks:detail", "lipids")
    assert "answered by 2." in text and "at least 3 have answered" in text
    HealthAnswer.objects.create(
        check_round=check, person=people[-1], feature=Feature.PURPOSE, view=5, answered_on=SINCE
    )
    text = page(browser, "networks:detail", "lipids")
    assert f"Asked of {FEWEST + 1} members, answered by {FEWEST}." in text
    assert "middle view is 2 of 5" in text
    health = text[text.index("How its members see it") : text.index("What it tries")]
    health = health[: health.index(">Members<")]
    assert [str(one) for one in people if str(one) in health] == []


def test_a_stranger_and_a_latecomer_are_told_why(sign_in, network):
    today = timezone.localdate()
    check = opened(network, opens=today - timedelta(days=9), closes=today - timedelta(days=2))
    address = reverse("networks:answer", args=[check.pk])
    member = member_of(network)
    assert sign_in(make_person(Role.CONTRIBUTOR)).get(address).status_code == 404
    assert sign_in(make_person(Role.BOARD_MEMBER)).get(address).status_code == 403
    browser = sign_in(member)
    assert "This closed on" in browser.get(address).content.decode()
    answer = browser.post(address, {"common_purpose": "4"})
    assert answer.status_code == 422 and not HealthAnswer.objects.exists()


@pytest.fixture
def large(network):
    """60 organisations × 200 sites: 20 run ten sites each, 40 work through the network."""
    innovation = make_innovation(network=network)
    runs = [make_organisation(kind="trust", name=f"Trust {i:02}") for i in range(20)]
    for i in range(40):
        member_of(network, person=None, organisation=make_organisation(name=f"Member {i:02}"))
    for i in range(200):
        place = make_organisation(kind="ward", name=f"Ward {i:03}")
        OrganisationEdge.objects.create(
            source=runs[i // 10], kind="operates", target=place, starts=SINCE
        )
        make_site(innovation, organisation=place)
    return network


def test_the_matrix_of_60_organisations_and_200_sites(
    sign_in, large, django_assert_max_num_queries
):
    browser = sign_in(make_person(Role.ADMINISTRATOR))
    with django_assert_max_num_queries(40):
        text = page(browser, "networks:matrix", "lipids")
    assert "260 organisations at 200 sites" in text
    heads = re.findall(r'<th scope="col"><a [^>]*>([^<]+)</a></th>', text)
    assert len(heads) == 200 and heads[0] == "Ward 000"
    assert 'class="sw-scroll sw-matrix" tabindex="0" role="region"' in text
    assert "style=" not in text and "<script>" not in text
    only = page(browser, "networks:matrix", "lipids", role="operator", words="trust 03")
    assert "1 organisation at 10 sites, of 260 organisations and 200 sites" in only
    assert re.findall(r'<th scope="row"><a [^>]*>([^<]+)</a>', only) == ["Trust 03"]
    assert "Nobody fits" in page(browser, "networks:matrix", "lipids", words="nowhere")


def test_the_network_page_keeps_to_what_can_be_read(sign_in, large):
    text = page(sign_in(make_person(Role.ADMINISTRATOR)), "networks:detail", "lipids")
    drawn = text[text.index('id="who"') :]
    drawn = drawn[: drawn.index("</svg>")]
    assert "12 organisations at 24 sites" in text
    assert "Not in the picture: 248 organisations and 176 sites." in text
    assert drawn.count("<a ") == 12
    assert "Network member</strong> at every site (200)" in text, "a phone has a list"
    assert reverse("networks:matrix", args=["lipids"]) in text


def outline(name, at):
    ring = [[at, 51.0], [at + 1, 51.0], [at + 1, 52.0], [at, 51.0]]
    return {
        "type": "Feature",
        "properties": {"name": name},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def test_sites_stand_on_a_map_that_says_whose_it_is(sign_in, network):
    innovation = make_innovation(network=network)
    for borough in ("Elmham", "Elmham", "Nowhere", ""):
        make_site(innovation, organisation=make_organisation(borough=borough))
    browser = sign_in(make_person(Role.ADMINISTRATOR))
    assert "Where the sites are" not in page(browser, "networks:detail", "lipids")
    load_map(
        by=None, name="Boroughs", one="borough", many="boroughs", source="Office for Outlines",
        licence="OGL v3", outlines={
            "type": "FeatureCollection",
            "features": [outline("Elmham", 0), outline("Oakham", 2)],
        },
    )  # fmt: skip
    make_organisation(borough="Oakham")
    text = page(browser, "networks:detail", "lipids")
    assert "2 sites in 1 of 2 boroughs; none in Oakham" in text
    assert "Source: Office for Outlines" in text
    assert "The map “Boroughs” has no Nowhere." in text


def test_a_member_declares_and_a_facilitator_puts_right(sign_in, network):
    person = member_of(network)
    mine = Membership.objects.get()
    other = Membership.objects.create(
        network=network, organisation=make_organisation(), role="Host", starts=SINCE
    )
    browser = sign_in(person)
    text = page(browser, "networks:detail", "lipids")
    address = reverse("networks:interests", args=[mine.pk])
    assert f'href="{address}"' in text
    assert browser.post(address, {"interests": "none"}).status_code == 302
    assert browser.get(reverse("networks:interests", args=[other.pk])).status_code == 404
    told = "declared interests of"
    stranger = sign_in(make_person(Role.CONTRIBUTOR))
    assert told not in page(stranger, "networks:detail", "lipids")
    browser = sign_in(make_person(Role.FACILITATOR, network=network))
    assert told in page(browser, "networks:detail", "lipids")
    given = {"role": "Leads", "starts": "2024-02-01", "ends": ""}
    browser.post(reverse("networks:change_member", args=[mine.pk]), given)
    given = {"name": "Lipids", "purpose": "Fewer strokes", "basis": "experience"}
    browser.post(reverse("networks:change", args=["lipids"]), given)
    mine.refresh_from_db()
    network.refresh_from_db()
    assert (mine.role, mine.interests, mine.starts) == ("Leads", "none", date(2024, 2, 1))
    assert (network.purpose, network.basis) == ("Fewer strokes", "experience")
