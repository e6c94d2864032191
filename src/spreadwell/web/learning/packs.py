"""Packs: made, found, downloaded, and loaded after showing what they would add."""

import base64
import binascii
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from spreadwell.domain.foundation.refusals import allowed
from spreadwell.domain.innovations.models import Innovation
from spreadwell.domain.innovations.queries import latest_version
from spreadwell.domain.learning.actions import publish_pack
from spreadwell.domain.learning.models import Pack
from spreadwell.domain.learning.permissions import check_load, check_pack
from spreadwell.domain.missions.models import Mission
from spreadwell.exchange.packs import load_pack, make_pack, pack_bytes, preview_pack

from ..downloads import file_of
from ..middleware import PageRequest
from ..pages import attempt, find, render
from .forms import LoadForm


def _may_load(request: PageRequest) -> bool:
    """Tell whether there is a mission into which the viewer may load."""
    missions = Mission.objects.visible_to(request.viewer)
    return any(not allowed(check_load, request.viewer, one) for one in missions)


def pack_list(request: PageRequest) -> HttpResponse:
    """List the packs that the viewer may see."""
    rows = Pack.objects.visible_to(request.viewer).select_related("version__innovation")
    return render(request, "learning/packs.jinja", {"packs": rows, "may_load": _may_load(request)})


def _one(request: PageRequest, pk: int) -> Pack:
    rows = Pack.objects.visible_to(request.viewer).select_related("version__innovation")
    return find(rows, pk=pk)


def detail(request: PageRequest, pk: int) -> HttpResponse:
    """Show what a pack holds."""
    pack = _one(request, pk)
    innovation = pack.version.innovation
    context = {
        "pack": pack,
        "innovation": innovation,
        "content": pack.content,
        "crumbs": [
            {
                "text": innovation.name,
                "href": reverse("innovations:detail", args=[innovation.slug]),
            },
            {"text": "Packs", "href": reverse("learning:packs")},
        ],
        "publish_reason": allowed(check_pack, request.viewer, innovation),
    }
    return render(request, "learning/pack.jinja", context)


def download(request: PageRequest, pk: int) -> HttpResponse:
    """Give the pack as its one file."""
    pack = _one(request, pk)
    innovation = pack.version.innovation
    name = f"{innovation.slug}-v{pack.version.number}.zip"
    return file_of(pack_bytes(pack), name, "application/zip", invented=innovation.invented)


@require_POST
def make(request: PageRequest, innovation: str) -> HttpResponse:
    """Make a pack of the version in force."""
    found = find(Innovation.objects.visible_to(request.viewer), slug=innovation)
    version = latest_version(found)
    if version is None:
        return redirect("innovations:detail", innovation)
    made = attempt(request, "The pack is made.", make_pack, version=version)
    if made is None:
        return redirect("innovations:detail", innovation)
    return redirect("learning:pack", made[0].pk)


@require_POST
def publish(request: PageRequest, pk: int) -> HttpResponse:
    """Publish a pack, or take it back."""
    pack = _one(request, pk)
    attempt(request, "Saved.", publish_pack, pack=pack, published=not pack.published)
    return redirect("learning:pack", pk)


def load(request: PageRequest) -> HttpResponse:
    """Show what a pack would add; the second press loads the very bytes that were shown."""
    if not _may_load(request):
        raise PermissionDenied("You cannot load packs. It is for administrators and mission leads.")
    form = LoadForm(request.POST or None, request.FILES or None, viewer=request.viewer)
    preview = None
    if request.method == "POST" and form.is_valid():
        data = _data(form)
        mission = form.cleaned_data["mission"]
        if data is None:
            form.add_error("file", "Choose the file of a pack.")
        elif "confirm" in request.POST:
            loaded = attempt(request, "Loaded.", load_pack, form, data=data, mission=mission)
            if loaded is not None:
                return redirect("innovations:detail", loaded.slug)
        else:
            preview = attempt(request, "", preview_pack, form, data=data, mission=mission)
    context: dict[str, Any] = {"form": form, "preview": preview}
    if preview is not None:
        context |= {"mission": mission, "again": base64.b64encode(data or b"").decode()}
    return render(request, "learning/load.jinja", context)


def _data(form: LoadForm) -> bytes | None:
    """Return the bytes of the pack: uploaded, or carried along from the preview."""
    file = form.cleaned_data.get("file")
    if file is not None:
        return cast(bytes, file.read())
    carried = form.cleaned_data.get("content", "")
    try:
        return base64.b64decode(carried, validate=True) if carried else None
    except binascii.Error:
        return None
