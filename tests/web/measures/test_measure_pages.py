"""The measure room: icons, charts, and sending a file from check to withdrawal."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from spreadwell.domain.models import Reading, Submission
from spreadwell.domain.people.roles import Role
from tests.evidence_rooms import plant
from tests.exchange.test_submissions import BAD, csv
from tests.factories import make_innovation, make_measure, make_organisation, make_person, make_site

pytestmark = [pytest.mark.django_db, pytest.mark.store]


@pytest.fixture
def room():
    make_measure(slug="at_target", name="At target")
    return make_organisation(code="XP-A"), make_organisation(code="XP-B")


def put(client, content, name="readings.csv"):
    return client.post("/measures/send/", {"file": SimpleUploadedFile(name, content)})


def test_the_pages_of_a_measure_show_icons_charts_and_downloads(sign_in):
    planted = plant(adopters=3, others=4)
    client = sign_in(planted.analyst)
    slug, code = planted.measure.slug, planted.adopters[0].code
    assert planted.measure.name in client.get("/measures/").content.decode()
    page = client.get(f"/measures/{slug}/").content.decode()
    assert f"/measures/{slug}/at/{code}/" in page
    assert "Readings up to December 2024" in page
    assert "252 of 252 expected readings" in page
    chart = client.get(f"/measures/{slug}/at/{code}/")
    text = chart.content.decode()
    assert f"{planted.innovation} started" in text
    assert "A p′ chart suits a proportion" in text
    for kind in ("run", "pprime", "uprime", "nonsense"):
        assert client.get(f"/measures/{slug}/at/{code}/?kind={kind}").status_code == 200
    for name in ("pictures/icons", "pictures/funnel", f"at/{code}/chart"):
        svg = client.get(f"/measures/{slug}/{name}.svg")
        assert svg.content.startswith(b"<?xml")
        table = client.get(f"/measures/{slug}/{name}.csv")
        assert table["Content-Disposition"].endswith('.csv"')
        assert len(table.content.splitlines()) > 2
        assert client.get(f"/measures/{slug}/{name}.exe").status_code == 404
    assert client.get(f"/measures/{slug}/at/NOWHERE/").status_code == 404


def test_a_file_goes_from_check_to_accepted_to_withdrawn(sign_in, room):
    client = sign_in(make_person(Role.ANALYST))
    sent = put(client, csv("at_target,XP-A,2024-01,40,100", "at_target,XP-B,2024-01,30,90"))
    assert sent.status_code == 302
    page = client.get(sent["Location"]).content.decode()
    assert "2 new, 0 corrected, 0 the same" in page
    assert Reading.objects.count() == 0
    client.post(f"{sent['Location']}accept/")
    assert Reading.objects.count() == 2
    again = put(client, csv("at_target,XP-A,2024-01,44,100"))
    page = client.get(again["Location"]).content.decode()
    assert "40 of 100" in page
    assert "44 of 100" in page
    client.post(f"{again['Location']}accept/")
    client.post(f"{again['Location']}withdraw/", {"reason": "wrong month"})
    assert sorted(Reading.objects.current().values_list("numerator", flat=True)) == [30, 40]
    last = put(client, csv("at_target,XP-A,2024-02,44,100"))
    client.post(f"{last['Location']}discard/")
    assert Submission.objects.get(pk=last["Location"].split("/")[-2]).state == "discarded"
    assert Reading.objects.current().count() == 2


# Files in which a person finds what to put right; of the others nothing can be kept.
MENDED = {"wrong header", "duplicate row", "numerator above denominator", "unknown site",
          "unknown measure", "no such month", "no such day", "the future", "another cadence",
          "two strata at once"}  # fmt: skip


@pytest.mark.parametrize("name", sorted(set(BAD) - MENDED))
def test_a_file_without_a_table_comes_back_with_what_is_wrong(sign_in, room, name):
    client = sign_in(make_person(Role.ANALYST))
    page = put(client, BAD[name][0])
    assert page.status_code == 422
    text = page.content.decode()
    assert "nothing was stored" in text
    assert "Traceback" not in text
    assert Submission.objects.count() == 0
    assert Reading.objects.count() == 0


@pytest.mark.parametrize("name", sorted(MENDED))
def test_a_bad_file_is_held_to_be_put_right_and_stores_nothing(sign_in, room, name):
    client = sign_in(make_person(Role.ANALYST))
    answer = client.post(
        "/measures/send/", {"file": SimpleUploadedFile("readings.csv", BAD[name][0])}, follow=True
    )
    text = answer.content.decode()
    assert "Nothing is stored" in text
    assert "Traceback" not in text
    assert Submission.objects.get().state == "held"
    assert Reading.objects.count() == 0


def test_a_file_of_200_megabytes_is_refused_by_its_size(sign_in, room):
    page = put(sign_in(make_person(Role.ANALYST)), bytes(200 * 2**20))
    assert page.status_code == 422
    assert "200 MB" in page.content.decode()
    assert Submission.objects.count() == 0


def test_a_stale_check_shows_what_is_true_now(sign_in, room):
    client = sign_in(make_person(Role.ANALYST))
    first = put(client, csv("at_target,XP-A,2024-01,40,100"))["Location"]
    second = put(client, csv("at_target,XP-A,2024-01,41,100"))["Location"]
    client.post(f"{second}accept/")
    page = client.post(f"{first}accept/", follow=True).content.decode()
    assert "Readings changed since this was checked" in page
    assert "0 new, 1 corrected" in page
    client.post(f"{first}accept/")
    assert [r.numerator for r in Reading.objects.current()] == [40]


def test_who_may_send_and_whose_submission_is_seen(sign_in, room):
    first, _ = room
    site = make_site(make_innovation(), organisation=first)
    member = make_person(Role.SITE_MEMBER, site=site)
    client = sign_in(member)
    held = put(client, csv("at_target,XP-B,2024-01,40,100"))["Location"]
    page = client.get(held, follow=True).content.decode()
    assert "your sites are XP-A" in page.replace("&#39;", "'")
    sent = put(client, csv("at_target,XP-A,2024-01,40,100"))["Location"]
    sign_in(make_person(Role.SITE_MEMBER, site=site))
    assert client.get(sent).status_code == 404
    sign_in(make_person(Role.CONTRIBUTOR))
    assert client.get("/measures/send/").status_code == 403
