"""Finding things by words: the index finds, the scopes decide what is found.

What a viewer may not see is cut off inside the one statement that finds, before anything is
counted, ranked or shown, so that neither a number nor a snippet tells of it.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from ..people.viewer import Viewer
from .asked import Asked, read_asked
from .index import store
from .kinds import BY_KEY, BY_NUMBER, KINDS, STEP, Kind
from .slips import put_right

PER_PAGE = 20
# Nobody reads further; whoever looks for one thing among thousands adds a word.
MOST_PAGES = 50
# Of more things than these, which is nearest says little; these many are ranked, all are counted.
MOST_RANKED = 5_000
Parts = tuple[tuple[str, bool], ...]
M = TypeVar("M", bound=models.Model)


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that was found, with its words marked: pairs of a text and whether it is meant."""

    kind: Kind
    thing: models.Model
    title: Parts
    body: Parts


@dataclass(frozen=True, slots=True)
class Found:
    """What was found: a page of hits, how many by kind in the order of `KINDS`, and how.

    `corrected` holds the words that were looked for instead of those asked; `loosely` says that
    no thing holds every word, and these hold some.
    """

    asked: Asked
    hits: tuple[Hit, ...] = ()
    counts: tuple[tuple[Kind, int], ...] = ()
    page: int = 1
    corrected: dict[str, str] = field(default_factory=dict)
    loosely: bool = False

    @property
    def total(self) -> int:
        """How many things were found, of all kinds."""
        return sum(many for _, many in self.counts)


def search(
    viewer: Viewer, text: str, *, kind: str = "", page: int = 1, among: Sequence[Kind] = KINDS
) -> Found:
    """Return what a viewer may see of the things that hold the words, the nearest first.

    Only kinds `among` those given are looked through. Words are found with their endings and as
    beginnings of longer ones; where nothing holds them all, first slips of the pen are put right,
    then some of the words will do.
    """
    asked = read_asked(text)
    if not asked:
        return Found(asked)
    one = BY_KEY.get(kind)
    page = min(max(page, 1), MOST_PAGES)
    found = _look(viewer, asked, one, page, among)
    if found.total:
        return found
    better = put_right(asked)
    if better:
        found = _look(viewer, asked.with_words(better), one, page, among)
        if found.total:
            return _told(found, corrected=better)
    if len(asked.terms) > 1:
        found = _look(viewer, asked.any_of(), one, page, among)
        return _told(found, loosely=bool(found.total))
    return found


def holding(rows: QuerySet[M], text: str) -> QuerySet[M]:
    """Keep the rows of one kind that hold all of the words, by the index; all where none is asked.

    As quick among fifty thousand findings as among five hundred.
    """
    asked = read_asked(text)
    if not asked:
        return rows.none() if text.strip() else rows
    speaks, kind = store(), BY_KEY[rows.model.__name__.lower()]
    matches, given = speaks.match(asked)
    source = speaks.TABLE
    if connection.vendor == "postgresql":
        source += ", to_tsquery('search_english', %s) AS asked"
        given = [speaks.question(asked), *given]
    of_kind = f"{speaks.ID} %% {STEP} = {kind.number}"
    found = f"SELECT {speaks.ID} / {STEP} FROM {source} WHERE {matches} AND {of_kind}"
    return rows.filter(pk__in=RawSQL(f"({found})", given))


def _told(found: Found, corrected: dict[str, str] | None = None, loosely: bool = False) -> Found:
    shown = {word: _as_written(better, found) for word, better in (corrected or {}).items()}
    return Found(found.asked, found.hits, found.counts, found.page, shown, loosely)


def _as_written(stem: str, found: Found) -> str:
    """Return a word of the index as the things that were found write it."""
    marked = Counter(
        text.casefold()
        for hit in found.hits
        for text, meant in hit.title + hit.body
        if meant and text.casefold().startswith(stem[:4])
    )
    return marked.most_common(1)[0][0] if marked else stem


def _look(
    viewer: Viewer, asked: Asked, only: Kind | None, page: int, among: Sequence[Kind]
) -> Found:
    """Count what is found by kind and return one page of it, both through the scopes."""
    counts, keys = _keys(viewer, asked, only, page, among)
    return Found(asked, _hits(viewer, asked, keys), counts, page)


