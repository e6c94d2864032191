"""What files would change: each organisation held against what is known of it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from spreadwell.domain.foundation.origins import Origin
from spreadwell.domain.networks.changes import OrganisationChanges
from spreadwell.domain.networks.models import Organisation, OrganisationName
from spreadwell.exchange.organisations.known import FACTS, Known
from spreadwell.exchange.organisations.relating import Relations
from spreadwell.formats.ods import OrganisationFile, OrganisationRecord
from spreadwell.formats.problems import FileProblem, RowProblem, in_row_order

LICENCE = "NHS England Organisation Data Service; Open Government Licence v3.0"


class Plan:
    """One load being planned; `problems` has (file, problem) pairs for everything refused."""

    def __init__(self, day: date) -> None:
        self.day = day
        self.known = Known()
        self.changes = OrganisationChanges()
        self.problems: list[tuple[str, RowProblem]] = []
        self._new: set[int] = set()
        self._what: dict[int, set[str]] = {}
        self._seen: set[int] = set()
        self._says_closed: set[int] = set()
        self._closing: list[Organisation] = []

    def make(self, files: Sequence[OrganisationFile]) -> OrganisationChanges:
        """Hold every file against what is known; nothing is stored."""
        for file in files:
            for record in file.organisations:
                self._take(file, record)
        relations = Relations(self.known, self.changes, self.wrong, self.close)
        relations.take(files)
        relations.end_with(self._closing)
        relations.count()
        self._count()
        return self.changes

    def wrong(self, file: str, row: int, column: str, message: str) -> None:
        """Keep a problem of one row."""
        self.problems.append((file, RowProblem(row, column, message)))

    def file_problems(self, files: Sequence[OrganisationFile]) -> list[FileProblem]:
        """Return the problems by file, in the order of the files."""
        return [
            FileProblem(file.name, in_row_order(found))
            for file in files
            if (found := [problem for name, problem in self.problems if name == file.name])
        ]

    def close(self, organisation: Organisation, on: date) -> None:
        """Close an organisation that was taken over, unless a file says when it closes."""
        if organisation.closed is None and id(organisation) not in self._says_closed:
            self._set(organisation, "closed", on)

    def _take(self, file: OrganisationFile, record: OrganisationRecord) -> None:
        found = self.known.by_code.get(record.code)
        if record.former_code:
            found = self._recoded(file, record, found)
        elif found is None and record.code in self.known.former:
            now = self.known.former[record.code]
            self.changes.notes.append(
                f"{record.code} is {now.code} by now; what {file.name} says of it was left out."
            )
            return
        if found is None:
            self._add(file, record)
        elif found.origin == Origin.INVENTED and file.published:
            said = f"“{record.code}” is an invented example here; load into a store without it"
            self.wrong(file.name, record.row, "code", said)
        else:
            self._update(file, record, found)

    def _add(self, file: OrganisationFile, record: OrganisationRecord) -> None:
        made = Organisation(
            code=record.code,
            name=record.name,
            kind=record.kind,
            borough=record.borough,
            opened=record.opened,
            closed=record.closed,
            facts={FACTS: dict(record.facts)} if record.facts else {},
            origin=Origin.PUBLISHED if file.published else Origin.RECORDED,
            source=f"{LICENCE}; {file.name}" if file.published else "",
        )
        self.known.by_code[made.code] = made
        self._new.add(id(made))
        self.changes.new.append(made)
        if "closed" in record.says:
            self._says_closed.add(id(made))
        if record.former_code and record.recoded_on:
            self._keep_former(made, record.former_code, made.name, record.recoded_on)

    def _update(
        self, file: OrganisationFile, record: OrganisationRecord, known: Organisation
    ) -> None:
        self._seen.add(id(known))
        opened = record.opened if "opened" in record.says else known.opened
        closed = record.closed if "closed" in record.says else known.closed
        if opened and closed and closed <= opened:
            said = f"it closes by {closed}, but opened on {opened}"
            self.wrong(file.name, record.row, "closed", said)
            return
        if "closed" in record.says:
            self._says_closed.add(id(known))
        if "name" in record.says and not _same_name(known.name, record.name):
            if "recoded" not in self._what.get(id(known), ()):
                self._keep_former(known, known.code, known.name, self.day)
            self._set(known, "name", record.name)
        for name in ("kind", "opened", "closed", "borough"):
            if name in record.says:
                self._set(known, name, getattr(record, name))
        if "facts" in record.says and (known.facts or {}).get(FACTS) != dict(record.facts):
            before = (known.facts or {}).get(FACTS) or {}
            for name in sorted(before.keys() | record.facts.keys()):
                if before.get(name) != record.facts.get(name):
                    self.changes.tell(known.code, name, before.get(name), record.facts.get(name))
            known.facts = {**(known.facts or {}), FACTS: dict(record.facts)}
            self._mark(known, "changed")

    def _recoded(
        self, file: OrganisationFile, record: OrganisationRecord, found: Organisation | None
    ) -> Organisation | None:
        """Give a known organisation its new code; returns the organisation, None when new."""
        before = self.known.by_code.get(record.former_code)
        on = record.recoded_on or self.day
        if before is None:
            if found is not None:
                self._keep_former(found, record.former_code, found.name, on)
            return found
        if found is not None:
            said = (
                f"“{record.former_code}” and “{record.code}” are both here; where one took over "
                "from the other, say so with succeeded_by"
            )
            self.wrong(file.name, record.row, "former_code", said)
            return None if found is before else found
        self._keep_former(before, before.code, before.name, on)
        del self.known.by_code[before.code]
        self.known.by_code[record.code] = before
        self.changes.tell(before.code, "code", before.code, record.code)
        before.code = record.code
        self._mark(before, "recoded")
        return before

    def _keep_former(self, one: Organisation, code: str, name: str, until: date) -> None:
        """Keep what an organisation was called, once for each code and call."""
        if one.code != code and (one.pk, code) in self.known.former_told:
            return
        self.changes.former.append(
            OrganisationName(organisation=one, code=code, name=name, ends=until)
        )
        self.known.former.setdefault(code, one)

    def _set(self, one: Organisation, name: str, value: Any) -> None:
        was = getattr(one, name)
        if was == value:
            return
        setattr(one, name, value)
        if name == "closed" and value:
            self._closing.append(one)
        if id(one) in self._new:
            return
        self.changes.tell(one.code, name, was, value)
        words = {"name": "renamed", "closed": "closed" if value else "reopened"}
        self._mark(one, words.get(name, "changed"))

    def _mark(self, one: Organisation, what: str) -> None:
        if id(one) not in self._new:
            self._what.setdefault(id(one), set()).add(what)
            self.changes.changed[one.pk] = one

    def _count(self) -> None:
        counts = self.changes.counts
        counts["new"] = len(self.changes.new)
        for what in self._what.values():
            # Each organisation counts once, under the weightiest of what happened to it.
            order = ("recoded", "closed", "reopened", "renamed", "changed")
            counts[next(one for one in order if one in what)] += 1
        counts["same"] = len(self._seen - self._new - self._what.keys())


def _same_name(one: str, other: str) -> bool:
    """The ODS writes all names in capitals: a name that differs only so is the same name."""
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()
