"""A site's month in: numbers and answers are stored together, once, or not at all."""

import csv
import hashlib
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from spreadwell.domain.foundation.refusals import NotNow
from spreadwell.domain.measures.models import Reading
from spreadwell.domain.measures.usual import PARTS, Numbers
from spreadwell.domain.people.models import Person
from spreadwell.domain.sites.actions import write_month
from spreadwell.domain.sites.models import ImplementationSite
from spreadwell.domain.sites.months import Asked, close_month, standing, was_sent
from spreadwell.formats.problems import RowProblem

from .submissions import accept_submission, check_submission

KEEP, REPLACE = "keep", "replace"

MEANWHILE = "Somebody else sent numbers at the same moment. Press Send again to see them."


@dataclass(frozen=True, slots=True)
class Entry:
    """One number as entered; `settle` is what to do where another one stands: keep or replace."""

    asked: Asked
    numbers: Numbers
    settle: str = ""

    def says(self, reading: Reading) -> bool:
        """Tell whether a reading says the same."""
        return all(getattr(reading, part) == self.numbers.get(part) for part in PARTS)


class NotTaken(Exception):
    """The numbers were not taken; carries the entries and what is wrong with each."""

    def __init__(self, entries: list[Entry], problems: Sequence[RowProblem]) -> None:
        super().__init__(len(problems))
        self.entries = entries
        self.problems = problems


class Meanwhile(Exception):
    """Other numbers stand already; carries them by the measure's code. Nothing was stored."""

    def __init__(self, found: dict[str, Reading]) -> None:
        super().__init__(len(found))
        self.found = found


def send_month(
    *,
    by: Person,
    site: ImplementationSite,
    entries: Sequence[Entry],
    what_changed: str = "",
    needs_help: str = "",
    key: str = "",
) -> bool:
    """Store a month; False when this very month was stored before under the same key.

    Meanwhile when other numbers stand that the sender has not settled, NotTaken with what is
    wrong in the numbers, a Refusal where the sender may not; nothing is stored then.
    """
    digest = _digest(by, site, entries, what_changed, needs_help, key) if key else ""
    try:
        with transaction.atomic():
            # One month of a site at a time, so that two tries of one sending cannot both store.
            site = ImplementationSite.objects.select_for_update().get(pk=site.pk)
            if was_sent(site, digest):
                return False
            wanted = _to_store(site, entries)
            for kind, same in _by_cadence(wanted).items():
                name = f"{site.organisation.code} {kind}.csv"
                content = _csv(site, same)
                checked = check_submission(by=by, content=content, name=name, way="entry")
                if not checked.ok:
                    raise NotTaken(same, checked.problems)
                if checked.submission is not None:  # else the very numbers stand by now
                    accept_submission(by=by, submission=checked.submission)
            write_month(by=by, site=site, what_changed=what_changed, needs_help=needs_help)
            close_month(by=by, site=site, numbers=len(wanted), digest=digest)
    except IntegrityError as error:  # a file with the same numbers, accepted in between
        raise NotNow(MEANWHILE) from error
    return True


def _to_store(site: ImplementationSite, entries: Sequence[Entry]) -> list[Entry]:
    """Return what is to be stored; Meanwhile where another number stands and nobody settled it."""
    there = standing(site, [entry.asked for entry in entries])
    wanted, found = [], {}
    for entry in entries:
        reading = there.get(entry.asked.slug)
        if reading is None:
            wanted.append(entry)
        elif not entry.says(reading):
            if reading.pk != entry.asked.seen or entry.settle not in (KEEP, REPLACE):
                found[entry.asked.slug] = reading
            elif entry.settle == REPLACE:
                wanted.append(entry)
    if found:
        raise Meanwhile(found)
    return wanted


def _by_cadence(entries: Sequence[Entry]) -> dict[str, list[Entry]]:
    """Return the entries by the kind of their period, since one file holds one kind."""
    made: dict[str, list[Entry]] = {}
    for entry in entries:
        made.setdefault(entry.asked.period.kind.value, []).append(entry)
    return made


def _csv(site: ImplementationSite, entries: Sequence[Entry]) -> bytes:
    """Write the entries as the file that a site could have sent."""
    used = [part for part in PARTS if any(e.numbers.get(part) is not None for e in entries)]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["measure", "site", "period", *used])
    for entry in entries:
        numbers = [_plain(entry.numbers.get(part)) for part in used]
        code = site.organisation.code
        writer.writerow([entry.asked.slug, code, str(entry.asked.period), *numbers])
    return out.getvalue().encode()


def _plain(value: float | None) -> str:
    """Write a number without a needless decimal part."""
    return "" if value is None else f"{value:.15g}"


def _digest(
    by: Person,
    site: ImplementationSite,
    entries: Sequence[Entry],
    what_changed: str,
    needs_help: str,
    key: str,
) -> str:
    """Return what names one sending: its key with what was sent, so that a changed one differs."""
    numbers = [[e.asked.slug, str(e.asked.period), e.settle, e.numbers] for e in entries]
    sent = [by.pk, site.pk, key, numbers, what_changed.strip(), needs_help.strip()]
    return hashlib.sha256(json.dumps(sent, sort_keys=True).encode()).hexdigest()
