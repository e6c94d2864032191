"""What the pages of discovery print."""

from collections.abc import Sequence
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse

from spreadwell.charts.frame import Look, Picture
from spreadwell.charts.share_bars import share_bars
from spreadwell.charts.voices import voices
from spreadwell.domain.discovery.models import Finding
from spreadwell.domain.discovery.queries import Heard, who_was_heard
from spreadwell.domain.discovery.voices import Voice
from spreadwell.domain.learning.how_far import HowFar
from spreadwell.domain.learning.participation import Participation

from ..missions.presenters import NARROW, WIDE, Drawn

# A voice that nobody heard is seen at once; columns beyond this would not fit a desk.
MOST_PLACES = 12


def heard_drawn(heard: Heard, mission: str, *, invented: bool) -> Drawn | None:
    """Draw who has been heard in a mission; None before the first finding."""
    address = reverse("discovery:list")
    urls = [
        f"{address}?{urlencode({'mission': mission, 'voice': key})}#findings"
        for key in Voice.values
    ]
    return _drawn(heard, "Who has been heard", urls, invented)


def behind_drawn(rows: QuerySet[Finding], places: Sequence[str], *, invented: bool) -> Drawn | None:
    """Draw who stands behind a thing that rests on findings; None where nobody does."""
    return _drawn(who_was_heard(rows, places), "Who said it", [], invented)


def _drawn(heard: Heard, title: str, urls: Sequence[str], invented: bool) -> Drawn | None:
    if not heard.total:
        return None
    kept = _busiest(heard)

    def draw(width: int, prefix: str) -> Picture:
        look = Look(width=width, prefix=prefix, invented=invented)
        return voices(kept.voices, kept.places, kept.counts, look, urls=urls, title=title)

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


def shares_drawn(found: Participation) -> Drawn | None:
    """Draw how many decisions trace to each voice; None before the first decision."""
    if not found.decisions:
        return None

    def draw(width: int, prefix: str) -> Picture:
        look = Look(width=width, prefix=prefix, invented=found.invented)
        return share_bars(found.voices, found.decisions, look, title="Decisions by voice")

    return Drawn(draw(WIDE, "shares"), draw(NARROW, "shares-narrow"))


def far_drawn(far: HowFar) -> Drawn | None:
    """Draw how far what people said has come; None before the first word."""
    if not far.said:
        return None

    def draw(width: int, prefix: str) -> Picture:
        look = Look(width=width, prefix=prefix, invented=far.invented)
        title = "How far what was said has come"
        return share_bars(
            far.steps, far.said, look, noun="things said", said=far.sentence(), title=title
        )

    return Drawn(draw(WIDE, "far"), draw(NARROW, "far-narrow"))
