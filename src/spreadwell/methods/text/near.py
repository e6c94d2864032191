"""The texts nearest to one text by the words they share, the rare words counting most."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import log, sqrt

from .words import telling_words

# Below this, two texts share a word or two by chance: tried on the example's needs and practices.
LEAST_LIKE = 0.12


@dataclass(frozen=True, slots=True)
class Near:
    """One text that is near: its place in what was given, and how like it is, 0 to 1."""

    at: int
    likeness: float


def nearest(
    text: str, among: Sequence[str], *, most: int = 5, least: float = LEAST_LIKE
) -> tuple[Near, ...]:
    """Return the texts most like `text`, the nearest first, none below `least`.

    Cosine of word counts weighted by inverse document frequency (Salton and Buckley 1988,
    Information Processing & Management 24: 513-523). Meant for some thousands of texts at most.
    """
    bags = [Counter(telling_words(one)) for one in among]
    held = Counter(word for bag in bags for word in bag)
    rarity = {word: log((1 + len(bags)) / (1 + many)) + 1 for word, many in held.items()}
    asked = _weighed(Counter(telling_words(text)), rarity)
    found = [Near(at, _cosine(asked, _weighed(bag, rarity))) for at, bag in enumerate(bags)]
    found = [one for one in found if one.likeness >= least]
    return tuple(sorted(found, key=lambda one: (-one.likeness, one.at))[:most])


def _weighed(bag: Counter[str], rarity: dict[str, float]) -> dict[str, float]:
    """Weigh the words of one text; a word that no text holds tells nothing here."""
    return {word: many * rarity[word] for word, many in bag.items() if word in rarity}


def _cosine(a: dict[str, float], b: dict[str, float]) -> float:
    size = sqrt(sum(v * v for v in a.values())) * sqrt(sum(v * v for v in b.values()))
    return sum(v * b[word] for word, v in a.items() if word in b) / size if size else 0.0
