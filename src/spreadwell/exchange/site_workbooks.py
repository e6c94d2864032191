"""What stands in a workbook: the measures due at a site, or every extract due at all sites."""

from collections.abc import Sequence
from datetime import date

from spreadwell.domain.measures.models import Measure, Reading
from spreadwell.domain.measures.permissions import sends_for_all
from spreadwell.domain.people.viewer import Viewer
from spreadwell.domain.sites.completeness import Board, board_of
from spreadwell.domain.sites.models import ImplementationSite
from spreadwell.domain.sites.months import Asked, measures_asked_of, with_before
from spreadwell.domain.sites.queries import due_for_site, last_complete
from spreadwell.exchange.workbooks import Choices, Line, told, workbook
from spreadwell.formats.periods import Period, PeriodKind

PERIODS_OFFERED = 12
"""Periods a drop-down offers, for numbers that were missed or are corrected."""


def book_for_site(site: ImplementationSite, on: date) -> bytes:
    """Write one site's workbook: what is due, or where nothing is, what is asked each period."""
    due = [Asked(one.measure, one.period, one.before) for one in due_for_site(site, on)]
    if not due:
        measures = measures_asked_of(site)
        due = with_before(site, [Asked(one, last_complete(one, on)) for one in measures])
    lines = [
        Line(
            one.measure,
            site.organisation.code,
            site.name,
            str(one.period),
            told(one.before),
            one.period.previous().label,
        )
        for one in due
    ]
    choices = Choices(
        [one.measure.slug for one in due],
        [site.organisation.code],
        _periods([one.measure for one in due], on),
    )
    return workbook(f"The numbers of {site.name}", lines, choices, invented=site.invented)


def book_for_sites(viewer: Viewer, on: date) -> tuple[bytes, bool]:
    """Write one workbook of all that is due; also whether a place in it is invented.

    An analyst's holds every site of every extract that waits; anybody else's holds the numbers
    of the sites that they send for.
    """
    board = board_of(viewer, on)
    if sends_for_all(viewer):
        wanted = [one for one in board.measures if one.supplied_by != "site"]
        mine = {row.site.pk for row in board.rows}
    else:
        wanted = [one for one in board.measures if one.supplied_by == "site"]
        mine = {
            row.site.pk
            for row in board.rows
            if row.site.pk in viewer.site_ids
            or row.site.version.innovation.network_id in viewer.facilitated_network_ids
        }
    lines = _lines(board, wanted, mine)
    codes = sorted({line.code for line in lines})
    choices = Choices(sorted({line.measure.slug for line in lines}), codes, _periods(wanted, on))
    invented = any(row.site.invented for row in board.rows if row.site.pk in mine)
    return workbook("Numbers that are due", lines, choices, invented=invented), invented


def _lines(board: Board, measures: Sequence[Measure], mine: set[int]) -> list[Line]:
    """A line for each number that waits; each place once, however many innovations run there."""
    found: dict[tuple[str, int, str], Line] = {}
    places: dict[tuple[int, int], Period] = {}
    for measure in measures:
        for site, one in board.waiting(measure):
            if site.pk in mine and one.latest is not None:
                key = (site.organisation.code, measure.pk, str(one.latest))
                line = Line(measure, site.organisation.code, site.name, str(one.latest))
                found.setdefault(key, line)
                places[measure.pk, site.organisation_id] = one.latest.previous()
    before = _before(places)
    codes = {row.site.organisation.code: row.site.organisation_id for row in board.rows}
    return [
        Line(
            line.measure,
            line.code,
            line.name,
            line.period,
            told(before.get((line.measure.pk, codes[line.code]))),
            places[line.measure.pk, codes[line.code]].label,
        )
        for line in found.values()
    ]


def _before(places: dict[tuple[int, int], Period]) -> dict[tuple[int, int], Reading]:
    """The reading before each one that waits, by measure and organisation."""
    rows = Reading.objects.current().filter(
        measure__in={measure for measure, _ in places},
        organisation__in={place for _, place in places},
        ordinal__in={period.ordinal for period in places.values()},
        stratifier="",
    )
    return {
        (one.measure_id, one.organisation_id): one
        for one in rows
        if (period := places.get((one.measure_id, one.organisation_id))) is not None
        and (one.ordinal, one.period_kind) == (period.ordinal, period.kind.value)
    }


def _periods(measures: Sequence[Measure], on: date) -> list[str]:
    """The last periods of each cadence, the latest first."""
    kinds = {PeriodKind(one.cadence) for one in measures} - {PeriodKind.INTEGER}
    return [
        str(Period.containing(on, kind).previous(back))
        for kind in sorted(kinds)
        for back in range(1, PERIODS_OFFERED + 1)
    ]
