"""The spread ladder of stored sites: months, rungs and what was tried on them."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from spreadwell.charts.ladder import LadderMark, MarkKind, Rung, State
from spreadwell.formats.periods import Period, PeriodKind

from .models import Adaptation, ImplementationSite, SiteSpell, TestOfChange

MOST_MONTHS = 60
"""Longer ladders have months too narrow to be told apart."""


def ladder_of(
    sites: Sequence[ImplementationSite],
    spells: Iterable[SiteSpell],
    today: date,
    *,
    adaptations: Iterable[Adaptation] = (),
    tests: Iterable[TestOfChange] = (),
    others: Iterable[tuple[int, date, str]] = (),
    url_of: Callable[[ImplementationSite], str] = lambda site: "",
) -> tuple[list[str], list[Rung]]:
    """Return the months up to today and a rung a site, each month as it stood when it ended.

    `others` are starts of other innovations: the organisation, the day, what began.
    What is passed has been narrowed to what its reader may see.
    """
    by_site: dict[int, list[SiteSpell]] = {}
    for spell in sorted(spells, key=lambda one: (one.entered, one.pk)):
        by_site.setdefault(spell.site_id, []).append(spell)
    last = Period.containing(today, PeriodKind.MONTH).ordinal
    earliest = min((own[0].entered for own in by_site.values()), default=today)
    first = min(Period.containing(earliest, PeriodKind.MONTH).ordinal, last)
    first = max(first, last - MOST_MONTHS + 1)
    months = [Period(PeriodKind.MONTH, one) for one in range(first, last + 1)]
    marks: dict[int, list[LadderMark]] = {}

    def mark(site: int, on: date, kind: MarkKind, text: str) -> None:
        month = Period.containing(on, PeriodKind.MONTH).ordinal
        if first <= month <= last:
            marks.setdefault(site, []).append(LadderMark(month - first, kind, text))

    for one in adaptations:
        mark(one.site_id, one.on, "adaptation", one.what)
    for test in tests:
        mark(test.site_id, test.started, "test", test.question)
    at: dict[int, list[int]] = {}
    for site in sites:
        at.setdefault(site.organisation_id, []).append(site.pk)
    for place, on, text in others:
        for pk in at.get(place, ()):
            mark(pk, on, "other", text)
    seen: set[str] = set()
    rungs = []
    for site in sites:
        # Two sites may share a name; a rung needs its own.
        name = site.name if site.name not in seen else f"{site.name} ({site.pk})"
        seen.add(name)
        states = tuple(_state(by_site.get(site.pk, []), month) for month in months)
        rungs.append(Rung(name, states, tuple(marks.get(site.pk, [])), url_of(site)))
    return [str(month) for month in months], rungs


def _state(spells: Sequence[SiteSpell], month: Period) -> State | None:
    """Return the state in which a site stood when a month ended, None before its first."""
    stood = [spell.state for spell in spells if spell.entered <= month.end]
    return stood[-1] if stood else None  # type: ignore[return-value]
