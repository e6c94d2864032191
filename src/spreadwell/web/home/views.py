"""Home."""

from django.http import HttpResponse

from ..middleware import PageRequest
from ..pages import render


def home(request: PageRequest) -> HttpResponse:
    """Show what needs the viewer today."""
    return render(request, "home/home.jinja", {})
