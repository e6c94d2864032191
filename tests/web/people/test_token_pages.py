"""Making and revoking access tokens on a page."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from spreadwell.domain.models import AccessToken
from spreadwell.domain.people.roles import Role
from tests.factories import make_person

pytestmark = [pytest.mark.django_db, pytest.mark.store]
PAGE = "/people/tokens/"


def test_a_token_is_shown_once_works_and_can_be_revoked(sign_in):
    client = sign_in(make_person(Role.ANALYST))
    assert "You have no access token" in client.get(PAGE).content.decode()
    day = timezone.localdate() + timedelta(days=60)
    text = client.post(PAGE, {"name": "Warehouse", "expires": day}).content.decode()
    [secret] = re.findall(r"sw_[\w-]{20,}", text)
    again = client.get(PAGE).content.decode()
    assert secret not in again
    assert "Warehouse" in again
    headers = {"authorization": f"Bearer {secret}"}
    assert client.get("/api/v1/measures", headers=headers).status_code == 200
    token = AccessToken.objects.get()
    client.post(reverse("people:revoke_token", args=[token.pk]))
    assert "Revoked" in client.get(PAGE).content.decode()
    assert client.get("/api/v1/measures", headers=headers).status_code == 401


def test_a_wrong_day_comes_back_with_a_sentence(sign_in):
    client = sign_in(make_person(Role.ANALYST))
    day = timezone.localdate() + timedelta(days=999)
    answer = client.post(PAGE, {"name": "Warehouse", "expires": day})
    assert answer.status_code == 422
    assert "one year from today" in answer.content.decode()


def test_somebody_elses_token_does_not_exist(sign_in):
    client = sign_in(make_person(Role.ANALYST))
    day = timezone.localdate() + timedelta(days=60)
    client.post(PAGE, {"name": "Warehouse", "expires": day})
    token = AccessToken.objects.get()
    other = sign_in(make_person(Role.BOARD_MEMBER))
    assert other.post(reverse("people:revoke_token", args=[token.pk])).status_code == 404
