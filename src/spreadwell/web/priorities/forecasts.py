"""What was promised beside what was seen."""

from collections.abc import Sequence

from django.http import HttpResponse

from spreadwell.charts.forecasts import ForecastRow
from spreadwell.charts.forecasts import forecasts as draw_forecasts
from spreadwell.charts.frame import Look, Picture
from spreadwell.domain.outcomes.forecasts import Held, by_criterion, held_against, scored

from ..middleware import PageRequest
from ..missions.presenters import NARROW, WIDE, Drawn
from ..pages import render


def forecasts(request: PageRequest) -> HttpResponse:
    """Show each forecast with what was seen, and how well panels and criteria foresaw it."""
    held = held_against(request.viewer)
    known = [one for one in held if one.outcome]
    context = {
        "known": known,
        "waiting": [one for one in held if not one.outcome],
        "score": scored(known),
        "foretold": by_criterion(known),
        "drawn": _drawn(known) if known else None,
    }
    return render(request, "priorities/forecasts.jinja", context)


def _drawn(known: Sequence[Held]) -> Drawn:
    """Draw each known forecast with what was seen."""
    rows = [
        ForecastRow(
            one.forecast.entry.opportunity.title,
            one.forecast.low,
            one.forecast.likely,
            one.forecast.high,
            one.outcome.seen,
            one.outcome.low,
            one.outcome.high,
        )
        for one in known
        if one.outcome is not None
    ]
    invented = any(one.forecast.entry.shortlist.invented for one in known)

    def draw(width: int, prefix: str) -> Picture:
        look = Look(width=width, prefix=prefix, invented=invented)
        return draw_forecasts(rows, look, unit="people in 100")

    return Drawn(draw(WIDE, "forecasts"), draw(NARROW, "forecasts-narrow"))
