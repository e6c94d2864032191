"""The board: every measure at every place, narrowed to a network, in a fixed number of queries."""

import pytest
from django.test.utils import CaptureQueriesContext

from spreadwell.domain.people.roles import Role
from tests.factories import make_measure, make_network, make_organisation, make_person
from tests.limit_rooms import AFTER, BEFORE, changed_level, put

pytestmark = [pytest.mark.django_db, pytest.mark.store]


@pytest.fixture
def room():
    measure, place = changed_level(slug="waits", name="Waits", target=40)
    innovation = place.sites.get().version.innovation
    innovation.network = make_network(name="Lipid network", slug="lipids")
    innovation.save()
    other = make_measure(slug="falls", name="Falls", statistic="count", per=1, direction="down")
    put(other, make_organisation(name="Elsewhere"), BEFORE + AFTER)
    return measure, place, innovation


def test_the_board_shows_the_measures_of_a_network_at_its_places(sign_in, room):
    client = sign_in(make_person(Role.ANALYST))
    page = client.get("/measures/board/?network=lipids").content.decode()
    assert "Waits" in page and "Falls" not in page and "Elsewhere" not in page
    assert f"/measures/waits/at/{room[1].code}/" in page
    assert "improving, with higher values; expected to meet the target" in page
    every = client.get("/measures/board/?network=").content.decode()
    assert "Falls" in every and "Elsewhere" in every
    for kind in ("svg", "csv", "png"):
        assert client.get(f"/measures/board/board.{kind}?network=lipids").status_code == 200
    assert client.get("/measures/board/board.exe").status_code == 404
    assert "No readings" in client.get(
        f"/measures/board/?network={make_network(slug='empty').slug}"
    ).content.decode()  # fmt: skip


def test_more_places_and_measures_cost_no_more_queries(sign_in, room):
    from django.db import connection

    client = sign_in(make_person(Role.ANALYST))

    def asked():
        client.get("/measures/board/?network=")
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/measures/board/?network=").status_code == 200
        return len(queries)

    few = asked()
    for _ in range(4):
        changed_level()
    assert asked() == few


def test_a_measure_is_narrowed_to_a_network(sign_in, room):
    measure, _, innovation = room
    put(measure, make_organisation(name="Elsewhere too"), BEFORE)
    client = sign_in(make_person(Role.ANALYST))
    every = client.get("/measures/waits/").content.decode()
    assert "Elsewhere too" in every and "2 places" in every
    page = client.get("/measures/waits/?network=lipids").content.decode()
    assert "Elsewhere too" not in page and "1 place of Lipid network" in page
    mission = innovation.mission.slug
    assert "Elsewhere too" not in client.get(f"/measures/waits/?mission={mission}").content.decode()


def test_more_places_cost_a_measure_page_no_more_queries(sign_in, room):
    from django.db import connection

    client = sign_in(make_person(Role.ANALYST))

    def asked():
        client.get("/measures/waits/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/measures/waits/")
        return len(queries)

    few = asked()
    for _ in range(5):
        put(room[0], make_organisation(), BEFORE + AFTER)
    assert asked() == few


def test_who_sees_no_place_is_told_so(sign_in, room):
    client = sign_in(make_person(Role.CONTRIBUTOR))
    for page in ("/measures/board/?network=lipids", "/measures/waits/?network=lipids"):
        answer = client.get(page)
        assert (answer.status_code, "No readings" in answer.content.decode()) == (200, True)
