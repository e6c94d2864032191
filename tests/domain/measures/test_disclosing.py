"""What of readings by strata is told: the one module that decides."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from spreadwell.domain.measures.disclosing import profile_for, strata_shown
from spreadwell.domain.measures.equity import equity_of
from spreadwell.domain.measures.rebuilding import rebuild_columns
from spreadwell.domain.measures.strata import stratifiers_of
from spreadwell.domain.models import Reading, Submission
from spreadwell.domain.people.roles import Role
from spreadwell.domain.people.viewer import viewer_of
from spreadwell.exchange.submissions import check_submission
from spreadwell.formats.periods import PeriodKind
from tests.factories import make_measure, make_organisation, make_person, make_site
from tests.strata import fifths, plant_strata

pytestmark = [pytest.mark.django_db, pytest.mark.store]


def shown(measure, **more):
    return strata_shown(Reading.objects.all(), measure, "imd_quintile", **more)


def test_places_are_summed_and_counts_are_rounded():
    measure = make_measure()
    for _ in range(2):
        plant_strata(measure, make_organisation(), fifths(0.51, 0.6, 0.6, 0.6, 0.7, months=2))
    found = shown(measure)
    assert found.places == 2
    assert found.strata == ("1", "2", "3", "4", "5")
    assert found.numerator[0].tolist() == [410, 480, 480, 480, 560]  # 408 is told as 410
    assert not found.suppressed.any()
    assert [str(one) for one in found.periods] == ["2025-01", "2025-02"]


def test_a_small_cell_takes_another_with_it_and_neither_is_nought():
    measure = make_measure()
    cells = fifths(0.5, 0.6, 0.6, 0.6, 0.7) | {"2": [(3, 400)] + [(240, 400)] * 11}
    plant_strata(measure, make_organisation(), cells)
    found = shown(measure)
    assert found.kind is PeriodKind.MONTH
    assert found.suppressed[0].sum() == 2
    assert np.isnan(found.numerator[0][found.suppressed[0]]).all()
    assert found.suppressed[1:].sum() == 0


def test_what_arrives_suppressed_stays_so_in_every_sum():
    measure = make_measure()
    plant_strata(measure, make_organisation(), fifths(0.5, 0.6, 0.6, 0.6, 0.7))
    cells = fifths(0.5, 0.6, 0.6, 0.6, 0.7) | {"1": [(None, None)] * 12}
    plant_strata(measure, make_organisation(), cells, whole=False)
    found = shown(measure)
    assert found.suppressed[:, 0].all()
    assert np.isnan(found.values[:, 0]).all()


@pytest.mark.parametrize("people", [None, 3])
def test_a_number_that_arrived_suppressed_is_not_left_to_be_taken_from_the_total(people, settings):
    settings.DISCLOSURE = "ons-10"
    measure = make_measure()
    cells = fifths(0.5, 0.6, 0.6, 0.6, 0.7) | {"1": [(None, people)] * 12}
    plant_strata(measure, make_organisation(), cells)
    found = shown(measure)
    assert found.suppressed[:, 0].all()
    assert (found.suppressed.sum(axis=1) >= 2).all()
    assert np.isnan(found.denominator[found.suppressed]).all()


def test_events_are_told_by_quarter_where_most_of_a_month_would_be_hidden():
    measure = make_measure(kind="process")
    cells = {str(i): [(5, 20)] * 12 for i in range(1, 6)}
    plant_strata(measure, make_organisation(), cells)
    found = shown(measure)
    assert (found.kind, found.longer_than) == (PeriodKind.QUARTER, PeriodKind.MONTH)
    assert found.numerator.shape == (4, 5)
    assert found.hidden == 0
    assert set(found.numerator.flatten()) == {15}


def test_the_same_people_counted_each_month_are_never_added_up():
    """Five people at target in three months are five people, not fifteen."""
    measure = make_measure(kind="outcome")
    plant_strata(measure, make_organisation(), {str(i): [(5, 20)] * 12 for i in range(1, 6)})
    found = shown(measure)
    assert found.suppressed.all()


def test_a_network_is_kept_back_where_the_rest_could_be_taken_away():
    measure = make_measure()
    mine, rest = make_organisation(), make_organisation()
    plant_strata(measure, mine, fifths(0.5, 0.6, 0.6, 0.6, 0.7))
    plant_strata(measure, rest, fifths(0.5, 0.6, 0.6, 0.6, 0.7) | {"3": [(4, 400)] * 12})
    alone = shown(measure, organisations=[mine.pk])
    assert alone.suppressed[:, 2].all()
    assert (alone.suppressed.sum(axis=1) >= 2).all()
    assert shown(measure, organisations=[mine.pk, rest.pk]).hidden == 0


@settings(max_examples=5, deadline=None)
@given(st.data())
def test_nothing_small_is_ever_told_whatever_is_in_the_store(data):
    Reading.objects.all().delete()
    measure = make_measure()
    places = [make_organisation() for _ in range(2)]
    count = st.integers(0, 14)
    sums = np.zeros((3, 3, 2))
    for place in places:
        cells = {
            str(i): [(a := data.draw(count), a + data.draw(count)) for _ in range(3)]
            for i in range(1, 4)
        }
        plant_strata(measure, place, cells)
        sums += np.array([[cells[str(i)][t] for i in (1, 2, 3)] for t in range(3)])
    found = shown(measure)
    if found.kind is not PeriodKind.MONTH:
        return
    told = ~found.suppressed
    for true in (sums[..., 0], sums[..., 1], sums[..., 1] - sums[..., 0]):
        assert not ((true > 0) & (true <= 7) & told).any()
    assert (found.numerator[told] % 5 == 0).all()
    assert (found.suppressed.sum(axis=1) != 1).all()


@pytest.mark.parametrize("profile", ["nhs-hes-2018", "ons-10"])
def test_networks_taken_from_all_places_do_not_give_another_network(profile, settings):
    settings.DISCLOSURE = profile
    measure = make_measure()
    places = [make_organisation() for _ in "ABC"]
    for i, place in enumerate(places):
        few = {"3": [(4, 400)] * 12} if i == 0 else {}
        plant_strata(measure, place, fifths(0.5, 0.6, 0.6, 0.6, 0.7) | few)
    a, b, c = networks = [frozenset([one.pk]) for one in places]
    whole = shown(measure, networks=networks)
    of_a, of_b, of_c = (shown(measure, organisations=one, networks=networks) for one in (a, b, c))
    assert of_a.suppressed[:, 2].all()
    assert not of_b.suppressed[:, 2].any()
    assert np.isnan(whole.numerator - of_b.numerator - of_c.numerator)[of_a.suppressed].all()
    assert whole.kind is of_a.kind is of_b.kind
    assert not shown(measure).suppressed.any()


@settings(max_examples=6, deadline=None)
@given(st.data())
def test_no_networks_together_narrow_a_small_number_even_where_they_overlap(data):
    """What is told exactly and every total, as equations; each piece's cells are the unknowns."""
    Reading.objects.all().delete()
    measure = make_measure(kind="process")
    places = [make_organisation() for _ in range(4)]
    count = st.one_of(st.integers(0, 12), st.integers(20, 60))
    true = np.array([[data.draw(count) for _ in range(4)] for _ in places], dtype=float)
    for place, row in zip(places, true, strict=True):
        plant_strata(measure, place, {str(j): [(n, 900)] for j, n in enumerate(row, 1)})
    asked = [(0, 1), (1, 2), (2,), (3,)][: data.draw(st.integers(1, 4))]
    networks = [frozenset(places[i].pk for i in one) for one in asked]
    cut = {}
    for i in range(4):
        cut.setdefault(tuple(i in one for one in asked), []).append(i)

    def cells(which, columns):
        return np.array([float(i in which and j in columns) for i in range(4) for j in range(4)])

    known = [cells(one, range(4)) for one in cut.values()]
    for which, one in ((range(4), None), *zip(asked, networks, strict=True)):
        found = shown(measure, organisations=one, networks=networks)
        assert found.kind is PeriodKind.MONTH
        known += [cells(which, [j]) for j in np.flatnonzero(~found.suppressed[0]).tolist()]
    equations, flat = np.array(known), true.reshape(-1)
    for piece in cut.values():
        for j in range(4):
            sought = cells(piece, [j])
            if not 0 < sought @ flat <= 7 or cells(piece, range(4)) @ flat <= 7:
                continue
            low, high = (
                sign * linprog(sign * sought, A_eq=equations, b_eq=equations @ flat).fun
                for sign in (1, -1)
            )
            assert high - low > 7


