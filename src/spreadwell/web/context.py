"""What every page knows: who is looking, where they can go, and the name of the system."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language

from spreadwell.domain.people.roles import Role
from spreadwell.domain.people.viewer import PUBLIC_VIEWER, Viewer

from .public.reading import ways_to_read

WORKERS = frozenset(Role) - {Role.CONTRIBUTOR, Role.PUBLIC}

# The ways from anywhere, in the order of the loop: (label, name of the page, who is offered it;
# None for all who sign in).
NAVIGATION: list[tuple[str, str, frozenset[Role] | None]] = [
    ("Missions", "missions:list", None),
    ("Networks", "networks:list", None),
    ("Joining", "joining:list", None),
    ("Innovations", "innovations:list", None),
    ("Sites", "sites:list", WORKERS),
    ("Measures", "measures:list", None),
    ("Claims", "claims:list", None),
    ("Decisions", "decisions:list", None),
    ("People", "people:list", frozenset({Role.ADMINISTRATOR})),
]


def navigation(viewer: Viewer, path: str) -> list[dict[str, Any]]:
    """Return the links of the header, the present one marked."""
    if viewer.person is None:
        return []
    links = []
    for label, name, roles in NAVIGATION:
        if roles is None or roles & viewer.roles:
            href = reverse(name)
            links.append({"text": label, "href": href, "current": path.startswith(href)})
    return links


def page(request: HttpRequest) -> dict[str, Any]:
    """Return what the base template needs on every page."""
    viewer: Viewer = getattr(request, "viewer", PUBLIC_VIEWER)
    return {
        "viewer": viewer,
        "navigation": navigation(viewer, request.path),
        "system_name": settings.SYSTEM_NAME,
        "csp_nonce": getattr(request, "csp_nonce", ""),
        "path": request.path,
        "language": get_language() or settings.LANGUAGE_CODE,
        "reading": ways_to_read(request),
    }
