"""A month is stored once, whole or not at all, and never over somebody else's number in silence."""

from datetime import date

import pytest

from spreadwell.domain.audit.models import Event
from spreadwell.domain.foundation.refusals import NotAllowed
from spreadwell.domain.measures.models import Reading
from spreadwell.domain.people.roles import Role
from spreadwell.domain.people.viewer import viewer_of
from spreadwell.domain.sites.drafts import draft_of, keep_draft
from spreadwell.domain.sites.months import SENT, Asked, asked_when_opened, opened_text
from spreadwell.exchange.months import KEEP, REPLACE, Entry, Meanwhile, NotTaken, send_month
from spreadwell.formats.periods import Period
from tests.factories import make_measure, make_person, make_site

pytestmark = [pytest.mark.django_db, pytest.mark.store]
MONTH = Period.parse("2025-02")


@pytest.fixture
def site():
    """A live site that is asked for one proportion and one count."""
    made = make_site()
    made.version.innovation.measures.create(measure=make_measure(), primary=True)
    made.version.innovation.measures.create(measure=make_measure(statistic="count"))
    return made


@pytest.fixture
def member(site):
    """Somebody of the site."""
    return make_person(Role.SITE_MEMBER, site=site)


def measures(site):
    """The proportion and the count."""
    return [one.measure for one in site.version.innovation.measures.order_by("-primary")]


def share(site, top=30, bottom=40, seen=0, settle=""):
    """What somebody entered for the proportion."""
    numbers = {"numerator": float(top), "denominator": float(bottom)}
    return Entry(Asked(measures(site)[0], MONTH, seen=seen), numbers, settle)


def count(site, value=7):
    """What somebody entered for the count."""
    return Entry(Asked(measures(site)[1], MONTH), {"value": float(value)})


def current(site):
    """The number of the proportion that stands."""
    return Reading.objects.current().get(measure=measures(site)[0])


def test_a_pair_and_a_count_go_in_together(site, member):
    assert send_month(by=member, site=site, entries=[share(site), count(site)])
    found = Reading.objects.current().order_by("measure_id")
    assert [(r.numerator, r.denominator, r.value) for r in found] == [
        (30, 40, None),
        (None, None, 7),
    ]


def test_the_same_sending_twice_is_stored_once(site, member):
    given = {"entries": [share(site)], "what_changed": "A nurse", "key": "k1"}
    assert send_month(by=member, site=site, **given) is True
    assert send_month(by=member, site=site, **given) is False
    assert Reading.objects.count() == 1
    assert Event.objects.filter(verb=SENT).count() == 1


def test_another_number_under_the_same_key_is_not_taken_for_the_same_sending(site, member):
    send_month(by=member, site=site, entries=[share(site)], key="k1")
    with pytest.raises(Meanwhile) as found:
        send_month(by=member, site=site, entries=[share(site, top=31)], key="k1")
    assert list(found.value.found.values()) == [current(site)]


def test_a_number_that_stands_is_kept_unless_somebody_who_saw_it_replaces_it(site, member):
    send_month(by=make_person(Role.SITE_MEMBER, site=site), site=site, entries=[share(site)])
    there = current(site)
    for entry in (
        share(site, top=31),
        share(site, top=31, settle=REPLACE),
        share(site, top=31, seen=there.pk),
    ):
        with pytest.raises(Meanwhile):
            send_month(by=member, site=site, entries=[entry, count(site)])
    assert Reading.objects.count() == 1  # nothing beside it was stored either
    send_month(by=member, site=site, entries=[share(site, 31, 40, there.pk, KEEP), count(site)])
    assert current(site) == there
    send_month(by=member, site=site, entries=[share(site, 31, 40, there.pk, REPLACE)])
    there.refresh_from_db()
    assert current(site).numerator == 31 and there.superseded_by == current(site)


def test_the_same_number_from_two_people_is_no_conflict(site, member):
    send_month(by=make_person(Role.SITE_MEMBER, site=site), site=site, entries=[share(site)])
    send_month(by=member, site=site, entries=[share(site)], what_changed="Nothing")
    assert Reading.objects.count() == 1


def test_a_wrong_number_stores_nothing_and_says_where(site, member):
    with pytest.raises(NotTaken) as found:
        send_month(by=member, site=site, entries=[share(site, 50, 40)], what_changed="Kept out")
    assert found.value.problems[0].column in {"numerator", "denominator"}
    assert not Reading.objects.exists() and not Event.objects.filter(verb=SENT).exists()


def test_a_stranger_sends_nothing(site):
    with pytest.raises((NotAllowed, NotTaken)):
        send_month(by=make_person(Role.SITE_MEMBER, site=make_site()), site=site, entries=[])


def test_sending_takes_the_sender_s_draft_away_and_nobody_else_s(site, member):
    other = make_person(Role.SITE_MEMBER, site=site)
    for person in (member, other):
        keep_draft(by=person, site=site, values={"what_changed": "x"})
    send_month(by=member, site=site, entries=[])
    assert draft_of(viewer_of(member), site) is None
    assert draft_of(viewer_of(other), site) is not None


def test_what_a_page_asked_for_is_read_back_as_it_was(site):
    asked = [Asked(one, MONTH, seen=5) for one in measures(site)]
    text = opened_text(asked)
    assert asked_when_opened(site, text, date(2025, 6, 2)) == asked


@pytest.mark.parametrize(
    "text",
    ["", "no-such@2025-02@0", "{}@2025-13@0", "{}@2025-Q1@0", "{}@2025-02@x", "{}@2025-05@0",
     "{}@2023-12@0", "{}", "@@"],
)  # fmt: skip
def test_what_a_site_is_not_asked_for_is_not_read_back(site, text):
    slug = measures(site)[0].slug
    assert asked_when_opened(site, text.format(slug), date(2025, 5, 2)) == []


def test_what_an_extract_supplies_is_never_asked_of_a_page(site):
    extract = make_measure(supplied_by="extract")
    site.version.innovation.measures.create(measure=extract)
    assert asked_when_opened(site, f"{extract.slug}@2025-02@0", date(2025, 5, 2)) == []
