"""The whole store as one file, and back: the same file for SQLite and for PostgreSQL.

A backup is a zip of `manifest.json` and one JSON-lines file a table. It names the migrations it
was made at; restoring brings an empty store to those, fills it in one transaction and then runs
the migrations made since, so that an old backup opens in a new release.
"""

import base64
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import UUID

from django.apps import apps as present_apps
from django.db import connection, models, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from spreadwell import __version__
from spreadwell.domain.measures.rebuilding import rebuild_columns
from spreadwell.domain.search.index import set_up as set_up_search

# Whose rows go into a backup. Sessions and queued jobs do not: people sign in again.
APPS = ("domain", "account", "mfa")
# Made anew from other tables when a backup comes back.
DERIVED = ("domain.readingcolumns",)
FORMAT = "spreadwell-backup-1"
MANIFEST = "manifest.json"
BATCH = 2_000
Progress = Callable[[str, float], None]


class NotABackup(Exception):
    """The file cannot be restored; `str()` is the sentence to show."""


def _quiet(what: str, share: float) -> None:
    """Tell nobody how far it is."""


def _tables(apps: Any) -> list[type[models.Model]]:
    """Return the models of the backup, the joining tables of many-to-many fields included."""
    return [
        model
        for label in APPS
        for model in apps.get_app_config(label).get_models(include_auto_created=True)
        if model._meta.label_lower not in DERIVED
    ]


def _plain(value: Any) -> Any:
    """Turn what JSON does not know into text that the field reads back."""
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode()
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(f"A backup cannot hold {type(value).__name__}.")


def _migrations() -> dict[str, str]:
    """Return the last migration applied, by app."""
    applied = MigrationRecorder(connection).applied_migrations()
    return {app: max(name for a, name in applied if a == app) for app in {a for a, _ in applied}}


def _step_by_step() -> MigrationExecutor:
    """An executor that knows every release, not only the short way that a new store takes."""
    executor = MigrationExecutor(connection)
    executor.loader = MigrationLoader(connection, replace_migrations=False)
    return executor


def write_backup(path: Path, progress: Progress = _quiet) -> dict[str, int]:
    """Write the store to one file; returns rows by table. A killed run leaves no file at `path`."""
    half = path.with_name(path.name + ".half")
    counts: dict[str, int] = {}
    tables = _tables(present_apps)
    try:
        # One transaction, so that the tables are of one moment.
        with transaction.atomic(), zipfile.ZipFile(half, "w", zipfile.ZIP_DEFLATED) as archive:
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            for number, model in enumerate(tables):
                label = model._meta.label_lower
                progress(label, number / len(tables))
                counts[label] = _write_table(archive, model)
            manifest = {
                "format": FORMAT,
                "version": __version__,
                "made_at": datetime.now(UTC).isoformat(),
                "migrations": _migrations(),
                "rows": counts,
            }
            archive.writestr(MANIFEST, json.dumps(manifest, indent=1, sort_keys=True))
        half.replace(path)
    finally:
        half.unlink(missing_ok=True)
    progress("done", 1.0)
    return counts


def _write_table(archive: zipfile.ZipFile, model: type[models.Model]) -> int:
    """Write one table, a row a line, the fields' names first; returns the number of rows."""
    names = [field.attname for field in model._meta.concrete_fields]
    rows = model._base_manager.order_by("pk").values_list(*names).iterator(chunk_size=BATCH)
    written = 0
    with archive.open(f"{model._meta.label_lower}.jsonl", "w", force_zip64=True) as raw:
        file = io.TextIOWrapper(raw, encoding="utf-8")
        file.write(json.dumps(names) + "\n")
        for row in rows:
            file.write(json.dumps(row, default=_plain, ensure_ascii=False) + "\n")
            written += 1
        file.flush()
    return written


