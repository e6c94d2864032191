"""Measures defined on a page: versions with who made them, compared, and taken over by a file."""

import pytest

from spreadwell.domain.foundation.refusals import Invalid, NotAllowed, NotNow
from spreadwell.domain.measures.definitions import change_here, define_here, load_definitions
from spreadwell.domain.measures.series import targets_for
from spreadwell.domain.measures.versions import changes_between, compared, versions_behind
from spreadwell.domain.models import Event, Measure, MeasureVersion, PeriodSignOff, Submission
from spreadwell.domain.people.roles import Role
from spreadwell.domain.people.viewer import viewer_of
from spreadwell.formats.measures import parse_definition
from spreadwell.formats.periods import Period, PeriodKind
from tests.domain.measures.test_definitions_and_columns import TEXT
from tests.factories import make_organisation, make_person
from tests.limit_rooms import put

pytestmark = [pytest.mark.django_db, pytest.mark.store]


def read(**changes):
    text = TEXT
    for name, value in changes.items():
        line = next(one for one in TEXT.splitlines() if one.startswith(f"{name}:"))
        text = text.replace(line, value)
    return parse_definition(text, name="at_target.yaml")


def test_a_local_measure_has_versions_with_who_made_them():
    first, second = make_person(Role.ANALYST), make_person(Role.ADMINISTRATOR)
    measure = define_here(by=first, definition=read())
    assert measure.is_local
    change_here(by=second, measure=measure, definition=read(denominator="denominator: All adults."))
    found = [(one.number, one.made_by, one.what_changed) for one in measure.versions.all()]
    assert found == [(2, second, "changed: denominator."), (1, first, "")]
    with pytest.raises(NotNow, match="Nothing is different"):
        change_here(
            by=second, measure=measure, definition=read(denominator="denominator: All adults.")
        )
    with pytest.raises(Invalid, match="already"):
        define_here(by=first, definition=read())
    with pytest.raises(Invalid, match="stays"):
        change_here(by=first, measure=measure, definition=read(id="id: other"))


@pytest.mark.parametrize("role", [Role.BOARD_MEMBER, Role.CONTRIBUTOR])
def test_who_may_define_a_measure(role):
    with pytest.raises(NotAllowed):
        define_here(by=make_person(role), definition=read())
    assert not Measure.objects.exists()


def test_a_file_takes_a_local_measure_over_and_it_is_no_longer_changed_on_the_page():
    by = make_person(Role.ANALYST)
    measure = define_here(by=by, definition=read())
    assert load_definitions(by=None, definitions=[read()]).changed == ("at_target",)
    measure.refresh_from_db()
    assert (measure.is_local, measure.versions.count()) == (False, 1)
    with pytest.raises(NotNow, match="Change the file"):
        change_here(by=by, measure=measure, definition=read(target="target: 70"))
    load_definitions(by=by, definitions=[read(target="target: 70\nsign_off: true")])
    measure.refresh_from_db()
    assert (measure.target, measure.needs_sign_off) == (70, True)


def test_the_cadence_of_a_measure_with_readings_stays():
    by = make_person(Role.ANALYST)
    measure = define_here(by=by, definition=read())
    weekly, renamed = read(cadence="cadence: week"), read(id="id: other", name="name: Other")
    change_here(by=by, measure=measure, definition=weekly)
    change_here(by=by, measure=measure, definition=read())
    put(measure, make_organisation(), [1, 2, 3])
    said = "“at_target” has readings by month, so its cadence cannot become week"
    with pytest.raises(Invalid, match=said) as caught:
        change_here(by=by, measure=measure, definition=weekly)
    assert caught.value.field == "cadence"
    with pytest.raises(Invalid, match=said):
        load_definitions(by=by, definitions=[renamed, weekly])
    assert not Measure.objects.filter(slug="other").exists()
    measure.refresh_from_db()
    assert (measure.cadence, measure.versions.count()) == ("month", 3)