def _keys(
    viewer: Viewer, asked: Asked, only: Kind | None, page: int, among: Sequence[Kind]
) -> tuple[tuple[tuple[Kind, int], ...], list[int]]:
    """Return counts by kind, and the keys of one page, the nearest first."""
    speaks = store()
    within, seen = _within(viewer, among)
    if not within:
        return (), []
    matches, given = speaks.match(asked)
    source = speaks.TABLE
    condition = f"{matches} AND ({within})"
    params = [*given, *seen]
    if connection.vendor == "postgresql":
        source += ", to_tsquery('search_english', %s) AS asked"
        params = [speaks.question(asked), *params]
    ranked = f"SELECT {speaks.ID}, {speaks.RANK} FROM {source} WHERE {condition}"
    # In the order of keys the few things of a kind come before the thousandth finding.
    first = f" ORDER BY {speaks.ID} LIMIT {MOST_RANKED + 1}"
    with connection.cursor() as cursor:
        cursor.execute(ranked + first, params)
        rows = cursor.fetchall()
        many = Counter(key % STEP for key, _ in rows)
        whole = len(rows) <= MOST_RANKED
        if not whole:
            kinds = f"SELECT {speaks.ID} %% {STEP} AS kind FROM {source} WHERE {condition}"
            counting = f"SELECT kind, COUNT(*) FROM ({kinds}) AS found GROUP BY kind"
            cursor.execute(counting, params)
            many = Counter(dict(cursor.fetchall()))
        if only and not whole:
            cursor.execute(f"{ranked} AND {speaks.ID} %% {STEP} = {only.number}{first}", params)
            rows = cursor.fetchall()
    wanted = [(rank, key) for key, rank in rows if not only or key % STEP == only.number]
    keys = [key for _, key in sorted(wanted)[(page - 1) * PER_PAGE : page * PER_PAGE]]
    return tuple((kind, many[kind.number]) for kind in KINDS if many[kind.number]), keys


def _within(viewer: Viewer, among: Sequence[Kind]) -> tuple[str, list[Any]]:
    """Return the condition that keeps keys of things the viewer may see, with its parameters."""
    key = store().ID
    whole: list[int] = []
    parts: list[str] = []
    given: list[Any] = []
    for kind in among:
        scope = kind.model._default_manager.visible_to(viewer)  # type: ignore[attr-defined]
        if kind.only:
            scope = scope.filter(**dict(kind.only))
        if scope.query.is_empty():
            continue
        if not scope.query.where:  # the scope leaves nothing out
            whole.append(kind.number)
            continue
        try:
            sql, params = scope.order_by().values("pk").query.sql_with_params()
        except EmptyResultSet:
            continue
        parts.append(f"({key} %% {STEP} = {kind.number} AND {key} / {STEP} IN ({sql}))")
        given += params
    if whole:
        parts.insert(0, f"{key} %% {STEP} IN ({', '.join(map(str, whole))})")
    return " OR ".join(parts), given


def _hits(viewer: Viewer, asked: Asked, keys: Sequence[int]) -> tuple[Hit, ...]:
    """Return the things of these keys with their words marked, in the order of the keys."""
    if not keys:
        return ()
    with connection.cursor() as cursor:
        marked = {key: words for key, *words in store().marked(cursor, asked, keys)}
    things: dict[int, models.Model] = {}
    for number in {key % STEP for key in keys}:
        kind = BY_NUMBER[number]
        rows = kind.model._default_manager.visible_to(viewer)  # type: ignore[attr-defined]
        wanted = rows.filter(pk__in=[key // STEP for key in keys if key % STEP == number])
        if kind.beside:
            wanted = wanted.select_related(*kind.beside)
        things |= {row.pk * STEP + number: row for row in wanted}
    return tuple(
        Hit(BY_NUMBER[key % STEP], things[key], *(_parts(text) for text in marked[key]))
        for key in keys
        if key in things and key in marked
    )


def _parts(text: str) -> Parts:
    """Split a text with marks into what stands between them."""
    speaks = store()
    made: list[tuple[str, bool]] = []
    for at, piece in enumerate(text.split(speaks.MARK_START)):
        meant, end, rest = piece.partition(speaks.MARK_END)
        if at and end:
            made.append((meant, True))
            piece = rest
        if piece:
            made.append((piece, False))
    return tuple(made)
