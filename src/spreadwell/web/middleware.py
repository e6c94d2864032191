"""What stands before every view: the first run, and who is looking."""

from collections.abc import Callable

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from spreadwell.domain.audit.noting import forget_noted
from spreadwell.domain.people.models import Person
from spreadwell.domain.people.viewer import Viewer, viewer_of
from spreadwell.domain.sites.models import ImplementationSite

Next = Callable[[HttpRequest], HttpResponseBase]


class PageRequest(HttpRequest):
    """A request that knows who is looking (set by ViewerMiddleware), and at which site, if any."""

    viewer: Viewer
    site_here: ImplementationSite


class FirstRunMiddleware:
    """Lead the first visitor of an empty store to making its administrator."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response
        self.has_people = False

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Ask the store only until it has somebody."""
        if not self.has_people:
            people: QuerySet[Person] = Person.objects.get_queryset()
            self.has_people = people.exists()
            first = reverse("people:first")
            if not self.has_people and not request.path.startswith((first, "/static/", "/api/")):
                return redirect(first)
        return self.get_response(request)


class NulMiddleware:
    """Say 404 to addresses with a NUL: nothing has one in its name, and PostgreSQL takes none.

    The API answers for itself, in its own form.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Look at the path and at every word of the question."""
        words = [one for name, many in request.GET.lists() for one in (name, *many)]
        asked = [request.path, *words]
        if not request.path.startswith("/api/") and any("\0" in one for one in asked):
            raise Http404("This page does not exist.")
        return self.get_response(request)


class ViewerMiddleware:
    """Gather the roles of whoever is signed in, once a request, as `request.viewer`."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Put the viewer on the request, and keep pages of one person out of shared caches."""
        forget_noted()
        user = request.user
        request.viewer = viewer_of(user if isinstance(user, Person) else None)  # type: ignore[attr-defined]
        response = self.get_response(request)
        if isinstance(response, HttpResponse) and request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response
