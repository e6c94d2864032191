"""The index on SQLite: one FTS5 table, kept by triggers on the tables that are searched."""

from collections.abc import Sequence
from typing import Any

from spreadwell.methods.text.words import plain, stem

from .asked import BEGINS, Asked
from .kinds import STEP, Kind, columns_of, table_of

CREATE = (
    "CREATE VIRTUAL TABLE search_text USING fts5("
    "title, body, tokenize = 'porter unicode61 remove_diacritics 2', prefix = '3 4')",
    # Its words with the number of things that hold them, for slips of the pen.
    "CREATE VIRTUAL TABLE search_word USING fts5vocab('search_text', 'row')",
)
DROP = ("DROP TABLE IF EXISTS search_word", "DROP TABLE IF EXISTS search_text")
TRIGGERS = (
    "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'search_%'"
)
DEEDS = ("added", "changed", "gone")
WORDS = "SELECT term FROM search_word WHERE term LIKE %s"
ID, TABLE = "rowid", "search_text"
# A word in a title counts as much as eight in the text below it.
RANK = "bm25(search_text, 8.0, 1.0)"
MARK_START, MARK_END = "\x02", "\x03"
UNMARKED = 200
_TEXTS = "SELECT rowid, title, body FROM search_text WHERE rowid IN ({ids})"
_MARKED = (
    f"SELECT rowid, highlight(search_text, 0, '{MARK_START}', '{MARK_END}'), "
    f"snippet(search_text, 1, '{MARK_START}', '{MARK_END}', '…', 28) "
    "FROM search_text WHERE search_text MATCH %s AND rowid IN ({ids})"
)


def marked(cursor: Any, asked: Asked, keys: Sequence[int]) -> list[tuple[int, str, str]]:
    """Return key, title and text of things that were found, the words asked for marked.

    FTS5 looks a beginning up anew for each thing, six times as long as finding it was; so the
    whole words that begin with it are first taken from the things themselves.
    """
    ids = ", ".join(["%s"] * len(keys))
    cursor.execute(_TEXTS.format(ids=ids), keys)
    texts: list[tuple[int, str, str]] = cursor.fetchall()
    there = {word for _, *said in texts for text in said for word in plain(text).split()}
    begins = tuple(stem(plain(word)) for word in asked.words)
    words = [" ".join(term) for term in asked.terms]
    words += sorted(word for word in there if word.startswith(begins))
    cursor.execute(_MARKED.format(ids=ids), [" OR ".join(f'"{one}"' for one in words), *keys])
    # What the index knows by another ending still than ours is shown, if without marks.
    short = {key: (key, title, text[:UNMARKED]) for key, title, text in texts}
    short |= {row[0]: row for row in cursor.fetchall()}
    return list(short.values())


def match(asked: Asked) -> tuple[str, list[str]]:
    """Return the condition that finds what is asked, with its parameters."""
    return "search_text MATCH %s", [question(asked)]


def question(asked: Asked) -> str:
    """Write what is asked as FTS5 reads it."""
    return (" AND " if asked.every else " OR ").join(_term(term) for term in asked.terms)


def _term(term: tuple[str, ...]) -> str:
    begins = len(term) == 1 and len(term[0]) >= BEGINS
    return f'"{" ".join(term)}"{"*" if begins else ""}'


def triggers_of(kind: Kind, name: str) -> tuple[str, ...]:
    """Return the statements that keep one kind in the index, their triggers named after `name`."""
    table, key = table_of(kind), f"{STEP} + {kind.number}"
    title, body = (_joined(columns_of(kind, fields), "NEW.") for fields in (kind.title, kind.body))
    put = f"INSERT INTO search_text(rowid, title, body) VALUES (NEW.id * {key}, {title}, {body});"
    drop = f"DELETE FROM search_text WHERE rowid = OLD.id * {key};"
    changed = " OR ".join(
        f'OLD."{column}" IS NOT NEW."{column}"'
        for column in columns_of(kind, kind.title + kind.body)
    )
    return (
        f'CREATE TRIGGER {name}_added AFTER INSERT ON "{table}" BEGIN {put} END',
        f'CREATE TRIGGER {name}_changed AFTER UPDATE ON "{table}" WHEN {changed} '
        f"BEGIN {drop} {put} END",
        f'CREATE TRIGGER {name}_gone AFTER DELETE ON "{table}" BEGIN {drop} END',
    )


def drop_trigger(name: str, table: str) -> str:
    """Return the statement that takes a trigger away."""
    return f"DROP TRIGGER IF EXISTS {name}"


def fill(kind: Kind) -> str:
    """Return the statement that reads all rows of one kind into the index."""
    title, body = (_joined(columns_of(kind, fields), "") for fields in (kind.title, kind.body))
    return (
        f"INSERT INTO search_text(rowid, title, body) SELECT id * {STEP} + {kind.number}, "
        f'{title}, {body} FROM "{table_of(kind)}"'
    )


def _joined(columns: tuple[str, ...], row: str) -> str:
    """Return the expression that joins columns with a dot between those that say something."""
    parts = [f"coalesce(nullif({row}\"{column}\", '') || ' · ', '')" for column in columns]
    return f"rtrim({' || '.join(parts)}, ' ·')" if parts else "''"
