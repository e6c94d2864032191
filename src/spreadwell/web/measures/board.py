"""The board: every measure of a network at every place, each with both icons."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.urls import reverse
from markupsafe import Markup

from spreadwell.charts.frame import Look, Picture
from spreadwell.charts.icon_table import IconCell, icon_rows, icon_table
from spreadwell.charts.icons import assurance_icon, control_glyph, variation_icon
from spreadwell.charts.wording import figure
from spreadwell.domain.innovations.models import InnovationMeasure
from spreadwell.domain.measures.charts import shown_unit
from spreadwell.domain.measures.columns import readings_as_columns
from spreadwell.domain.measures.limits import limits_book
from spreadwell.domain.measures.models import Measure, Reading
from spreadwell.domain.measures.reading_off import Read, read_off
from spreadwell.domain.people.viewer import Viewer
from spreadwell.formats.measure_words import CHARTS
from spreadwell.methods.spc.icons import ASSURANCE, VARIATION

from ..downloads import picture_file
from ..middleware import PageRequest
from ..pages import render
from .narrowing import Narrowed, narrowed
from .presenters import Place, places_of

# Measures beside each other: as many as a printed page holds; the rest a page further.
COLUMNS = 12
# A network's places stand in one table; more than this no page can show.
ROWS = 500
# With more measures than this the latest values would make the table wider than a desk.
WITH_VALUES = 6


@dataclass(frozen=True, slots=True, eq=False)
class Board:
    """Places × measures with their icons; `charts` says by which chart each measure was read."""

    measures: tuple[Measure, ...]
    places: tuple[Place, ...]
    cells: tuple[tuple[IconCell | None, ...], ...]
    charts: tuple[tuple[str, tuple[str, ...]], ...]
    true_at: str
    left_out: int

    @property
    def invented(self) -> bool:
        """Whether anything shown is invented."""
        return any(one.invented for one in self.measures) or any(
            one.invented for one in self.places
        )

    def html(self) -> Markup:
        """The board as a table of the page."""
        slugs, base = [one.slug for one in self.measures], reverse("measures:list")
        made = icon_rows(
            [place.name for place in self.places],
            [one.name for one in self.measures],
            self.cells,
            prefix="board",
            caption="Every measure at every place",
            glyph=control_glyph,
            links=[
                [
                    f"{base}{slug}/at/{place.code}/" if cell is not None else ""
                    for slug, cell in zip(slugs, row, strict=True)
                ]
                for place, row in zip(self.places, self.cells, strict=True)
            ],
        )
        return Markup(made)

    def picture(self, look: Look) -> Picture:
        """The same as a picture to keep."""
        return icon_table(
            [place.name for place in self.places],
            [one.name for one in self.measures],
            self.cells,
            look,
            glyph=control_glyph,
        )


def board_of(
    viewer: Viewer,
    measures: Sequence[Measure],
    places: frozenset[int] | None,
    *,
    values: bool = False,
) -> Board:
    """Read every measure at every place that a viewer may see, in one go for each cadence.

    With `values`, the latest value stands beside the icons however many measures there are.
    """
    values = values or len(measures) <= WITH_VALUES
    book = limits_book([one.pk for one in measures])
    rows = Reading.objects.visible_to(viewer)
    reads: list[Read] = []
    true_at = []
    for cadence in dict.fromkeys(one.cadence for one in measures):
        mine = [one for one in measures if one.cadence == cadence]
        columns = readings_as_columns(rows, mine, organisations=places)
        read = read_off(columns, mine, book=book)
        if read is not None:
            reads.append(read)
            true_at.append(columns.period(int(columns.ordinal.max())).label)
    keys = {one for read in reads for one in read.organisation.tolist()}
    every = places_of(viewer, keys)
    kept = every[:ROWS]
    cells = _cells(reads, measures, kept, values)
    with_any = [i for i in range(len(measures)) if any(row[i] is not None for row in cells)]
    charts: dict[str, list[str]] = {}
    for one in (measures[i] for i in with_any):
        kind = next(read.charts[one.pk] for read in reads if one.pk in read.charts)
        charts.setdefault(CHARTS.get(kind, kind), []).append(one.name)
    return Board(
        tuple(measures[i] for i in with_any),
        kept,
        tuple(tuple(row[i] for i in with_any) for row in cells),
        tuple((kind, tuple(names)) for kind, names in charts.items()),
        ", ".join(dict.fromkeys(true_at)),
        len(every) - len(kept),
    )


def _cells(
    reads: Sequence[Read], measures: Sequence[Measure], places: Sequence[Place], values: bool
) -> list[list[IconCell | None]]:
    """One cell for each place and measure; None without a reading."""
    row_of = {place.pk: i for i, place in enumerate(places)}
    column_of = {one.pk: i for i, one in enumerate(measures)}
    units = [shown_unit(one) for one in measures]
    variations = [variation_icon(one) for one in VARIATION]
    assurances = [assurance_icon(one) for one in ASSURANCE]
    cells: list[list[IconCell | None]] = [[None] * len(measures) for _ in places]
    for read in reads:
        rows = zip(
            read.measure.tolist(), read.organisation.tolist(), read.variation.tolist(),
            read.assurance.tolist(), read.latest.tolist(), strict=True,
        )  # fmt: skip
        for measure, place, variation, assurance, latest in rows:
            if place in row_of:
                column = column_of[measure]
                cells[row_of[place]][column] = IconCell(
                    variations[variation],
                    assurances[assurance],
                    f"{figure(latest)}{units[column]}" if values and latest == latest else "",
                )
    return cells


def _measures(viewer: Viewer, to: Narrowed) -> list[Measure]:
    """The measures that the innovations of a network or mission use; every one without either."""
    rows = Measure.objects.visible_to(viewer).order_by("kind", "name")
    if to.network is None and to.mission is None:
        return list(rows)
    links = InnovationMeasure.objects.visible_to(viewer)
    if to.network is not None:
        links = links.filter(innovation__network=to.network)
    if to.mission is not None:
        links = links.filter(innovation__mission=to.mission)
    return list(rows.filter(pk__in=links.values("measure")))


def _asked(request: PageRequest) -> tuple[Narrowed, list[Measure], int, int]:
    to = narrowed(request, usual=True)
    measures = _measures(request.viewer, to)
    pages = max(1, -(-len(measures) // COLUMNS))
    said = request.GET.get("page", "1")
    page = int(said) if said.isascii() and said.isdigit() and len(said) < 6 else 1
    page = min(max(page, 1), pages)
    return to, measures[(page - 1) * COLUMNS : page * COLUMNS], page, pages


def board(request: PageRequest) -> HttpResponse:
    """Show every measure of a network at every place."""
    to, measures, page, pages = _asked(request)
    found = board_of(request.viewer, measures, to.places)
    context = {
        "to": to,
        "board": found,
        "table": found.html() if found.places and found.measures else None,
        "page": page,
        "pages": pages,
    }
    return render(request, "measures/board.jinja", context)


def board_picture(request: PageRequest, kind: str) -> HttpResponse:
    """Give the board as a file."""
    to, measures, _, _ = _asked(request)
    found = board_of(request.viewer, measures, to.places, values=True)
    width = 240 + 62 * max(len(found.measures), 4)
    look = Look(width, "board", found.invented, heading=True)
    name = f"measures-{to.network.slug if to.network else 'all'}"
    picture = found.picture(look) if found.places else None
    return picture_file(picture, name, kind, invented=found.invented)