def test_giving_up_approval_says_that_locked_periods_are_open():
    by = make_person(Role.ANALYST)
    asking = read(target="target: 60\nsign_off: true")
    measure = define_here(by=by, definition=asking)
    for ordinal, period in enumerate(["2023-01", "2023-02"], 24276):
        PeriodSignOff.objects.create(
            measure=measure, period=period, ordinal=ordinal, approved_by=by
        )
    change_here(by=by, measure=measure, definition=read())
    change_here(by=by, measure=measure, definition=asking)
    events = Event.objects.filter(verb__startswith="measures.periods_").order_by("pk")
    assert [(one.verb, one.by, one.summary) for one in events] == [
        (
            "measures.periods_unlocked", by,
            "2 approved periods of At target (2023-01 to 2023-02) are open: its definition no "
            "longer asks for approval",
        ),
        (
            "measures.periods_locked", by,
            "2 approved periods of At target (2023-01 to 2023-02) are locked again: its "
            "definition asks for approval",
        ),
    ]  # fmt: skip


def test_submissions_under_a_version_are_those_that_the_viewer_sees(django_assert_max_num_queries):
    by, other = make_person(Role.ANALYST), make_person(Role.CONTRIBUTOR)
    measure = define_here(by=by, definition=read())
    change_here(by=by, measure=measure, definition=read(unit="unit: weeks"))
    MeasureVersion.objects.filter(number=1).update(loaded_at="2020-01-01T00:00Z")
    MeasureVersion.objects.filter(number=2).update(loaded_at="2022-01-01T00:00Z")
    for sent_by in (by, by, other):
        put(measure, make_organisation(), [1, 2, 3], sent_by=sent_by)
    first = Submission.objects.order_by("pk").first()
    Submission.objects.filter(pk=first.pk).update(sent_at="2021-01-01T00:00Z")
    viewer = viewer_of(by)
    with django_assert_max_num_queries(2):
        found = compared(viewer, measure)
    assert [(one.version.number, one.submissions) for one in found] == [(2, 2), (1, 1)]
    assert [one.submissions for one in compared(viewer_of(other), measure)] == [0, 0]


def test_versions_are_compared_field_by_field():
    by = make_person(Role.ANALYST)
    measure = define_here(by=by, definition=read())
    later = read(target="targets:\n- from: 2024-04\n  target: 60\n- from: 2025-04\n  target: 70")
    change_here(by=by, measure=measure, definition=later)
    latest, first = compared(viewer_of(by), measure)
    told = [(one.field, one.before, one.after, one.counts) for one in latest.changes]
    assert told == [
        ("target", "60", "nothing", False),
        ("targets", "nothing", "from 2024-04, target 60; from 2025-04, target 70", False),
    ]
    assert first.changes == ()
    counted = changes_between(read().content(), read(unit="unit: weeks").content())
    assert [(one.field, one.counts) for one in counted] == [("unit", True)]


def test_targets_hold_from_their_period_on():
    later = read(target="targets:\n- from: 2024-04\n  target: 60\n- from: FY2025\n  target: 70")
    measure = define_here(by=make_person(Role.ANALYST), definition=later)
    first = Period.parse("2024-03")
    aims = targets_for(measure, PeriodKind.MONTH, first.ordinal, 14)
    assert str(aims[0]) == "nan"
    assert aims[1:].tolist() == [0.6] * 12 + [0.7]


def test_readings_say_under_which_version_they_were_sent():
    by = make_person(Role.ANALYST)
    measure = define_here(by=by, definition=read(unit="unit: weeks"))
    place = make_organisation()
    put(measure, place, [1, 2, 3])
    assert versions_behind(measure, place) == []
    change_here(by=by, measure=measure, definition=read())
    # As though the second version had come after the readings.
    MeasureVersion.objects.filter(number=1).update(loaded_at="2020-01-01T00:00Z")
    MeasureVersion.objects.filter(number=2).update(loaded_at="2100-01-01T00:00Z")
    found = versions_behind(measure, place)
    told = [(one.version.number, one.readings, one.first, one.last) for one in found]
    assert told == [(1, 3, "2023-01", "2023-03")]
