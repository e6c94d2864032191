"""Who has sent what: late, due, sent, paused; an extract is the analyst's and clears every site."""

from datetime import date

import pytest

from spreadwell.domain.people.roles import Role
from spreadwell.domain.people.viewer import viewer_of
from spreadwell.domain.reminders.queries import due_to
from spreadwell.domain.sites.completeness import Sent, board_of
from spreadwell.exchange.submissions import accept_submission, check_submission
from tests.factories import make_innovation, make_measure, make_organisation, make_person, make_site

pytestmark = [pytest.mark.django_db, pytest.mark.store]

TODAY = date(2024, 6, 20)


@pytest.fixture
def room():
    innovation = make_innovation()
    for slug, supplier in (("by_hand", "site"), ("by_extract", "extract")):
        measure = make_measure(slug=slug, name=slug, supplied_by=supplier)
        innovation.measures.create(measure=measure, primary=supplier == "site")
    places = [make_organisation(code=f"XP-{letter}", name=letter) for letter in "AB"]
    sites = [make_site(innovation, organisation=place) for place in places]
    return innovation, sites, make_person(Role.ANALYST)


def load(by, *rows):
    content = "measure,site,period,numerator,denominator\n" + "\n".join(rows) + "\n"
    checked = check_submission(by=by, content=content.encode(), name="f.csv")
    assert checked.problems == ()
    accept_submission(by=by, submission=checked.submission)


def cells(board, code):
    row = next(row for row in board.rows if row.site.organisation.code == code)
    return dict(zip([one.slug for one in board.measures], row.cells, strict=True))


def test_late_is_after_the_days_that_the_definition_allows(room):
    _, (first, _), analyst = room
    both = [f"by_hand,XP-{place},2024-0{month},4,10" for place in "AB" for month in range(1, 5)]
    load(analyst, *both, "by_hand,XP-B,2024-05,4,10")
    board = board_of(viewer_of(analyst), TODAY)
    late = cells(board, "XP-A")["by_hand"]
    assert (late.how, str(late.period), late.missing, late.days) == (Sent.LATE, "2024-05", 1, 6)
    assert cells(board, "XP-B")["by_hand"].how is Sent.SENT
    assert board.rows[0].days_late >= board.rows[1].days_late
    assert first.organisation.code == "XP-A"
    measure = next(one for one in board.measures if one.slug == "by_hand")
    measure.definition = {"due_days": 30}
    measure.save(update_fields=["definition"])
    due = cells(board_of(viewer_of(analyst), TODAY), "XP-A")["by_hand"]
    assert (due.how, due.days, due.by) == (Sent.DUE, 0, date(2024, 6, 30))


def test_days_late_count_from_the_first_month_that_is_missing(room):
    _, _, analyst = room
    load(analyst, "by_hand,XP-A,2024-01,4,10")
    late = cells(board_of(viewer_of(analyst), TODAY), "XP-A")["by_hand"]
    assert (str(late.period), late.missing) == ("2024-02", 4)
    assert late.days == (TODAY - date(2024, 3, 14)).days


def test_a_later_month_does_not_make_up_for_one_that_is_missing(room, sign_in):
    _, _, analyst = room
    months = [f"by_hand,XP-A,2024-0{month},4,10" for month in (1, 3, 5)]
    load(analyst, *months, "by_hand,XP-B,2024-02,*,10")
    late = cells(board_of(viewer_of(analyst), TODAY), "XP-A")["by_hand"]
    assert (late.how, str(late.period), str(late.latest)) == (Sent.LATE, "2024-02", "2024-04")
    assert (late.missing, late.days) == (2, (TODAY - date(2024, 3, 14)).days)
    # A suppressed number was sent.
    hidden = cells(board_of(viewer_of(analyst), TODAY), "XP-B")["by_hand"]
    assert (str(hidden.period), hidden.missing) == ("2024-01", 4)
    page = sign_in(analyst).get("/measures/sent/").content.decode()
    assert "February 2024 and " in page and " more missing: " in page


def test_a_paused_or_stopped_site_is_not_late(room):
    _, (first, second), analyst = room
    first.state = "paused"
    first.save(update_fields=["state"])
    second.state, second.stopped, second.stopped_because = "stopped", TODAY, "It was not needed."
    second.save(update_fields=["state", "stopped", "stopped_because"])
    board = board_of(viewer_of(analyst), TODAY)
    assert [row.site.pk for row in board.rows] == [first.pk]
    assert {one.how for one in board.rows[0].cells} == {Sent.PAUSED}


def test_nothing_is_asked_of_the_time_of_a_pause(room):
    _, (first, _), analyst = room
    first.spells.update(left=date(2024, 2, 1))
    first.spells.create(state="paused", entered=date(2024, 2, 1), left=date(2024, 5, 2))
    first.spells.create(state="live", entered=date(2024, 5, 2))
    late = cells(board_of(viewer_of(analyst), TODAY), "XP-A")["by_hand"]
    assert (str(late.period), late.missing) == ("2024-05", 1)


def dues(person) -> list[str]:
    return [one.text for one in due_to(person, TODAY)]


def test_one_file_of_an_analyst_clears_what_was_due_at_each_site(room):
    _, sites, analyst = room
    leads = [make_person(Role.SITE_LEAD, site=site) for site in sites]
    assert any(
        "Load the extract of by_extract: 2 sites wait for May 2024" in d for d in dues(analyst)
    )
    # What an extract brings is never asked of a site.
    assert not any("by_extract" in one for lead in leads for one in dues(lead))
    assert all(any("Send the numbers" in one for one in dues(lead)) for lead in leads)
    both = [
        f"{m},XP-{p},2024-0{month},4,10"
        for m in ("by_hand", "by_extract")
        for p in "AB"
        for month in range(1, 6)
    ]
    load(analyst, *both)
    assert not any("extract" in one for one in dues(analyst))
    assert not any("Send the numbers" in one for lead in leads for one in dues(lead))
    assert board_of(viewer_of(analyst), TODAY).count(Sent.LATE) == 0


def test_a_network_or_a_measure_is_shown_alone(room):
    innovation, _, analyst = room
    make_site(make_innovation())
    viewer = viewer_of(analyst)
    board = board_of(viewer, TODAY, network=innovation.network_id)
    assert len(board.rows) == 2
    one = board_of(viewer, TODAY, measure=board.measures[0].pk)
    assert [measure.slug for measure in one.measures] == ["by_hand"]


def test_nobody_owes_published_figures(room):
    innovation, _, analyst = room
    published = make_measure(slug="published", supplied_by="extract", open_data=True)
    innovation.measures.create(measure=published)
    measures = board_of(viewer_of(analyst), TODAY).measures
    assert [one.slug for one in measures] == ["by_hand", "by_extract"]
