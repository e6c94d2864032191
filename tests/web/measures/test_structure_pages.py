"""Two PCNs that merge half-way through a series, by the structure of then and of today.

Every number here was added up by hand. Practices and their readings, in and out of 100:

    month    elm 1   elm 2   oak 1    elm (1+2)      oak        elm and oak
    Jan      10/50   20/50   30/100   30/100  30%    30/100 30%  60/200  30%
    Feb      12/50   22/50   36/100   34/100  34%    36/100 36%  70/200  35%
    Mar      15/50   23/50   42/100   38/100  38%    42/100 42%  80/200  40%
    1 April 2024: Elm PCN and Oak PCN become Ash PCN
    Apr      20/50   25/50   45/100                              90/200  45%
    May      22/50   28/50   50/100                              100/200 50%
    Jun      25/50   30/50   55/100                              110/200 55%
"""

import csv
import io
from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from spreadwell.domain.models import Organisation, OrganisationEdge, Submission
from spreadwell.domain.networks.succession import merge_organisations
from spreadwell.domain.people.roles import Role
from spreadwell.formats.periods import Period
from tests.factories import make_measure, make_organisation, make_person
from tests.readings import store_reading

pytestmark = [pytest.mark.django_db, pytest.mark.store]
MERGED = date(2024, 4, 1)
MONTHS = ["2024-01", "2024-02", "2024-03", "2024-04", "2024-05", "2024-06"]
READ = {
    "elm 1": ([10, 12, 15, 20, 22, 25], 50),
    "elm 2": ([20, 22, 23, 25, 28, 30], 50),
    "oak 1": ([30, 36, 42, 45, 50, 55], 100),
}
ELM_THEN = {"2024-01": 30.0, "2024-02": 34.0, "2024-03": 38.0}
OAK_THEN = {"2024-01": 30.0, "2024-02": 36.0, "2024-03": 42.0}
ASH_THEN = {"2024-04": 45.0, "2024-05": 50.0, "2024-06": 55.0}
ASH_TODAY = {"2024-01": 30.0, "2024-02": 35.0, "2024-03": 40.0, **ASH_THEN}


def read(measure, organisation, month, **numbers):
    """Store one reading."""
    submission = Submission.objects.first() or Submission.objects.create(
        sent_by=make_person(Role.ANALYST), state="accepted", settled_at=timezone.now()
    )
    store_reading(
        submission=submission, measure=measure, organisation=organisation, period=month,
        period_kind="month", ordinal=Period.parse(month).ordinal, **numbers,
    )  # fmt: skip


@pytest.fixture
def measure():
    """Three practices of two PCNs with half a year of readings; the PCNs are not merged yet."""
    made = make_measure(slug="at_target", statistic="proportion", per=100)
    pcns = {
        name: make_organisation(code=name.upper(), name=f"{name} PCN") for name in ("elm", "oak")
    }
    for name, (numerators, denominator) in READ.items():
        practice = make_organisation(kind="practice", name=name)
        OrganisationEdge.objects.create(
            source=practice, kind="member_of", target=pcns[name.split()[0]],
            starts=date(2019, 10, 1),
        )  # fmt: skip
        for month, numerator in zip(MONTHS, numerators, strict=True):
            read(made, practice, month, numerator=numerator, denominator=denominator)
    make_organisation(code="ASH", name="ash PCN", opened=MERGED)
    return made


@pytest.fixture
def analyst(sign_in):
    return sign_in(make_person(Role.ANALYST))


def merge():
    elm, oak, ash = (Organisation.objects.get(code=code) for code in ("ELM", "OAK", "ASH"))
    merge_organisations(by=make_person(Role.ANALYST), merged=[elm, oak], into=ash, on=MERGED)


def charted(browser, measure, code, by) -> dict[str, float]:
    """Return the points of a chart by their period, as its file gives them."""
    address = reverse("measures:recut_picture", args=[measure.slug, code, "csv"])
    answer = browser.get(address, {"by": by})
    if answer.status_code == 404:
        return {}
    assert answer.status_code == 200
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    return {row["Period"]: float(row["Value"]) for row in rows}


def close(numbers):
    return pytest.approx(numbers, abs=1e-6)


@pytest.mark.parametrize("by", ["then", "today"])
def test_before_the_merger_both_structures_say_the_same(analyst, measure, by):
    elm = dict(zip(MONTHS, [30, 34, 38, 45, 50, 55], strict=True))
    oak = dict(zip(MONTHS, [30, 36, 42, 45, 50, 55], strict=True))
    assert charted(analyst, measure, "ELM", by) == close(elm)
    assert charted(analyst, measure, "OAK", by) == close(oak)
    assert charted(analyst, measure, "ASH", by) == {}


def test_as_it_was_then_the_merged_stand_apart_until_the_day(analyst, measure):
    merge()
    assert charted(analyst, measure, "ELM", "then") == close(ELM_THEN)
    assert charted(analyst, measure, "OAK", "then") == close(OAK_THEN)
    assert charted(analyst, measure, "ASH", "then") == close(ASH_THEN)


def test_as_it_is_today_they_stand_together_from_the_beginning(analyst, measure):
    merge()
    assert charted(analyst, measure, "ASH", "today") == close(ASH_TODAY)
    assert charted(analyst, measure, "ELM", "today") == {}
    assert charted(analyst, measure, "OAK", "today") == {}


def test_the_page_lists_the_groups_of_each_structure(analyst, measure):
    merge()
    address = reverse("measures:recut", args=[measure.slug])
    then, today = (analyst.get(address, {"by": by}).content.decode() for by in ("then", "today"))
    assert "elm PCN" in then and "oak PCN" in then and "ash PCN" in then
    assert "elm PCN" not in today and "ash PCN" in today
    assert ">18</td>" in today, "all 18 readings stand behind the one PCN of today"
    assert then.count(">6</td>") == 1 and then.count(">3</td>") == 1 and then.count(">9</td>") == 1


def test_the_chart_says_who_took_over_and_where_to_look(analyst, measure):
    merge()
    ash = reverse("measures:recut_chart", args=[measure.slug, "ASH"])
    text = analyst.get(ash, {"by": "today"}).content.decode()
    assert "Took over from elm PCN and oak PCN" in text and "on 1 April 2024" in text
    elm = reverse("measures:recut_chart", args=[measure.slug, "ELM"])
    text = analyst.get(elm, {"by": "today"}).content.decode()
    assert "Nothing adds up to elm PCN by this structure" in text
    assert f'href="{ash}?by=today"' in text


def test_a_value_without_its_parts_is_not_added_up_and_says_why(analyst, measure):
    read(measure, make_organisation(), "2024-01", value=3)
    text = analyst.get(reverse("measures:recut", args=[measure.slug])).content.decode()
    assert "cannot be added up across organisations" in text


def test_what_nobody_holds_is_counted_apart(analyst, measure):
    OrganisationEdge.objects.filter(source__name="elm 1").update(ends=date(2024, 3, 1))
    text = analyst.get(reverse("measures:recut", args=[measure.slug])).content.decode()
    assert "4 readings of organisations that belonged to no PCN are not in this table" in text


def test_readings_are_added_up_only_as_far_as_they_may_be_seen(sign_in, measure):
    browser = sign_in(make_person(Role.CONTRIBUTOR))
    text = browser.get(reverse("measures:recut", args=[measure.slug])).content.decode()
    assert "Nothing adds up to a PCN here" in text and "elm PCN" not in text
