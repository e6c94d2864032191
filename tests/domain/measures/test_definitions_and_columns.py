"""Definitions with versions, readings as columns, and charts of stored readings."""

import numpy as np
import pytest

from spreadwell.domain.foundation.refusals import NotAllowed
from spreadwell.domain.measures.charts import chart_for, completeness, icons_for, series_of
from spreadwell.domain.measures.columns import readings_as_columns
from spreadwell.domain.measures.definitions import load_definitions
from spreadwell.domain.measures.rebuilding import rebuild_columns
from spreadwell.domain.models import Measure, Reading
from spreadwell.domain.people.roles import Role
from spreadwell.formats.measures import parse_definition
from tests.evidence_rooms import plant
from tests.factories import make_measure, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.store]
TEXT = """
id: at_target
name: At target
definition: People at target.
why_it_matters: It matters.
numerator: People at target.
denominator: People counted.
unit: patients
statistic: proportion
per: 100
direction: up
target: 60
kind: outcome
cadence: month
source: Extract
supplied_by: extract
author: Somebody
review_date: 2027-01-01
"""


def test_a_version_is_added_only_when_the_definition_changes():
    by = make_person(Role.ANALYST)
    first = parse_definition(TEXT, name="at_target.yaml")
    assert load_definitions(by=by, definitions=[first]).new == ("at_target",)
    assert load_definitions(by=by, definitions=[first]).same == ("at_target",)
    second = parse_definition(TEXT.replace("target: 60", "target: 65"), name="at_target.yaml")
    assert load_definitions(by=by, definitions=[second]).changed == ("at_target",)
    measure = Measure.objects.get()
    assert measure.target == 65
    assert [v.number for v in measure.versions.all()] == [2, 1]
    assert measure.versions.first().what_changed == "changed: target."
    with pytest.raises(NotAllowed):
        load_definitions(by=make_person(Role.BOARD_MEMBER), definitions=[first])


def test_columns_hold_the_current_readings_in_one_query(django_assert_num_queries):
    planted = plant(adopters=3, others=2, months=20)
    Reading.objects.filter(organisation=planted.others[0], period="2022-01").update(
        is_current=False
    )
    rebuild_columns()
    with django_assert_num_queries(1):
        columns = readings_as_columns(Reading.objects.all(), [planted.measure])
    assert len(columns) == 99
    row = Reading.objects.get(organisation=planted.adopters[1], period="2022-03")
    here = columns.of(organisations=[row.organisation_id]).take(
        columns.of(organisations=[row.organisation_id]).ordinal == row.ordinal
    )
    assert here.ratio[0] == row.numerator / row.denominator
    assert np.isnan(here.value[0])


def test_measures_of_different_cadence_do_not_share_columns():
    with pytest.raises(ValueError, match="one cadence"):
        readings_as_columns(
            Reading.objects.all(), [make_measure(), make_measure(cadence="quarter")]
        )


def test_icons_of_all_sites_are_those_of_each_chart():
    planted = plant(adopters=3, others=3, target=50)
    measure = planted.measure
    columns = readings_as_columns(Reading.objects.all(), [measure])
    places = [one.pk for one in (*planted.adopters, *planted.others)]
    icons = icons_for(columns, measure, places)
    assert len(icons) == 6
    for place in places:
        chart = chart_for(measure, series_of(columns, measure, place))
        assert (icons[place].variation, icons[place].assurance) == (
            chart.variation,
            chart.assurance,
        )
    assert icons[places[0]].variation is not None


def test_gaps_stay_gaps_and_are_counted():
    planted = plant(adopters=1, others=1, months=20)
    Reading.objects.filter(organisation=planted.others[0], period="2022-05").delete()
    rebuild_columns()
    columns = readings_as_columns(Reading.objects.all(), [planted.measure])
    series = series_of(columns, planted.measure, planted.others[0].pk)
    assert np.isnan(series.ratio[4])
    assert len(series.periods) == 20
    assert completeness(columns) == (39, 40)
