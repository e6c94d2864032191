"""Access tokens: what a program signs in with in a person's name."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from ..audit.actions import record
from ..foundation.actions import action
from ..foundation.refusals import Invalid, NotAllowed, NotNow
from .models import AccessToken, Person
from .roles import Role
from .viewer import Viewer, viewer_of

PREFIX = "sw_"
"""What every token begins with, so that one left in a file is found for what it is."""

LONGEST = timedelta(days=365)
"""A token nobody renews ends within a year."""

MOST = 10
"""Tokens that one person has at once: one a program, not one a run."""

NOTED_EVERY = timedelta(minutes=10)
"""How often the last use is written down: it says whether a token is used, not how often."""


@dataclass(frozen=True, slots=True)
class MadeToken:
    """A new token with its secret, which is told once and kept nowhere."""

    token: AccessToken
    secret: str


def check_token(viewer: Viewer) -> None:
    """Raise unless the viewer may have tokens: whoever is signed in and holds a role."""
    if viewer.person is None or len(viewer.roles) < 2:
        raise NotAllowed("You cannot make access tokens. They are for people who hold a role here.")


def standing_tokens(person: Person, on: date) -> int:
    """How many tokens of a person work on a day."""
    rows = AccessToken.objects.filter(person=person, revoked_at=None, expires__gte=on)
    return int(rows.count())


@action
def make_token(*, by: Person, name: str, expires: date) -> MadeToken:
    """Make a token for a program of the person's own; it works to the end of the day given."""
    check_token(viewer_of(by))
    today = timezone.localdate()
    if not name.strip():
        raise Invalid("Say which program uses it.", "name")
    if not today <= expires <= today + LONGEST:
        raise Invalid("Choose a day from today to one year from today.", "expires")
    if standing_tokens(by, today) >= MOST:
        raise NotNow(f"You have {MOST} access tokens that work. Revoke one that is not used.")
    secret = f"{PREFIX}{secrets.token_urlsafe(32)}"
    token = AccessToken.objects.create(
        person=by, name=name.strip()[:80], digest=_digest(secret), expires=expires
    )
    record(
        by=by,
        verb="people.token_made",
        thing=token,
        summary=f"{by} made the access token “{token}”, which works until {expires.isoformat()}",
    )
    return MadeToken(token, secret)


@action
def revoke_token(*, by: Person, token: AccessToken) -> AccessToken:
    """Revoke a token at once; what was sent with it stays."""
    if token.person_id != by.pk and not viewer_of(by).holds(Role.ADMINISTRATOR):
        raise NotAllowed("You cannot revoke this token. It is for its person or an administrator.")
    if token.revoked_at is not None:
        raise NotNow("This token is revoked already.")
    token.revoked_at = timezone.now()
    token.save(update_fields=["revoked_at"])
    record(
        by=by,
        verb="people.token_revoked",
        thing=token,
        summary=f"{by} revoked the access token “{token}”",
    )
    return token


def token_for(secret: str) -> AccessToken | None:
    """The token that a secret opens today, None where there is none; notes that it was used."""
    if not secret.startswith(PREFIX):
        return None
    token = (
        AccessToken.objects.filter(digest=_digest(secret), revoked_at=None)
        .filter(expires__gte=timezone.localdate(), person__is_active=True)
        .select_related("person")
        .first()
    )
    if token is None:
        return None
    now = timezone.now()
    if token.last_used is None or now - token.last_used > NOTED_EVERY:
        token.last_used = now
        token.save(update_fields=["last_used"])
    return token


def _digest(secret: str) -> str:
    # A secret of 256 random bits cannot be guessed from its digest, so no slow one is needed.
    return hashlib.sha256(secret.encode()).hexdigest()
