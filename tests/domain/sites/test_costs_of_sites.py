"""What implementing costs: two numbers a quarter, asked in the month after it only."""

from datetime import date
from decimal import Decimal

import pytest

from spreadwell.domain.audit.queries import history_of
from spreadwell.domain.foundation.refusals import Invalid, NotAllowed
from spreadwell.domain.people.roles import Role
from spreadwell.domain.people.viewer import viewer_of
from spreadwell.domain.sites.costs import costs_due, last_quarter, sum_costs, tell_cost, wanted_by
from spreadwell.domain.sites.due import costs
from spreadwell.domain.sites.models import SiteCost
from tests.factories import make_organisation, make_person, make_site

pytestmark = [pytest.mark.django_db, pytest.mark.store]
QUARTER = "FY2025-Q1"


@pytest.fixture
def site():
    """A site that has been live for long."""
    return make_site(started=date(2025, 2, 1))


@pytest.fixture
def member(site):
    """Somebody of the site."""
    return make_person(Role.SITE_MEMBER, site=site)


def tell(member, site, cost, hours, **kinds):
    """Tell a quarter; kinds as cost and hours."""
    given = {kind: {p: Decimal(v) for p, v in parts.items()} for kind, parts in kinds.items()}
    numbers = {
        name: None if value is None else Decimal(value)
        for name, value in (("cost", cost), ("hours", hours))
    }
    return tell_cost(by=member, site=site, quarter=QUARTER, by_kind=given, **numbers)


def test_a_quarter_is_asked_for_in_the_month_after_it_and_not_again(site, member):
    assert str(last_quarter(date(2025, 7, 1))) == QUARTER
    assert wanted_by(last_quarter(date(2025, 7, 1))) == date(2025, 7, 31)
    assert costs_due([site], date(2025, 6, 30)) == {}
    assert str(costs_due([site], date(2025, 7, 1))[site.pk]) == QUARTER
    assert str(costs_due([site], date(2025, 7, 31))[site.pk]) == QUARTER
    assert costs_due([site], date(2025, 8, 1)) == {}
    [due] = costs(viewer_of(member), date(2025, 7, 14))
    assert (due.page, due.args, due.due) == ("sites:cost", (site.pk, QUARTER), date(2025, 7, 31))
    tell(member, site, None, None)
    assert costs_due([site], date(2025, 7, 14)) == {}
    assert list(costs(viewer_of(member), date(2025, 7, 14))) == []


def test_who_had_not_begun_or_has_ended_is_not_asked():
    late = make_site(started=date(2025, 7, 2))
    ended = make_site(
        state="stopped", started=date(2024, 1, 1), stopped=date(2025, 5, 1), stopped_because="x"
    )
    planned = make_site(state="planned", started=None)
    assert costs_due([late, ended, planned], date(2025, 7, 14)) == {}


def test_not_knowing_is_an_answer_and_not_nought(site, member):
    made = tell(member, site, None, "12")
    made.refresh_from_db()
    assert (made.cost, made.hours) == (None, 12)
    assert "cost not known" in history_of(site)[0].summary


def test_a_correction_keeps_what_stood_before(site, member):
    tell(member, site, "100", "12")
    tell(member, site, "150", "12", equipment={"cost": "150"})
    assert SiteCost.objects.get().cost == 150
    event = history_of(site)[0]
    assert event.verb == "sites.cost_corrected" and event.detail["before"]["cost"] == "100.00"
    assert event.detail["now"]["by_kind"] == {"equipment": {"cost": "150"}}


def test_kinds_fill_the_whole_and_must_add_up_to_it(site, member):
    made = tell(member, site, None, None, training={"cost": "40", "hours": "6"},
                staff={"hours": "4"}, travel={"cost": "2.50"})  # fmt: skip
    assert (made.cost, made.hours) == (Decimal("42.50"), 10)
    with pytest.raises(Invalid, match="add up to 40 pounds, the whole is 50") as refused:
        tell(member, site, "50", None, licences={"cost": "40"})
    assert refused.value.field == "cost"


@pytest.mark.parametrize(
    ("quarter", "sentence"),
    [
        ("2025-04", "financial quarter"),
        ("soon", "not a period"),
        ("FY2090-Q1", "has not ended"),
        ("FY2020-Q1", "had not begun"),
    ],
)
def test_only_a_quarter_that_ended_while_it_ran_is_told(site, member, quarter, sentence):
    with pytest.raises(Invalid, match=sentence):
        tell_cost(by=member, site=site, quarter=quarter, cost=Decimal(1), hours=None)


def test_what_is_below_nought_or_of_no_kind_is_refused(site, member):
    for given in ({"licences": {"cost": "-1"}}, {"staff": {"cost": "1"}}, {"cake": {"cost": "1"}}):
        with pytest.raises(Invalid):
            tell(member, site, None, None, **given)
    with pytest.raises(Invalid, match="below 0"):
        tell(member, site, "-1", None)
    with pytest.raises(NotAllowed):
        tell(make_person(Role.SITE_MEMBER, site=make_site()), site, "1", None)
    assert not SiteCost.objects.exists()


def test_a_sum_says_how_many_of_how_many_told(site, member):
    innovation = site.version.innovation
    others = [make_site(innovation, organisation=make_organisation()) for _ in range(2)]
    tell(member, site, "100", None)
    told = sum_costs([site, *others], SiteCost.objects.all())
    assert (told.asked, told.cost, told.cost_sites, told.hours_sites) == (3, 100, 1, 0)
    assert told.sentence == (
        "So far £100 without staff at 1 of 3 sites that had begun, told for 1 quarter. What the "
        "others spent is not known."
    )
    assert "None of 2" in sum_costs(others, SiteCost.objects.all()).sentence
    assert sum_costs([site], SiteCost.objects.all()).sentence == (
        "So far £100 without staff and hours not known, told for 1 quarter."
    )
    assert "The site has not" in sum_costs(others[:1], SiteCost.objects.all()).sentence
    early = date(2025, 2, 1)
    whole = [
        make_site(innovation, organisation=make_organisation(), started=early) for _ in range(2)
    ]
    for one in whole:
        tell(make_person(Role.SITE_MEMBER, site=one), one, "20", "3")
    assert sum_costs(whole, SiteCost.objects.all()).sentence == (
        "So far £40 without staff at 2 and 6 staff hours at 2 of 2 sites, told for 1 quarter."
    )


def test_costs_are_for_the_site_and_those_who_run_the_network(site, member):
    tell(member, site, "1", "1")
    elsewhere = make_person(Role.SITE_MEMBER, site=make_site())
    partner = make_person(Role.PARTNER, network=site.version.innovation.network)
    for person, sees in ((member, 1), (make_person(Role.BOARD_MEMBER), 1), (elsewhere, 0),
                         (partner, 0)):  # fmt: skip
        assert SiteCost.objects.visible_to(viewer_of(person)).count() == sees
