"""The index on PostgreSQL: one table with a tsvector under GIN, kept by one trigger function."""

from collections.abc import Sequence
from typing import Any

from .asked import BEGINS, Asked
from .kinds import STEP, Kind, columns_of, table_of

# The same for a row that comes in by a trigger and for all that are read at once: title, body.
_VECTOR = (
    "setweight(to_tsvector('search_english', {title}), 'A') || "
    "setweight(to_tsvector('search_english', {body}), 'D')"
)
# English endings without the list of words that PostgreSQL leaves out, so that “before” can be
# found, and both stores find the same.
CREATE = (
    "CREATE TEXT SEARCH DICTIONARY search_endings (TEMPLATE = snowball, Language = english)",
    "CREATE TEXT SEARCH CONFIGURATION search_english (COPY = pg_catalog.english)",
    "ALTER TEXT SEARCH CONFIGURATION search_english "
    "ALTER MAPPING REPLACE english_stem WITH search_endings",
    "CREATE TABLE search_text ("
    "id bigint PRIMARY KEY, title text NOT NULL, body text NOT NULL, words tsvector NOT NULL)",
    "CREATE INDEX search_words ON search_text USING gin (words)",
    # Fields are taken by name from the row as JSON, so that one function serves every table and a
    # column that is added or goes asks for no new one.
    f"""
CREATE FUNCTION search_keep() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    given jsonb;
    said text[];
BEGIN
    IF TG_OP = 'TRUNCATE' THEN
        DELETE FROM search_text WHERE id % {STEP} = TG_ARGV[0]::bigint;
        RETURN NULL;
    END IF;
    IF TG_OP = 'DELETE' THEN
        DELETE FROM search_text WHERE id = OLD.id * {STEP} + TG_ARGV[0]::bigint;
        RETURN NULL;
    END IF;
    given := to_jsonb(NEW);
    FOR at IN 1..2 LOOP
        said[at] := coalesce((
            SELECT string_agg(nullif(given ->> field, ''), ' · ' ORDER BY place)
            FROM unnest(string_to_array(TG_ARGV[at], ',')) WITH ORDINALITY AS f(field, place)
        ), '');
    END LOOP;
    INSERT INTO search_text(id, title, body, words)
    VALUES (NEW.id * {STEP} + TG_ARGV[0]::bigint, said[1], said[2],
            {_VECTOR.format(title="said[1]", body="said[2]")})
    ON CONFLICT (id) DO UPDATE
    SET title = EXCLUDED.title, body = EXCLUDED.body, words = EXCLUDED.words
    WHERE (search_text.title, search_text.body) IS DISTINCT FROM (EXCLUDED.title, EXCLUDED.body);
    RETURN NULL;
END
$$""",
)
DROP = (
    "DROP FUNCTION IF EXISTS search_keep() CASCADE",
    "DROP TABLE IF EXISTS search_text",
    "DROP TEXT SEARCH CONFIGURATION IF EXISTS search_english",
    "DROP TEXT SEARCH DICTIONARY IF EXISTS search_endings",
)
TRIGGERS = (
    "SELECT tgname, relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
    "WHERE NOT tgisinternal AND tgname LIKE 'search_%'"
)
DEEDS = ("kept", "emptied")
WORDS = "SELECT word FROM ts_stat('SELECT words FROM search_text') WHERE word LIKE %s"
ID, TABLE = "id", "search_text"
# As on SQLite less is better; 1 divides by the logarithm of the length.
RANK = "-ts_rank_cd('{0.12, 0.2, 0.4, 1.0}', words, asked, 1)"
MARK_START, MARK_END = "\x02", "\x03"
_MARKS = f"StartSel={MARK_START}, StopSel={MARK_END}"
_SHORT = f"{_MARKS}, MaxWords=28, MinWords=12, MaxFragments=1"
# ts_headline leaves out what looks like a tag; people write “<b>” and “< 5”, and read it again.
_ANGLE = "\x04"
_TITLE, _BODY = (f"replace({column}, '<', '{_ANGLE}')" for column in ("title", "body"))
_MARKED = (
    "SELECT id, "
    f"ts_headline('search_english', {_TITLE}, asked, '{_MARKS}, HighlightAll=true'), "
    f"ts_headline('search_english', {_BODY}, asked, '{_SHORT}') "
    "FROM search_text, to_tsquery('search_english', %s) AS asked WHERE id IN ({ids})"
)


def marked(cursor: Any, asked: Asked, keys: Sequence[int]) -> list[tuple[int, str, str]]:
    """Return key, title and text of things that were found, the words asked for marked."""
    ids = ", ".join(["%s"] * len(keys))
    cursor.execute(_MARKED.format(ids=ids), [question(asked), *keys])
    return [
        (key, title.replace(_ANGLE, "<"), text.replace(_ANGLE, "<"))
        for key, title, text in cursor.fetchall()
    ]


def question(asked: Asked) -> str:
    """Write what is asked as to_tsquery reads it."""
    return (" & " if asked.every else " | ").join(_term(term) for term in asked.terms)


def _term(term: tuple[str, ...]) -> str:
    begins = len(term) == 1 and len(term[0]) >= BEGINS
    return f"({' <-> '.join(term)}{':*' if begins else ''})"


def match(asked: Asked) -> tuple[str, list[str]]:
    """Return the condition that finds what is asked, with its parameters."""
    return "words @@ asked", []


def triggers_of(kind: Kind, name: str) -> tuple[str, ...]:
    """Return the statements that keep one kind in the index, their triggers named after `name`."""
    title, body = (",".join(columns_of(kind, fields)) for fields in (kind.title, kind.body))
    keep = f"EXECUTE FUNCTION search_keep('{kind.number}', '{title}', '{body}')"
    table = table_of(kind)
    return (
        f'CREATE TRIGGER {name}_kept AFTER INSERT OR UPDATE OR DELETE ON "{table}" '
        f"FOR EACH ROW {keep}",
        f'CREATE TRIGGER {name}_emptied AFTER TRUNCATE ON "{table}" FOR EACH STATEMENT {keep}',
    )


def drop_trigger(name: str, table: str) -> str:
    """Return the statement that takes a trigger away."""
    return f'DROP TRIGGER IF EXISTS {name} ON "{table}"'


def fill(kind: Kind) -> str:
    """Return the statement that reads all rows of one kind into the index."""
    title, body = (_joined(columns_of(kind, fields)) for fields in (kind.title, kind.body))
    return (
        "INSERT INTO search_text(id, title, body, words) "
        f"SELECT key, title, body, {_VECTOR.format(title='title', body='body')} FROM ("
        f"SELECT id * {STEP} + {kind.number} AS key, {title} AS title, {body} AS body "
        f'FROM "{table_of(kind)}") AS read'
    )


def _joined(columns: tuple[str, ...]) -> str:
    """Return the expression that joins columns with a dot between those that say something."""
    if not columns:
        return "''"
    said = ", ".join(f"nullif(\"{column}\", '')" for column in columns)
    return f"concat_ws(' · ', {said})"
