"""Who has sent what, and who is late: sites × measures, gaps first."""

import csv
import io
from dataclasses import dataclass

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from spreadwell.domain.measures.models import Measure
from spreadwell.domain.networks.models import Network
from spreadwell.domain.sites.completeness import Board, Sent, SiteRow, Standing, board_of
from spreadwell.domain.sites.models import ImplementationSite

from ..downloads import file_of
from ..middleware import PageRequest
from ..pages import find, render

AT_ONCE = 60
LETTERS = {Sent.LATE: "L", Sent.DUE: "D", Sent.SENT: "✓", Sent.NOT_DUE: "–", Sent.PAUSED: "P",
           Sent.NOT_ASKED: ""}  # fmt: skip
KEY = (
    (Sent.LATE, "late, with the days since the first missing period was due"),
    (Sent.DUE, "due, with the days left"),
    (Sent.SENT, "sent"),
    (Sent.NOT_DUE, "nothing is due yet"),
    (Sent.PAUSED, "paused: nothing is asked"),
)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as it is printed: a letter with days, what it says in words, its class."""

    text: str
    words: str
    kind: str


@dataclass(frozen=True, slots=True)
class Line:
    """One site's row."""

    site: ImplementationSite
    cells: list[Cell]


def completeness(request: PageRequest) -> HttpResponse:
    """Show who has sent what, of all sites or of one network or measure."""
    board, network, measure = _asked(request)
    today = timezone.localdate()
    late = [row for row in board.rows if row.days_late]
    context = {
        "board": board,
        "lines": [_line(board, row) for row in board.rows[:AT_ONCE]],
        "more": max(len(board.rows) - AT_ONCE, 0),
        "late": len(late),
        "missing": board.count(Sent.LATE),
        "due": board.count(Sent.DUE),
        "sent": board.count(Sent.SENT),
        "network": network,
        "measure": measure,
        "networks": Network.objects.visible_to(request.viewer).order_by("name"),
        "measures": Measure.objects.visible_to(request.viewer).order_by("name"),
        "key": [(LETTERS[how], how.name.lower(), words) for how, words in KEY],
        "invented": any(row.site.invented for row in board.rows),
        "today": today,
        "asked": request.GET.urlencode(),
        "crumb": _crumb(network, measure),
    }
    return render(request, "measures/completeness.jinja", context)


def completeness_file(request: PageRequest) -> HttpResponse:
    """Give the same as CSV: a row a site and measure."""
    board, _, _ = _asked(request)
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(
        ["site", "name", "network", "measure", "supplied_by", "standing", "period", "missing",
         "days_late", "wanted_by"]
    )  # fmt: skip
    for row in board.rows:
        network = row.site.version.innovation.network
        for measure, one in zip(board.measures, row.cells, strict=True):
            if one.how is Sent.NOT_ASKED:
                continue
            writer.writerow(
                [row.site.organisation.code, row.site.name, network.name if network else "",
                 measure.slug, measure.supplied_by, one.how.value, str(one.period or ""),
                 one.missing, one.days, one.by.isoformat() if one.by else ""]
            )  # fmt: skip
    invented = any(row.site.invented for row in board.rows)
    content = out.getvalue().encode("utf-8-sig")
    return file_of(content, "who-has-sent.csv", "text/csv; charset=utf-8", invented=invented)


def _asked(request: PageRequest) -> tuple[Board, Network | None, Measure | None]:
    viewer = request.viewer
    network = measure = None
    if slug := request.GET.get("network", ""):
        network = find(Network.objects.visible_to(viewer), slug=slug)
    if slug := request.GET.get("measure", ""):
        measure = find(Measure.objects.visible_to(viewer), slug=slug)
    board = board_of(
        viewer,
        timezone.localdate(),
        network=network.pk if network else None,
        measure=measure.pk if measure else None,
    )
    return board, network, measure


def _crumb(network: Network | None, measure: Measure | None) -> dict[str, str]:
    if network is not None:
        return {"text": network.name, "href": reverse("networks:detail", args=[network.slug])}
    if measure is not None:
        return {"text": measure.name, "href": reverse("measures:detail", args=[measure.slug])}
    return {"text": "Measures", "href": reverse("measures:list")}


def _line(board: Board, row: SiteRow) -> Line:
    cells = [_cell(measure, one) for measure, one in zip(board.measures, row.cells, strict=True)]
    return Line(row.site, cells)


def _cell(measure: Measure, one: Standing) -> Cell:
    letter = LETTERS[one.how]
    kind = one.how.name.lower()
    period = one.period.label if one.period else ""
    theirs = "" if measure.supplied_by == "site" else "; an analyst's extract, not the site's"
    if one.how is Sent.LATE:
        more = f" and {one.missing - 1} more" if one.missing > 1 else ""
        words = f"{period}{more} missing: {one.days} days late{theirs}"
        return Cell(f"{letter} {one.days}", words, kind)
    if one.how is Sent.DUE and one.by is not None:
        left = (one.by - timezone.localdate()).days
        return Cell(f"{letter} {left}", f"{period} is due in {left} days{theirs}", kind)
    standing = {
        Sent.SENT: f"sent up to {period}",
        Sent.NOT_DUE: "nothing is due yet",
        Sent.PAUSED: "paused: nothing is asked",
    }
    return Cell(letter, standing.get(one.how, "not asked of this site"), kind)