def read_manifest(path: Path) -> dict[str, Any]:
    """Return what a backup says of itself; NotABackup with a sentence when it is none."""
    try:
        with zipfile.ZipFile(path) as archive:
            broken = archive.testzip()
            manifest: dict[str, Any] = json.loads(archive.read(MANIFEST))
    except FileNotFoundError as error:
        raise NotABackup(f"There is no file {path}.") from error
    except (OSError, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise NotABackup(f"{path.name} is not a Spreadwell backup, or it is damaged.") from error
    if broken is not None:
        raise NotABackup(f"{path.name} is damaged: its part {broken} cannot be read.")
    if manifest.get("format") != FORMAT:
        raise NotABackup(f"{path.name} is not a Spreadwell backup.")
    return manifest


def read_backup(path: Path, progress: Progress = _quiet) -> dict[str, int]:
    """Fill an empty store from a backup and bring it to this release; returns rows by table.

    The rows go in as one transaction. NotABackup when the file is none, is damaged, or comes from
    a newer release; the store must be empty (`store_is_empty`).
    """
    manifest = read_manifest(path)
    executor = _step_by_step()
    targets = [(app, name) for app, name in manifest["migrations"].items()]
    unknown = [name for app, name in targets if (app, name) not in executor.loader.graph.nodes]
    if unknown:
        raise NotABackup(
            f"{path.name} comes from a newer release ({manifest['version']}) than this one "
            f"({__version__}); install that release first."
        )
    if not store_is_empty():
        raise NotABackup("This store holds data already; restore into an empty folder.")
    try:
        executor.migrate(targets)
        state = _step_by_step().loader.project_state(targets)
        _fill(path, _tables(state.apps), manifest["rows"], progress)
    finally:  # also after a damaged file: an empty store of this release stays one
        executor = MigrationExecutor(connection)
        executor.migrate(executor.loader.graph.leaf_nodes())
    rebuild_columns()
    set_up_search()
    progress("done", 1.0)
    rows: dict[str, int] = manifest["rows"]
    return rows


def _fill(
    path: Path, tables: list[type[models.Model]], expected: dict[str, int], progress: Progress
) -> None:
    """Put every row of a backup into the tables of its release, or none."""
    with transaction.atomic(), zipfile.ZipFile(path) as archive:
        for model in reversed(tables):  # what migrations themselves put in gives way
            model._base_manager.all().delete()
        for number, model in enumerate(tables):
            progress(model._meta.label_lower, number / len(tables))
            written = _read_table(archive, model)
            many = expected.get(model._meta.label_lower, 0)
            if written != many:
                raise NotABackup(
                    f"{path.name} is damaged: {model._meta.label_lower} has {written} rows, "
                    f"{many} were written."
                )
        _continue_numbering(tables)


def _read_table(archive: zipfile.ZipFile, model: type[models.Model]) -> int:
    """Put one table's rows back; returns how many."""
    name = f"{model._meta.label_lower}.jsonl"
    if name not in archive.namelist():
        return 0
    # The times of the backup stand; the model must not write its own.
    for field in model._meta.concrete_fields:
        if isinstance(field, models.DateField):
            field.auto_now = field.auto_now_add = False
    with archive.open(name) as raw:
        lines = iter(io.TextIOWrapper(raw, encoding="utf-8"))
        names = json.loads(next(lines))
        fields = [model._meta.get_field(attname) for attname in names]
        return sum(_insert(model, names, fields, batch) for batch in _batches(lines))


def _batches(lines: Iterator[str]) -> Iterator[list[Any]]:
    """Group the lines of a table."""
    while batch := [json.loads(line) for line in islice(lines, BATCH)]:
        yield batch


def _insert(model: type[models.Model], names: list[str], fields: list[Any], rows: list[Any]) -> int:
    """Insert a batch of rows."""
    readers = [
        (lambda value: value)
        if isinstance(f, models.JSONField | models.ForeignKey)
        else f.to_python
        for f in fields
    ]
    model._base_manager.bulk_create(
        [
            model(**{n: read(v) for n, read, v in zip(names, readers, row, strict=True)})
            for row in rows
        ]
    )
    return len(rows)


def _continue_numbering(tables: list[type[models.Model]]) -> None:
    """Let the next row's number follow the highest that came back (PostgreSQL counts apart)."""
    from django.core.management.color import no_style

    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), tables):
            cursor.execute(statement)


def store_is_empty() -> bool:
    """Tell whether nobody and nothing is in the store yet."""
    existing = set(connection.introspection.table_names())
    return (
        "domain_person" not in existing
        or not present_apps.get_model("domain", "Person")._base_manager.exists()
    )
