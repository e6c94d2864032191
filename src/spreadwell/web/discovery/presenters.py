"""What the pages of discovery print."""

from urllib.parse import urlencode

from django.urls import reverse

from spreadwell.charts.frame import Look, Picture
from spreadwell.charts.voices import voices
from spreadwell.domain.discovery.queries import Heard
from spreadwell.domain.discovery.voices import Voice

from ..missions.presenters import NARROW, WIDE, Drawn

# A voice that nobody heard is seen at once; columns beyond this would not fit a desk.
MOST_PLACES = 12


def heard_drawn(heard: Heard, mission: str, *, invented: bool) -> Drawn | None:
    """Draw who has been heard; None before the first finding."""
    if not heard.total:
        return None
    kept = _busiest(heard)
    address = reverse("discovery:list")
    urls = [
        f"{address}?{urlencode({'mission': mission, 'voice': key})}#findings"
        for key in Voice.values
    ]

    def draw(width: int, prefix: str) -> Picture:
        look = Look(width=width, prefix=prefix, invented=invented)
        return voices(kept.voices, kept.places, kept.counts, look, urls=urls)

    return Drawn(draw(WIDE, "heard"), draw(NARROW, "heard-narrow"))


def _busiest(heard: Heard) -> Heard:
    """Keep the places with gaps and the most findings, when there are too many to draw."""
    if len(heard.places) <= MOST_PLACES:
        return heard
    columns = list(zip(*heard.counts, strict=True))
    order = sorted(range(len(columns)), key=lambda j: (-columns[j].count(0), -sum(columns[j])))
    chosen = sorted(order[:MOST_PLACES])
    return Heard(
        heard.voices,
        tuple(heard.places[j] for j in chosen),
        tuple(tuple(row[j] for j in chosen) for row in heard.counts),
    )
