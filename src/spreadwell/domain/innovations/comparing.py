"""Two versions of an innovation side by side: what changed in each item, part and diagram."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from .diagrams import Which, text_of
from .models import Component, InnovationVersion
from .tidier import TIDIER


class Kind(StrEnum):
    """What became of a piece of text."""

    SAME = "same"
    TAKEN = "taken"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words, and whether both versions have them."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Changed:
    """One thing that both versions or one of them say, word by word; `item` names it."""

    item: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed from one version to another; empty tuples where nothing did."""

    items: tuple[Changed, ...]
    same_items: int
    parts_added: tuple[Component, ...]
    parts_removed: tuple[Component, ...]
    parts_changed: tuple[tuple[Component, Component], ...]
    diagrams: tuple[tuple[Which, tuple[Piece, ...]], ...]

    @property
    def nothing(self) -> bool:
        """Tell whether the two are alike in all that is described."""
        return not (
            self.items
            or self.parts_added
            or self.parts_removed
            or self.parts_changed
            or self.diagrams
        )


def compare(before: InnovationVersion, after: InnovationVersion) -> Comparison:
    """Return what changed from one version to another."""
    items, same = [], 0
    for item in TIDIER:
        old, new = str(before.tidier.get(item, "")), str(after.tidier.get(item, ""))
        if old.split() != new.split():
            items.append(Changed(item, words_changed(old, new)))
        elif old:
            same += 1
    was = {one.name: one for one in before.components.all()}
    now = {one.name: one for one in after.components.all()}
    changed = [
        (was[name], now[name])
        for name in was.keys() & now.keys()
        if (was[name].kind, was[name].description) != (now[name].kind, now[name].description)
    ]
    diagrams = []
    for which in Which:
        old, new = text_of(before, which), text_of(after, which)
        if old != new:
            lines = _pieces(old.splitlines(), new.splitlines(), "\n")
            diagrams.append((which, tuple(lines)))
    return Comparison(
        tuple(items),
        same,
        tuple(now[name] for name in sorted(now.keys() - was.keys())),
        tuple(was[name] for name in sorted(was.keys() - now.keys())),
        tuple(sorted(changed, key=lambda pair: pair[0].name)),
        tuple(diagrams),
    )


def words_changed(old: str, new: str) -> tuple[Piece, ...]:
    """Return two texts as one, word by word: what both have, what was taken out and added."""
    return tuple(_pieces(old.split(), new.split(), " "))


def _pieces(old: Sequence[str], new: Sequence[str], between: str) -> list[Piece]:
    found: list[Piece] = []
    for _, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if old[i:j] == new[k:m]:
            found.append(Piece(Kind.SAME, between.join(old[i:j])))
            continue
        if i < j:
            found.append(Piece(Kind.TAKEN, between.join(old[i:j])))
        if k < m:
            found.append(Piece(Kind.ADDED, between.join(new[k:m])))
    return found
