"""Programs sign in with a person's access token, never with a cookie."""

from django.http import HttpRequest
from ninja.security import HttpBearer

from spreadwell.domain.joining.turns import wrong_key
from spreadwell.domain.people.models import AccessToken
from spreadwell.domain.people.tokens import token_for
from spreadwell.domain.people.viewer import Viewer, viewer_of

from .errors import Wrong


class Token(HttpBearer):
    """`Authorization: Bearer sw_…`; what it may see and do is what its person may."""

    def __call__(self, request: HttpRequest) -> AccessToken | None:
        """Find the token, or refuse; a connection that comes with wrong ones is held off."""
        found: AccessToken | None = super().__call__(request)
        if found is None and not wrong_key(str(request.META.get("REMOTE_ADDR", ""))):
            raise Wrong(
                429,
                "Too many requests from this connection came without a token that works. Wait an "
                "hour, then send a token that is neither revoked nor past its day.",
            )
        return found

    def authenticate(self, request: HttpRequest, token: str) -> AccessToken | None:
        """Return the token that works today."""
        found = token_for(token.strip())
        if found is not None:
            request.viewer = viewer_of(found.person)  # type: ignore[attr-defined]
        return found


def viewer_on(request: HttpRequest) -> Viewer:
    """Who is looking: the person of the token."""
    found: Viewer = request.viewer  # type: ignore[attr-defined]
    return found


def token_on(request: HttpRequest) -> AccessToken:
    """The token of the request."""
    found: AccessToken = request.auth  # type: ignore[attr-defined]
    return found