def test_a_share_without_its_counts_is_never_added_up_as_if_it_were_a_count():
    measure = make_measure()
    first, second = make_organisation(), make_organisation()
    for place in (first, second):
        plant_strata(measure, place, fifths(0.5, 0.6, 0.6, 0.6, 0.7), whole=False)
    rows = Reading.objects.filter(organisation=second, stratum="3", ordinal__lt=2025 * 12 + 6)
    assert rows.update(value=52.0, numerator=None, denominator=None)
    rebuild_columns()
    found = shown(measure)
    lost = found.suppressed[:, 2]
    assert lost.any()
    assert not lost.all()
    assert found.finished == lost.sum()
    assert np.isnan(found.values[lost, 2]).all()
    assert set(found.numerator[~lost, 2]) == {480}
    assert equity_of(Reading.objects.all(), measure, "imd_quintile") is not None
    every = Reading.objects.filter(stratum="3")
    every.update(value=45.0, numerator=None, denominator=None)
    rebuild_columns()
    assert shown(measure).suppressed[:, 2].all()


def test_the_value_of_a_count_is_a_count():
    measure = make_measure(statistic="count", per=1)
    plant_strata(measure, make_organisation(), fifths(0.5, 0.6, 0.6, 0.6, 0.7), whole=False)
    Reading.objects.filter(stratum="3").update(value=52.0, numerator=None, denominator=None)
    rebuild_columns()
    assert set(shown(measure).numerator[:, 2]) == {50}


