"""The page of groups of people, its files, and that small numbers stand on none of them."""

import pytest
from django.urls import reverse

from spreadwell.domain.people.roles import Role
from tests.factories import make_innovation, make_measure, make_organisation, make_person, make_site
from tests.strata import fifths, plant_strata

pytestmark = [pytest.mark.django_db, pytest.mark.store]


@pytest.fixture
def measure():
    made = make_measure(slug="at_target", name="At target")
    plant_strata(made, make_organisation(), fifths(0.61, 0.63, 0.65, 0.66, 0.70, people=1000))
    return made


def page(client, measure, query=""):
    answer = client.get(reverse("measures:equity", args=[measure.slug]) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def file(client, measure, name, kind, query="?by=imd_quintile"):
    return client.get(reverse("measures:equity_picture", args=[measure.slug, name, kind]) + query)


def test_the_gap_is_said_in_plain_words_with_its_range(measure, sign_in):
    text = page(sign_in(make_person(Role.ANALYST)), measure)
    assert (
        "In December 2025, 61 of 100 in the most deprived fifth and 70 in the least deprived "
        "fifth: a gap of 9 (" in text
    )
    assert "the gap neither clearly narrowed nor widened" in text
    assert "Counting all groups" in text
    assert "Counts from 1 to 7 are not told" in text


def test_the_gap_can_be_kept_as_every_kind_of_file(measure, sign_in):
    client = sign_in(make_person(Role.ANALYST))
    assert b"<svg" in file(client, measure, "gap", "svg").content
    assert file(client, measure, "gap", "json").json()["vconcat"]
    assert b"2025-12,61.0,70.0,9.0" in file(client, measure, "gap", "csv").content
    groups = file(client, measure, "groups", "csv").content.decode("utf-8-sig")
    assert groups.splitlines()[1].startswith("2025-12,61.0,1000.0,63.0,1000.0")
    assert file(client, measure, "gap", "png").content.startswith(b"\x89PNG")
    assert file(client, measure, "other", "svg").status_code == 404


def test_without_strata_the_page_teaches_how_they_arrive(sign_in):
    measure = make_measure()
    text = page(sign_in(make_person(Role.ANALYST)), measure)
    assert "They come by an analyst&#39;s extract, never by hand" in text
    assert "Send an extract" in text
    site = make_site()
    text = page(sign_in(make_person(Role.SITE_LEAD, site=site)), measure)
    assert "Send an extract" not in text
    assert file(sign_in(make_person(Role.ANALYST)), measure, "gap", "svg").status_code == 404


def test_a_network_is_told_apart_from_all_places(measure, sign_in):
    innovation = make_innovation()
    site = make_site(innovation)
    plant_strata(measure, site.organisation, fifths(0.3, 0.5, 0.5, 0.5, 0.8, people=600))
    query = f"?network={innovation.network.slug}"
    text = page(sign_in(make_person(Role.ANALYST)), measure, query)
    assert "30 of 100 in the most deprived fifth and 80 in the least" in text
    assert f"1 place of {innovation.network.name}" in text


def test_where_less_is_better_the_gap_still_says_who_is_behind(sign_in):
    measure = make_measure(direction="down")
    plant_strata(measure, make_organisation(), fifths(0.3, 0.25, 0.2, 0.2, 0.1, people=1000))
    client = sign_in(make_person(Role.ANALYST))
    assert b"2025-12,30.0,10.0,20.0" in file(client, measure, "gap", "csv").content


def test_groups_without_ends_can_be_chosen(sign_in):
    measure = make_measure()
    cells = {"white": [(300, 600)] * 6, "asian": [(100, 250)] * 6, "black": [(80, 200)] * 6}
    plant_strata(measure, make_organisation(), cells, stratifier="ethnic_group")
    client = sign_in(make_person(Role.ANALYST))
    assert "in the group “Asian or Asian British”" in page(client, measure)
    text = page(client, measure, "?by=ethnic_group&group=black")
    assert "40 of 100 in the group “Black, Black British, Caribbean or African”" in text


def test_what_is_kept_back_is_said(sign_in):
    measure = make_measure()
    cells = fifths(0.61, 0.63, 0.65, 0.66, 0.70) | {"1": [(5, 400)] + [(244, 400)] * 11}
    plant_strata(measure, make_organisation(), cells)
    text = page(sign_in(make_person(Role.ANALYST)), measure)
    assert "2 numbers are kept back here of 60" in text
    assert "1 period is not told: too few people" in text


def test_who_may_not_see_the_readings_sees_no_groups(measure, sign_in):
    text = page(sign_in(make_person(Role.CONTRIBUTOR)), measure)
    assert "never by hand" in text
    assert "<svg" not in text.split("<main")[1].split("</main")[0]
