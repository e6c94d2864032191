"""Access tokens: made once, kept as a digest, revoked at once, each with its event."""

from datetime import timedelta

import pytest
from django.utils import timezone

from spreadwell.domain.foundation.refusals import Invalid, NotAllowed, NotNow
from spreadwell.domain.models import AccessToken, Event
from spreadwell.domain.people.roles import Role
from spreadwell.domain.people.tokens import (
    LONGEST,
    MOST,
    NOTED_EVERY,
    make_token,
    revoke_token,
    token_for,
)
from tests.factories import make_person

pytestmark = [pytest.mark.django_db, pytest.mark.store]


def soon():
    return timezone.localdate() + timedelta(days=30)


def test_only_a_digest_is_kept_and_the_secret_opens_it():
    by = make_person(Role.ANALYST)
    made = make_token(by=by, name=" Warehouse ", expires=soon())
    assert made.secret.startswith("sw_")
    assert len(made.secret) > 40
    kept = AccessToken.objects.get()
    assert (kept.name, kept.person) == ("Warehouse", by)
    assert made.secret not in str(AccessToken.objects.values_list())
    assert token_for(made.secret) == kept
    assert token_for(made.secret[3:]) is None
    event = Event.objects.get(verb="people.token_made")
    assert made.secret not in f"{event.summary}{event.detail}"


def test_a_token_is_for_whoever_holds_a_role():
    with pytest.raises(NotAllowed, match="hold a role"):
        make_token(by=make_person(), name="x", expires=soon())


@pytest.mark.parametrize(
    ("name", "days", "said"),
    [("", 30, "which program"), ("x", -1, "a day from today"), ("x", 366, "a day from today")],
)
def test_a_token_says_for_what_and_until_when(name, days, said):
    by = make_person(Role.ANALYST)
    with pytest.raises(Invalid, match=said):
        make_token(by=by, name=name, expires=timezone.localdate() + timedelta(days=days))
    assert make_token(by=by, name="x", expires=timezone.localdate() + LONGEST)


def test_nobody_gathers_tokens_without_end():
    by = make_person(Role.ANALYST)
    made = [make_token(by=by, name=f"{i}", expires=soon()) for i in range(MOST)]
    with pytest.raises(NotNow, match="Revoke one"):
        make_token(by=by, name="one more", expires=soon())
    revoke_token(by=by, token=made[0].token)
    assert make_token(by=by, name="one more", expires=soon())


def test_its_person_or_an_administrator_revokes_it_once():
    by = make_person(Role.ANALYST)
    made = make_token(by=by, name="x", expires=soon())
    with pytest.raises(NotAllowed):
        revoke_token(by=make_person(Role.BOARD_MEMBER), token=made.token)
    revoke_token(by=make_person(Role.ADMINISTRATOR), token=made.token)
    assert token_for(made.secret) is None
    with pytest.raises(NotNow):
        revoke_token(by=by, token=made.token)
    assert Event.objects.filter(verb="people.token_revoked").count() == 1


def test_the_last_use_is_noted_now_and_then():
    made = make_token(by=make_person(Role.ANALYST), name="x", expires=soon())
    first = token_for(made.secret).last_used
    assert token_for(made.secret).last_used == first
    AccessToken.objects.update(last_used=first - NOTED_EVERY * 2)
    assert token_for(made.secret).last_used >= first
