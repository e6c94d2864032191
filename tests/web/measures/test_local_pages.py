"""A local measure on the page: asked in plain questions, seen as a file, kept, and changed."""

import pytest

from spreadwell.domain.models import Measure
from spreadwell.domain.people.roles import Role
from spreadwell.formats.measures import parse_definition
from tests.factories import make_person

pytestmark = [pytest.mark.django_db, pytest.mark.store]

ANSWERS = {
    "name": "Interpreter booked",
    "definition": "Reviews for which an interpreter was booked.",
    "why_it_matters": "So that both sides understand.",
    "statistic": "proportion",
    "numerator": "Reviews with an interpreter",
    "denominator": "Reviews of people who need one",
    "exclusions": "People who bring somebody\nPeople who sign",
    "unit": "reviews",
    "per": "100",
    "direction": "up",
    "targets": "2025-04 70\n2026-04 80",
    "kind": "process",
    "cadence": "month",
    "supplied_by": "extract",
    "source": "Monthly search",
    "stratifiers": ["sex"],
    "links": "https://www.example.org/guide The guide",
    "review_date": "2027-04-01",
}


def test_a_measure_is_asked_for_seen_and_kept(sign_in):
    person = make_person(Role.ANALYST)
    client = sign_in(person)
    assert "Define a local measure" in client.get("/measures/").content.decode()
    assert "Which way is better?" in client.get("/measures/define/").content.decode()
    seen = client.post("/measures/define/", ANSWERS).content.decode()
    assert "id: interpreter_booked" in seen and "- from: 2025-04" in seen
    assert "then 80% from April 2026" in seen
    assert not Measure.objects.exists()
    back = client.post("/measures/define/", {**ANSWERS, "back": "yes"}).content.decode()
    assert "Reviews with an interpreter" in back
    kept = client.post("/measures/define/", {**ANSWERS, "keep": "yes"})
    assert kept["Location"] == "/measures/interpreter_booked/definition/"
    measure = Measure.objects.get()
    assert measure.is_local and measure.versions.get().made_by == person
    file = client.get("/measures/interpreter_booked/definition.yaml")
    definition = parse_definition(file.content.decode(), name="interpreter_booked.yaml")
    assert definition.content() == measure.definition
    assert definition.author == str(person)


@pytest.mark.parametrize("per", ["0", "0.5", "10000000000"])
def test_what_a_share_is_shown_out_of_is_a_whole_number(sign_in, per):
    client = sign_in(make_person(Role.ANALYST))
    answer = client.post("/measures/define/", ANSWERS | {"per": per})
    assert answer.status_code == 422
    assert "Give a whole number from 1 to 1,000,000,000." in answer.content.decode()


def test_a_change_is_seen_before_it_becomes_a_version(sign_in):
    client = sign_in(make_person(Role.ANALYST))
    client.post("/measures/define/", {**ANSWERS, "keep": "yes"})
    here = "/measures/interpreter_booked/change/"
    assert "2025-04 70" in client.get(here).content.decode()
    changed = ANSWERS | {"denominator": "All reviews", "targets": "75"}
    seen = client.post(here, changed).content.decode()
    assert "changes what is counted" in seen and "All reviews" in seen
    assert client.post(here, {**changed, "keep": "yes"}).status_code == 302
    page = client.get("/measures/interpreter_booked/definition/").content.decode()
    assert "Version 2" in page and "<del>Reviews of people who need one</del>" in page
    first = client.get("/measures/interpreter_booked/definition/version-1.yaml").content.decode()
    assert "Reviews of people who need one" in first
    for number in (0, 9):
        address = f"/measures/interpreter_booked/definition/version-{number}.yaml"
        assert client.get(address).status_code == 404
    again = client.post(here, {**changed, "keep": "yes"})
    assert again.status_code == 422 and "Nothing is different" in again.content.decode()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"numerator": ""}, "A proportion needs one, in words."),
        ({"targets": "soon 70\n2026-04 80"}, "is not a period"),
        ({"targets": "lots"}, "“lots” is not a number."),
        ({"targets": "170"}, "Must lie between 0 and 100."),
        ({"targets": "2026-04 80\n2025-04 70"}, "does not come after"),
        ({"links": "guide.html"}, "is not an address"),
        ({"chart": "c"}, "a c chart is of a count"),
        ({"supplied_by": "site"}, "sites never enter strata by hand"),
        ({"review_date": "soon"}, "Enter a real day"),
        ({"name": ""}, "There is a problem"),
    ],
)
def test_the_validator_of_files_answers_in_the_form(sign_in, changes, said):
    client = sign_in(make_person(Role.ANALYST))
    page = client.post("/measures/define/", {**ANSWERS, **changes, "keep": "yes"})
    assert page.status_code == 422
    assert said.lower() in page.content.decode().lower()
    assert not Measure.objects.exists()


def test_two_measures_of_one_name_get_ids_of_their_own(sign_in):
    client = sign_in(make_person(Role.ANALYST))
    for _ in range(2):
        client.post("/measures/define/", {**ANSWERS, "keep": "yes"})
    slugs = sorted(Measure.objects.values_list("slug", flat=True))
    assert slugs == ["interpreter_booked", "interpreter_booked_2"]
