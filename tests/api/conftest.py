"""A program that speaks to the API with a token."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from spreadwell.domain.people.models import Person
from spreadwell.domain.people.roles import Role
from spreadwell.domain.people.tokens import make_token
from tests.factories import make_person


class Program:
    """Sends requests with one person's token and reads JSON."""

    def __init__(self, person: Person, client: Client) -> None:
        day = timezone.localdate() + timedelta(days=30)
        made = make_token(by=person, name="Warehouse", expires=day)
        self.person, self.token, self.client = person, made.token, client
        self.headers = {"authorization": f"Bearer {made.secret}"}

    def get(self, path: str, **query):
        return self.client.get(f"/api/v1{path}", query, headers=self.headers)

    def post(self, path: str, body, key: str = "", kind: str = "application/json"):
        content = body if isinstance(body, bytes | str) else json.dumps(body)
        headers = self.headers | ({"idempotency-key": key} if key else {})
        return self.client.post(f"/api/v1{path}", content, content_type=kind, headers=headers)


@pytest.fixture
def program(client):
    """Return a function that gives a program of somebody in a role."""

    def of(role: Role = Role.ANALYST, **place) -> Program:
        return Program(make_person(role, **place), client)

    return of
