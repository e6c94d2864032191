"""What a site owes: only what it supplies, for the last whole period, never more than three."""

from datetime import date

import pytest

from spreadwell.domain.measures.models import Submission
from spreadwell.domain.sites.queries import due_for_site, due_for_sites
from spreadwell.formats.periods import Period
from tests.factories import make_innovation, make_measure, make_site
from tests.readings import store_reading

pytestmark = [pytest.mark.django_db, pytest.mark.store]
TODAY = date(2025, 3, 20)


def attach(innovation, primary=False, **fields):
    """Attach a new measure to an innovation."""
    measure = make_measure(**fields)
    innovation.measures.create(measure=measure, primary=primary)
    return measure


def read(site, measure, period):
    """Store a reading of a site's organisation."""
    found = Period.parse(period)
    submission = Submission.objects.create(way="extract")
    return store_reading(
        submission=submission, measure=measure, organisation=site.organisation, period=period,
        period_kind=found.kind.value, ordinal=found.ordinal, numerator=3, denominator=4,
    )  # fmt: skip


def test_a_live_site_owes_the_last_whole_month_with_the_one_before_beside_it():
    site = make_site()
    measure = attach(site.version.innovation)
    before = read(site, measure, "2025-01")
    [due] = due_for_site(site, on=TODAY)
    assert (due.measure, str(due.period), due.before) == (measure, "2025-02", before)
    assert due.due == date(2025, 3, 14)


def test_a_reading_from_anybody_clears_it():
    site = make_site()
    measure = attach(site.version.innovation)
    read(site, measure, "2025-02")
    assert due_for_site(site, on=TODAY) == []


def test_extracts_are_never_asked_of_a_site():
    site = make_site()
    attach(site.version.innovation, supplied_by="extract")
    assert due_for_site(site, on=TODAY) == []


def test_a_quarter_is_due_after_it_ended():
    site = make_site()
    attach(site.version.innovation, cadence="quarter")
    assert [str(d.period) for d in due_for_site(site, on=TODAY)] == ["2024-Q4"]


def test_never_more_than_three_and_the_judged_one_first():
    site = make_site()
    for _ in range(4):
        attach(site.version.innovation)
    judged = attach(site.version.innovation, primary=True, name="Zzz")
    due = due_for_site(site, on=TODAY)
    assert len(due) == 3 and due[0].measure == judged


@pytest.mark.parametrize("state", ["planned", "preparing", "paused"])
def test_a_site_that_is_not_live_owes_nothing(state):
    site = make_site(state=state)
    attach(site.version.innovation)
    assert due_for_site(site, on=TODAY) == []


def test_a_site_owes_nothing_for_a_period_before_it_started():
    site = make_site(started=date(2025, 3, 1))
    attach(site.version.innovation)
    assert due_for_site(site, on=TODAY) == []


def test_many_sites_cost_as_many_queries_as_one(django_assert_max_num_queries):
    innovation = make_innovation()
    attach(innovation)
    sites = [make_site(innovation) for _ in range(12)]
    with django_assert_max_num_queries(2 + 2 * len(sites)):
        found = due_for_sites(sites, TODAY)
    assert all(len(found[site.pk]) == 1 for site in sites)