@pytest.mark.parametrize(
    ("statistic", "refused"),
    [("proportion", True), ("rate", True), ("count", False), ("mean", False)],
)
def test_a_share_of_a_group_is_refused_at_the_door_and_that_of_everyone_is_not(statistic, refused):
    make_measure(slug="at_target", statistic=statistic, per=1)
    make_organisation(code="XP-A")
    content = b"measure,site,period,value,imd_quintile\nat_target,XP-A,2024-01,0.5,\n"
    analyst = make_person(Role.ANALYST)
    assert check_submission(by=analyst, content=content, name="a.csv").problems == ()
    content += b"at_target,XP-A,2024-01,0.4,1\n"
    problems = check_submission(by=analyst, content=content, name="a.csv").problems
    assert [(one.row, one.column, one.value) for one in problems] == (
        [(3, "value", "0.4")] if refused else []
    )
    assert all("needs its numerator and denominator" in one.message for one in problems)


def test_a_definition_may_ask_for_stricter_rules_and_never_for_looser_ones(settings):
    measure = make_measure(definition={"disclosure": "strict"})
    assert profile_for(measure).name == "strict"
    settings.DISCLOSURE = "strict"
    assert profile_for(make_measure(definition={"disclosure": "nhs-hes-2018"})).name == "strict"
    assert profile_for(make_measure()).name == "strict"


def test_the_gap_of_means_needs_the_people_behind_each():
    measure = make_measure(statistic="mean", per=1)
    place = make_organisation()
    plant_strata(measure, place, {"1": [(0, 1)], "5": [(0, 1)]}, whole=False)
    rows = Reading.objects.filter(measure=measure)
    bare = {"numerator": None, "denominator": None, "sd": 1.0}
    for stratum, value, n in (("1", 5.0, 40), ("5", 4.0, 60)):
        rows.filter(stratum=stratum).update(value=value, n=n, **bare)
    rebuild_columns()
    found = equity_of(Reading.objects.all(), measure, "imd_quintile")
    assert found.gaps.gap[0] == pytest.approx(1.0)
    assert found.clear
    rows.update(n=None)
    rebuild_columns()
    assert shown(measure).suppressed.all()


def test_the_gap_over_time_and_the_ladder():
    measure = make_measure()
    cells = {
        str(i): [(round((0.5 + 0.04 * i + 0.001 * t * (6 - i)) * 2000), 2000) for t in range(24)]
        for i in range(1, 6)
    }
    plant_strata(measure, make_organisation(), cells)
    found = equity_of(Reading.objects.all(), measure, "imd_quintile")
    assert (found.first, found.second) == ("1", "5")
    assert found.gaps.gap[0] == pytest.approx(-0.16, abs=0.005)
    assert found.change.verdict == "narrowing"
    assert found.slope is not None
    # Five steps of 0.04 less 0.023 each, from one end of the ladder to the other.
    assert found.slope.index == pytest.approx(-5 * (0.04 - 0.023), abs=0.01)


def test_groups_without_ends_are_held_against_the_largest():
    measure = make_measure()
    cells = {"white": [(300, 600)] * 6, "asian": [(100, 250)] * 6, "black": [(80, 200)] * 6}
    plant_strata(measure, make_organisation(), cells, stratifier="ethnic_group")
    found = equity_of(Reading.objects.all(), measure, "ethnic_group")
    assert (found.first, found.second) == ("asian", "white")
    other = equity_of(Reading.objects.all(), measure, "ethnic_group", group="black")
    assert (other.first, other.second) == ("black", "white")
    assert found.slope is None


def test_only_an_analyst_sends_strata_and_others_are_told_why():
    measure = make_measure(slug="at_target")
    site = make_site(organisation=make_organisation(code="XP-A"))
    head = "measure,site,period,numerator,denominator,imd_quintile\n"
    content = (head + "at_target,XP-A,2024-01,40,100,1\n").encode()
    lead = make_person(Role.SITE_LEAD, site=site)
    [problem] = check_submission(by=lead, content=content, name="a.csv").problems
    assert (problem.row, problem.column) == (2, "imd_quintile")
    assert "come by an analyst's extract" in problem.message
    analyst = make_person(Role.ANALYST)
    assert check_submission(by=analyst, content=content, name="a.csv").ok
    wrong = content.replace(b",1\n", b",Q1\n")
    [problem] = check_submission(by=analyst, content=wrong, name="a.csv").problems
    assert problem.message == "“Q1” is not a value of imd_quintile; did you mean “1”?"
    named = content.replace(b"imd_quintile", b"ethnicity")
    [problem] = check_submission(by=analyst, content=named, name="a.csv").problems
    assert "use imd_quintile, imd_decile, ethnic_group, age_band, sex" in problem.message
    assert Submission.objects.filter(state="checked").count() == 1
    assert measure.pk


def test_by_what_a_measure_is_told_apart_is_seen_by_whoever_sees_its_readings():
    measure = make_measure()
    plant_strata(measure, make_organisation(), fifths(0.5, 0.6, 0.6, 0.6, 0.7))
    assert stratifiers_of(viewer_of(make_person(Role.ANALYST)), measure) == ["imd_quintile"]
    assert stratifiers_of(viewer_of(make_person(Role.SITE_LEAD, site=make_site())), measure) == []
