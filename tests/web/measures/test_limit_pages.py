"""Moving limits on the page: suggested, seen before and after, confirmed, drawn, withdrawn."""

import pytest

from spreadwell.domain.models import LimitsChange
from spreadwell.domain.people.roles import Role
from tests.factories import make_person
from tests.limit_rooms import NEW, changed_level

pytestmark = [pytest.mark.django_db, pytest.mark.store]


@pytest.fixture
def room():
    return changed_level(slug="waits", name="Waits")


def here(room):
    return f"/measures/waits/at/{room[1].code}/"


def test_a_suggested_level_is_confirmed_drawn_and_withdrawn(sign_in, room):
    client = sign_in(make_person(Role.SITE_LEAD, site=room[1].sites.get()))
    page = client.get(here(room)).content.decode()
    assert f"limits/?kind=rebase&amp;period={NEW}" in page or f"kind=rebase&period={NEW}" in page
    confirm = f"{here(room)}limits/?kind=rebase&period={NEW}"
    page = client.get(confirm).content.decode()
    assert "As it would be" in page and "As it is" in page
    assert not LimitsChange.objects.exists()
    assert client.post(confirm, {"reason": " "}).status_code == 422
    assert client.post(confirm, {"reason": "A second nurse"}).status_code == 302
    change = LimitsChange.objects.get()
    page = client.get(here(room)).content.decode()
    assert "New limits from January 2024" in page and "A second nurse" in page
    for kind in ("svg", "csv", "png"):
        assert client.get(f"{here(room)}chart.{kind}").status_code == 200
    assert b"A second nurse" in client.get(f"{here(room)}chart.svg").content
    assert "A second nurse" in client.get(f"/sites/{room[1].sites.get().pk}/").content.decode()
    away = f"{here(room)}limits/{change.pk}/withdraw/"
    assert "Withdraw: New limits" in client.get(away).content.decode()
    assert client.post(away, {"reason": "She left"}).status_code == 302
    assert b"A second nurse" not in client.get(f"{here(room)}chart.svg").content
    assert "She left" in client.get(here(room)).content.decode()
    assert client.get(away).status_code == 200


def test_what_a_site_lead_may_not_decide_is_said(sign_in, room):
    client = sign_in(make_person(Role.SITE_LEAD, site=room[1].sites.get()))
    page = client.get(f"{here(room)}limits/?kind=baseline&points=12").content.decode()
    assert "cannot decide this for your own site" in page
    sent = client.post(f"{here(room)}limits/?kind=baseline&points=12", {"reason": "Steadier"})
    assert sent.status_code == 200
    assert not LimitsChange.objects.exists()


@pytest.mark.parametrize(
    ("query", "status", "said"),
    [
        ("", 200, "Limits are never moved by themselves"),
        ("?kind=nonsense", 422, "There is a problem"),
        ("?kind=rebase", 422, "Choose the period."),
        ("?kind=baseline", 422, "Say how many points."),
        ("?kind=baseline&points=3", 422, "There is a problem"),
        ("?kind=rebase&period=1999-01", 422, "There is a problem"),
        ("?kind=baseline&points=500", 200, "22 points"),
        ("?kind=exclusion&period=2023-02", 200, "Leave February 2023 out"),
    ],
)
def test_odd_questions_are_answered(sign_in, room, query, status, said):
    client = sign_in(make_person(Role.ANALYST))
    page = client.get(f"{here(room)}limits/{query}")
    assert (page.status_code, said in page.content.decode()) == (status, True)


@pytest.mark.parametrize(
    "role", [Role.BOARD_MEMBER, Role.CONTRIBUTOR], ids=["board member", "contributor"]
)
def test_others_are_refused(sign_in, room, role):
    client = sign_in(make_person(role))
    assert client.get(f"{here(room)}limits/").status_code in (403, 404)


def test_a_chart_page_asks_no_more_than_it_must(sign_in, room, django_assert_max_num_queries):
    client = sign_in(make_person(Role.ANALYST))
    client.get(here(room))
    with django_assert_max_num_queries(16):
        client.get(here(room))
