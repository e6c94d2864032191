"""Marks on a chart: what happened at a place, who recorded it, also after the last reading."""

from datetime import date

import pytest

from spreadwell.domain.measures.charts import chart_for, picture_for, series_of
from spreadwell.domain.measures.columns import series_columns
from spreadwell.domain.measures.definitions import change_here, define_here
from spreadwell.domain.models import Adaptation, Reading, TestOfChange
from spreadwell.domain.people.roles import Role
from spreadwell.domain.people.viewer import PUBLIC_VIEWER, viewer_of
from spreadwell.domain.sites.marks import marks_of
from tests.domain.measures.test_local_measures import read
from tests.factories import make_measure, make_organisation, make_person, make_site
from tests.limit_rooms import AFTER, BEFORE, changed_level, put

pytestmark = [pytest.mark.django_db, pytest.mark.store]


def series(measure, place):
    columns = series_columns(Reading.objects.all(), measure, place.pk)
    return series_of(columns, measure, place.pk)


def marks(person, measure, place, **more):
    found = marks_of(
        viewer_of(person), measure, series(measure, place), organisation=place.pk, **more
    )
    return [(one.position, one.kind, one.text, one.on, one.by) for one in found]


def test_what_happened_is_marked_with_who_recorded_it():
    measure, place = changed_level()
    person = make_person(Role.ANALYST)
    site = place.sites.get()
    Adaptation.objects.create(
        site=site, on=date(2023, 4, 9), what="Calls in the evening", why="Work", recorded_by=person
    )
    long_after = {"site": site, "prediction": "More", "started": date(2025, 2, 1)}
    TestOfChange.objects.create(question="Would a text do?", measure=measure, **long_after)
    TestOfChange.objects.create(question="Of something else", measure=make_measure(), **long_after)
    put(measure, place, [], note="nothing came of this")
    found = marks(person, measure, place)
    name = str(person)
    assert found == [
        (0, "event", f"{site.version.innovation} started", "2023-01-01", ""),
        (3, "adaptation", "Calls in the evening", "2023-04-09", name),
        (25, "test", "Would a text do?", "2025-02-01", ""),
    ]
    one = series(measure, place)
    drawn = marks_of(viewer_of(person), measure, one, organisation=place.pk)
    made = picture_for(
        measure, one, chart_for(measure, one), None, site=place.name, annotations=drawn
    )
    assert "Would a text do?" in made.svg and f"recorded by {name}" in made.svg.lower().replace(
        name.lower(), name
    )


def test_one_site_of_a_place_is_marked_alone():
    measure, place = changed_level()
    other = make_site(organisation=place, started=date(2023, 6, 1))
    person = make_person(Role.ANALYST)
    assert len(marks(person, measure, place)) == 2
    assert [one[0] for one in marks(person, measure, place, site=other)] == [5]


def test_notes_sent_with_readings_stand_at_their_first_period():
    measure, place = make_measure(statistic="mean", per=1), make_organisation()
    sender = make_person(Role.ANALYST)
    put(measure, place, BEFORE + AFTER, note="Coded anew in January", sent_by=sender)
    assert marks(sender, measure, place) == [
        (0, "note", "Coded anew in January", "2023-01-01", str(sender))
    ]
    one = series(measure, place)
    assert marks_of(PUBLIC_VIEWER, measure, one, organisation=place.pk) == []


def test_a_change_of_what_is_counted_is_marked_and_a_new_target_is_not():
    person, place = make_person(Role.ANALYST), make_organisation()
    measure = define_here(by=person, definition=read())
    put(measure, place, [1, 2, 3])
    change_here(by=person, measure=measure, definition=read(target="target: 70"))
    assert marks(person, measure, place) == []
    counted = read(denominator="denominator: All adults.", target="target: 70")
    change_here(by=person, measure=measure, definition=counted)
    ((position, kind, text, _, by),) = marks(person, measure, place)
    assert (kind, by) == ("note", str(person)) and position > 3
    assert text.startswith("Counted otherwise since version 3")
