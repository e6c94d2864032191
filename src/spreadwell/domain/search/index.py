"""Setting the index up, taking it down, and making it anew, on whichever store there is.

The migration makes the tables. What fills them are triggers, which are set after every run of
migrations and taken away before: SQLite drops them with each table that a migration makes anew,
and a migration that moves rows is done sooner without.
"""

import hashlib
from types import ModuleType
from typing import Any

from django.db import connection, transaction

from . import postgresql, sqlite
from .kinds import KINDS, Kind

STORES: dict[str, ModuleType] = {"sqlite": sqlite, "postgresql": postgresql}


def store() -> ModuleType:
    """Return the module that speaks to the present store."""
    return STORES[connection.vendor]


def _name(kind: Kind) -> str:
    """Name the triggers of a kind after what they do, so that a change is seen by the name."""
    told = " ".join(store().triggers_of(kind, "x"))
    return f"search_{kind.number}_{hashlib.sha256(told.encode()).hexdigest()[:8]}"


def _expected() -> set[str]:
    return {f"{_name(kind)}_{deed}" for kind in KINDS for deed in store().DEEDS}


def _standing() -> list[tuple[str, str]]:
    """Return the triggers that stand now, each with its table."""
    with connection.cursor() as cursor:
        cursor.execute(store().TRIGGERS)
        return list(cursor.fetchall())


def _run(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def has_tables() -> bool:
    """Tell whether the migration that makes the index has run."""
    return "search_text" in connection.introspection.table_names()


def is_set() -> bool:
    """Tell whether every trigger stands as this release has it."""
    return {name for name, _ in _standing()} == _expected()


def make_tables() -> None:
    """Make the tables of the index, empty; the migration does."""
    _run(*store().CREATE)


def drop_tables() -> None:
    """Take the index away altogether."""
    take_down()
    _run(*store().DROP)


def take_down() -> None:
    """Take all triggers away; the index then no longer follows."""
    _run(*(store().drop_trigger(name, table) for name, table in _standing()))


def set_up() -> int:
    """Set the triggers and read everything into the index; returns the number of things held."""
    with transaction.atomic():
        take_down()
        _run("DELETE FROM search_text", *(store().fill(kind) for kind in KINDS))
        _run(*(text for kind in KINDS for text in store().triggers_of(kind, _name(kind))))
        with connection.cursor() as cursor:
            cursor.execute("SELECT COUNT(*) FROM search_text")
            many: int = cursor.fetchone()[0]
    return many


def before_migrations(plan: list[Any], **given: Any) -> None:
    """Let migrations run without triggers."""
    if plan and has_tables():
        take_down()


def after_migrations(**given: Any) -> None:
    """Set the index up where it is not as this release has it."""
    if has_tables() and not is_set():
        set_up()
