"""A token opens what its person may see; nothing else opens anything."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from spreadwell.api.errors import NO_TOKEN
from spreadwell.domain.joining import turns
from spreadwell.domain.people.roles import Role
from spreadwell.domain.people.tokens import revoke_token
from tests.factories import make_person

pytestmark = [pytest.mark.django_db, pytest.mark.store]


def test_a_token_opens_the_api_and_notes_its_use(program):
    analyst = program()
    assert analyst.token.last_used is None
    assert analyst.get("/measures").status_code == 200
    analyst.token.refresh_from_db()
    assert timezone.now() - analyst.token.last_used < timedelta(minutes=1)


def test_without_a_token_nothing_opens_even_with_a_session(program, sign_in):
    analyst = program()
    client = sign_in(analyst.person)
    answer = client.get("/api/v1/measures")
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == "Bearer"
    assert answer.json() == {"error": NO_TOKEN, "problems": []}
    assert (
        client.post("/api/v1/readings", b"{}", content_type="application/json").status_code == 401
    )


@pytest.mark.parametrize("how", ["revoked", "past its day", "of somebody inactive", "another"])
def test_a_token_that_does_not_work_is_refused(program, how):
    analyst = program()
    if how == "revoked":
        revoke_token(by=analyst.person, token=analyst.token)
    elif how == "past its day":
        analyst.token.expires = timezone.localdate() - timedelta(days=1)
        analyst.token.save()
    elif how == "of somebody inactive":
        analyst.person.is_active = False
        analyst.person.save()
    else:
        analyst.headers = {"authorization": "Bearer sw_something"}
    assert analyst.get("/measures").status_code == 401


def test_a_connection_that_comes_with_wrong_tokens_is_held_off_and_a_right_one_is_not(
    program, monkeypatch
):
    monkeypatch.setattr(turns, "MOST_WRONG_KEYS", 3)
    wrong = {"authorization": "Bearer sw_wrong"}
    client = Client()
    answers = [client.get("/api/v1/measures", headers=wrong).status_code for _ in range(5)]
    assert answers == [401, 401, 401, 429, 429]
    assert program().get("/measures").status_code == 200


def test_a_write_needs_no_csrf_token_since_no_cookie_counts(program):
    strict = Client(enforce_csrf_checks=True)
    analyst = program()
    analyst.client = strict
    assert analyst.post("/readings/check", {"rows": []}).status_code == 422


def test_what_is_no_address_or_no_way_is_said_in_json(program):
    analyst = program()
    missing = analyst.get("/nothing/here")
    assert (missing.status_code, missing.json()["problems"]) == (404, [])
    way = analyst.post("/measures", {})
    assert way.status_code == 405
    assert way.json()["error"] == "This address answers GET alone."
    assert way["Cache-Control"] == "private, no-store"


def test_a_fault_tells_nothing_of_its_inside(program, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError("secret inside")

    monkeypatch.setattr("spreadwell.api.listing.paged", broken)
    answer = program().get("/measures")
    assert answer.status_code == 500
    assert "secret" not in answer.content.decode()
    assert answer.json()["error"].startswith("Something went wrong here")


def test_the_document_is_served_to_everybody(client):
    answer = client.get("/api/v1/openapi.json")
    assert answer.status_code == 200
    assert answer.json()["openapi"].startswith("3.1")


def test_no_address_opens_without_a_token_whoever_is_signed_in(client, sign_in):
    document = client.get("/api/v1/openapi.json").json()
    ways = [(path, way) for path, ways in document["paths"].items() for way in ways]
    assert len(ways) >= 7
    for role in (None, Role.ADMINISTRATOR, Role.ANALYST):
        if role is not None:
            sign_in(make_person(role))
        for path, way in ways:
            answer = getattr(client, way)(path.replace("{measure}", "at_target"))
            assert (path, answer.status_code) == (path, 401)
