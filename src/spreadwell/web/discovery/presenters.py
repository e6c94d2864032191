"""What the pages of discovery print."""

from collections.abc import Sequence

from django.db.models import QuerySet

from spreadwell.charts.frame import Look, Picture
from spreadwell.charts.share_bars import share_bars
from spreadwell.domain.discovery.models import Finding
from spreadwell.domain.discovery.queries import who_was_heard
from spreadwell.domain.learning.how_far import HowFar
from spreadwell.domain.learning.participation import Participation

from ..missions.presenters import NARROW, WIDE, Drawn
from .picturing import busiest, drawn


def behind_drawn(rows: QuerySet[Finding], places: Sequence[str], *, invented: bool) -> Drawn | None:
    """Draw who stands behind a thing that rests on findings; None where nobody does."""
    heard = who_was_heard(rows, places)
    if not heard.total:
        return None
    return drawn(busiest(heard), "Who said it", invented=invented)


def shares_drawn(found: Participation) -> Drawn | None:
    """Draw how many decisions trace to each voice; None before the first decision."""
    if not found.decisions:
        return None

    def draw(width: int, prefix: str) -> Picture:
        look = Look(width=width, prefix=prefix, invented=found.invented)
        return share_bars(
            found.voices, found.decisions, look, said=found.sentence(), title="Decisions by voice"
        )

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
