"""What lets the month page work on a phone without a network: our own worker, and a page."""

import hashlib
import json
from functools import cache
from pathlib import Path

from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from ..middleware import PageRequest
from ..pages import render

# All that a month page needs, and the worker's own parts; nothing of anybody's.
ASSETS = (
    "vendor/nhsuk/nhsuk.css",
    "css/spreadwell.css",
    "js/spreadwell.js",
    "js/kept.js",
    "js/month.js",
    "images/favicon.svg",
)
WORKER = ("js/kept.js", "js/month-worker.js")


@cache
def _read(name: str) -> bytes:
    """Read a static file of the package."""
    found = finders.find(name)
    if found is None:
        raise FileNotFoundError(f"The file {name} is missing from this installation.")
    return Path(found).read_bytes()


@cache
def worker_code() -> str:
    """Return the worker's code; it names the version of everything it keeps.

    The version is a fingerprint of the files, so that a new release brings a new cache and the
    old one goes.
    """
    together = hashlib.sha256()
    for name in (*ASSETS, *WORKER):
        together.update(hashlib.sha256(_read(name)).digest())
    known = {
        "VERSION": together.hexdigest()[:16],
        "OFFLINE": reverse("offline"),
        "ASSETS": [staticfiles_storage.url(name) for name in ASSETS],
        "SIGN_IN": reverse("account_login"),
        "SIGN_OUT": reverse("account_logout"),
    }
    head = "".join(f"const {name} = {json.dumps(value)};\n" for name, value in known.items())
    return head + "\n".join(_read(name).decode() for name in WORKER)


@require_GET
@login_not_required
@cache_control(no_cache=True)
def month_worker(request: PageRequest) -> HttpResponse:
    """Give the worker at the root, so that it may look after every page; it knows nobody."""
    return HttpResponse(worker_code(), content_type="text/javascript; charset=utf-8")


@require_GET
@login_not_required
def offline(request: PageRequest) -> HttpResponse:
    """Say that there is no network; this is the page that phones keep."""
    return render(request, "sites/offline.jinja")
