"""Storing a load of organisations: all of it or nothing, with one event."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, TypeVar

from django.db import connection, models

from ..audit.actions import record
from ..foundation.actions import action
from ..people.models import Person
from ..people.viewer import viewer_of
from .changes import OrganisationChanges
from .models import Organisation, OrganisationEdge, OrganisationLoad, OrganisationName
from .permissions import check_keep_organisations

M = TypeVar("M", bound=models.Model)
Progress = Callable[[str, float], None]

BATCH = 1_000
"""Rows a statement; SQLite takes 32,766 values in one."""

ORGANISATION_FIELDS = ("code", "name", "kind", "borough", "opened", "closed", "facts")
EDGE_FIELDS = ("starts", "ends")


def hold_organisations() -> None:
    """Keep other loads waiting until this transaction ends; readers go on reading.

    SQLite has one writer at a time by itself.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            table = connection.ops.quote_name(Organisation._meta.db_table)
            cursor.execute(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")


@action
def load_organisations(
    *,
    by: Person | None,
    changes: OrganisationChanges,
    day: date,
    files: Sequence[dict[str, Any]],
    progress: Progress = lambda what, share: None,
) -> OrganisationLoad:
    """Store what a load changes; `by` is None for the command line. Nothing is ever deleted."""
    if by is not None:
        check_keep_organisations(viewer_of(by))
    rows = len(changes.new) + len(changes.changed) + len(changes.new_edges)
    total = max(rows + len(changes.changed_edges) + len(changes.former), 1)
    done = 0

    def step(what: str, made: int) -> None:
        nonlocal done
        done += made
        progress(what, done / total)

    _change(Organisation, list(changes.changed.values()), ORGANISATION_FIELDS)
    step("Changing organisations", len(changes.changed))
    for some in _batches(changes.new):
        Organisation.objects.bulk_create(some)
        step("Adding organisations", len(some))
    for names in _batches(changes.former):
        OrganisationName.objects.bulk_create(names)
        step("Keeping former names", len(names))
    _change(OrganisationEdge, list(changes.changed_edges.values()), EDGE_FIELDS)
    step("Changing relations", len(changes.changed_edges))
    for edges in _batches(changes.new_edges):
        OrganisationEdge.objects.bulk_create(edges)
        step("Adding relations", len(edges))
    counts = dict(changes.counts)
    load = OrganisationLoad.objects.create(by=by, day=day, files=list(files), counts=counts)
    who = str(by) if by is not None else "The command line"
    names_of_files = ", ".join(one["name"] for one in files)
    record(
        by=by,
        verb="networks.organisations_loaded",
        thing=load,
        summary=f"{who} loaded {names_of_files}; {in_words(counts)}",
        detail={"counts": counts, "files": list(files), "changed": changes.told},
    )
    return load


def _batches(rows: Sequence[M]) -> list[Sequence[M]]:
    return [rows[i : i + BATCH] for i in range(0, len(rows), BATCH)]


def _change(model: type[M], rows: Sequence[M], fields: Sequence[str]) -> None:
    # An insert that updates on meeting its key: one pass, where bulk_update would build a CASE
    # a field and slow down with the square of the rows.
    for some in _batches(rows):
        model._default_manager.bulk_create(
            some, update_conflicts=True, unique_fields=["id"], update_fields=fields
        )


WORDS = {
    "new": "new", "renamed": "renamed", "recoded": "with a new code", "closed": "closed",
    "reopened": "open again", "changed": "changed otherwise", "same": "as they were",
}  # fmt: skip
RELATIONS = {"edges_new": "new", "edges_changed": "changed", "edges_same": "as they were"}


def in_words(counts: dict[str, int]) -> str:
    """Say the counts of a load: "3 organisations new, 1 closed; 2 relations new"."""
    parts = []
    for thing, words in (("organisations", WORDS), ("relations", RELATIONS)):
        said = [f"{counts[key]:,} {text}" for key, text in words.items() if counts.get(key)]
        if said:
            parts.append(f"{thing}: {', '.join(said)}")
    return "; ".join(parts) or "nothing"
