"""The tour that the example offers a visitor: one thread through the loop, in ten minutes."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.apps import apps
from django.urls import reverse

from spreadwell.domain.people.viewer import Viewer

FILE = Path(__file__).resolve().parents[2] / "definitions" / "example" / "tour.yaml"


@dataclass(frozen=True, slots=True)
class Stop:
    """One stop: what to look at there, and where it is."""

    title: str
    text: str
    url: str


@cache
def _written() -> tuple[dict[str, Any], ...]:
    """Read the tour's stops: title, text, page, and for the page of a thing model and lookup."""
    return tuple(yaml.safe_load(FILE.read_text(encoding="utf-8"))["stops"])


def tour_for(viewer: Viewer) -> list[Stop]:
    """Return the stops that are in this store and that the viewer may see; none elsewhere."""
    stops = []
    for stop in _written():
        arguments = []
        if "model" in stop:
            rows = apps.get_model("domain", stop["model"])._default_manager.visible_to(viewer)
            thing = rows.filter(**stop["find"]).first()
            if thing is None:
                continue
            arguments = [getattr(thing, stop.get("by", "pk"))]
        address = reverse(stop["page"], args=arguments) + stop.get("anchor", "")
        stops.append(Stop(stop["title"], stop["text"], address))
    return stops
