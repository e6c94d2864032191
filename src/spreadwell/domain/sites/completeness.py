"""Who has sent what, and who is late: sites × measures for the last period of each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import cast

import numpy as np
from django.db.models import QuerySet

from spreadwell.formats.periods import Period, PeriodKind

from ..innovations.models import InnovationMeasure
from ..measures.columns import Ints
from ..measures.models import Measure, ReadingColumns
from ..measures.packing import ORDINAL
from ..people.viewer import Viewer
from .models import ImplementationSite, SiteSpell
from .queries import MEASURES_A_MONTH, last_complete, wanted_by


class Sent(StrEnum):
    """How one measure stands at one site."""

    LATE = "late"
    DUE = "due"
    SENT = "sent"
    NOT_DUE = "not due"
    PAUSED = "paused"
    NOT_ASKED = "not asked"


@dataclass(frozen=True, slots=True)
class Standing:
    """One measure at one site: how it stands, since which period, and by how many days it is late.

    `period` is the first one that is wanted and not there, else the last one there is; `missing`
    counts those that are wanted and not there, of which `latest` is the last (else `period`);
    `by` is the day by which the first is wanted.
    """

    how: Sent
    period: Period | None = None
    missing: int = 0
    days: int = 0
    by: date | None = None
    latest: Period | None = None


@dataclass(frozen=True, slots=True)
class SiteRow:
    """One site with its standing in every measure, in the order of the measures."""

    site: ImplementationSite
    cells: tuple[Standing, ...]

    @property
    def days_late(self) -> int:
        """The longest by which something of it is late."""
        return max((one.days for one in self.cells), default=0)


@dataclass(frozen=True, slots=True)
class Board:
    """Sites × measures; sites with gaps first."""

    measures: tuple[Measure, ...]
    rows: tuple[SiteRow, ...]

    def count(self, how: Sent) -> int:
        """How many numbers stand so."""
        return sum(cell.how is how for row in self.rows for cell in row.cells)

    def waiting(self, measure: Measure) -> list[tuple[ImplementationSite, Standing]]:
        """The sites whose number of one measure is wanted, due or late."""
        at = self.measures.index(measure)
        cells = [(row.site, row.cells[at]) for row in self.rows]
        return [(site, one) for site, one in cells if one.how in (Sent.LATE, Sent.DUE)]


def board_of(
    viewer: Viewer, today: date, *, network: int | None = None, measure: int | None = None
) -> Board:
    """Return who has sent what, as far as the viewer sees the sites; of one network or measure.

    Sites that are live or paused count. Whatever one innovation watches is asked of its sites:
    what sites supply themselves, at most `MEASURES_A_MONTH`, and every measure of an extract,
    which is its analyst's to load and never the site's to send. Nobody owes published figures.
    """
    sites = ImplementationSite.objects.visible_to(viewer).filter(state__in=["live", "paused"])
    if network is not None:
        sites = sites.filter(version__innovation__network_id=network)
    found = list(sites.select_related("organisation", "version__innovation__network"))
    asked = _asked_of(found, measure)
    measures = tuple(
        sorted(
            {one for many in asked.values() for one in many},
            key=lambda one: (one.supplied_by != "site", one.name),
        )
    )
    found = [site for site in found if asked.get(site.version.innovation_id)]
    there = _there(found, measures)
    began = _began(found)
    rows = [
        SiteRow(
            site,
            tuple(
                _standing(site, one, there.get((one.pk, site.organisation_id)), began, today)
                if one in asked[site.version.innovation_id]
                else Standing(Sent.NOT_ASKED)
                for one in measures
            ),
        )
        for site in found
    ]
    rows.sort(key=lambda row: (-row.days_late, row.site.state != "live", row.site.name))
    return Board(measures, tuple(rows))


def _asked_of(sites: Sequence[ImplementationSite], measure: int | None) -> dict[int, list[Measure]]:
    """The measures asked of each innovation's sites."""
    attached = InnovationMeasure.objects.filter(
        innovation__in={site.version.innovation_id for site in sites},
        measure__open_data=False,  # published figures come when they are published
    ).exclude(measure__cadence=PeriodKind.INTEGER.value)
    asked: dict[int, list[Measure]] = {}
    for one in attached.select_related("measure").order_by("-primary", "measure__name"):
        mine = asked.setdefault(one.innovation_id, [])
        supplied = sum(other.supplied_by == "site" for other in mine)
        if one.measure.supplied_by != "site" or supplied < MEASURES_A_MONTH:
            mine.append(one.measure)
    if measure is None:
        return asked
    return {key: [one for one in many if one.pk == measure] for key, many in asked.items()}


def _there(
    sites: Sequence[ImplementationSite], measures: Iterable[Measure]
) -> dict[tuple[int, int], Ints]:
    """The ordinals there are, in order, by measure and organisation; a suppressed one is there."""
    cadence = {one.pk: one.cadence for one in measures}
    # The manager is shared with that of readings, whose type it carries.
    every = cast("QuerySet[ReadingColumns]", ReadingColumns.objects.all())
    rows = every.filter(
        measure__in=list(cadence),
        organisation__in={site.organisation_id for site in sites},
        stratifier="",
        stratum="",
    ).values_list("measure_id", "organisation_id", "period_kind", "ordinals")
    return {
        (measure, place): np.frombuffer(ordinals, dtype=ORDINAL).astype(np.int64)
        for measure, place, kind, ordinals in rows
        if cadence[measure] == kind
    }


def _began(sites: Sequence[ImplementationSite]) -> dict[int, date]:
    """Since when each live site is live without a break; nothing is asked of a pause."""
    spells = SiteSpell.objects.filter(site__in=[site.pk for site in sites], state="live", left=None)
    return dict(spells.values_list("site_id", "entered"))


def _standing(
    site: ImplementationSite,
    measure: Measure,
    sent: Ints | None,
    began: dict[int, date],
    today: date,
) -> Standing:
    wanted = last_complete(measure, today)
    there = None if sent is None else Period(wanted.kind, int(sent[-1]))
    if site.state == "paused":
        return Standing(Sent.PAUSED, there, latest=there)
    since = began.get(site.pk) or site.started or today
    first = Period.containing(since, wanted.kind).ordinal
    # Every period since it went live: a later one that was sent does not make up for a gap.
    owing = np.arange(first, wanted.ordinal + 1)
    if sent is not None:
        owing = owing[~np.isin(owing, sent)]
    if not len(owing):
        how = Sent.SENT if there is not None else Sent.NOT_DUE
        return Standing(how, there, latest=there)
    owed, latest = (Period(wanted.kind, int(owing[at])) for at in (0, -1))
    by = wanted_by(measure, owed)
    days = max((today - by).days, 0)
    how = Sent.LATE if days else Sent.DUE
    return Standing(how, owed, len(owing), days, by, latest)
