"""Texts that are nearly the same, found without comparing each with each.

Hashed five-letter windows give each text a short sketch (Broder 1997, On the resemblance and
containment of documents); texts that share a band of it are compared letter by letter.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from .words import plain

Progress = Callable[[float], None]

# Of 100 letters about 8 may differ; below that people no longer say “the same words”.
NEARLY = 92.0
WINDOW = 5
# 16 bands of 4 find pairs that share seven windows in ten 99 times in 100 (1 - (1 - 0.7⁴)¹⁶).
BANDS, ROWS = 16, 4
# Within one crowded band a text is compared with those that differ among them, at most so many.
MOST_LEADERS = 25
_PRIME = np.uint64((1 << 31) - 1)


def nearly_identical(
    texts: Sequence[str],
    *,
    least: float = NEARLY,
    seed: int = 7,
    progress: Progress = lambda share: None,
) -> tuple[tuple[int, ...], ...]:
    """Return groups of places whose texts are nearly identical, each group in order.

    `least` is the likeness in 100 (rapidfuzz, in their order or with words sorted); case, accents
    and marks never count. The same seed gives the same groups.
    """
    same = [plain(text) for text in texts]
    firsts: dict[str, int] = {}
    linked = _Linked(len(texts))
    for at, text in enumerate(same):
        if text:
            linked.join(firsts.setdefault(text, at), at)
    kept = list(firsts.values())
    for done, crowd in enumerate(_crowds([same[at] for at in kept], seed, progress)):
        _compare([kept[at] for at in crowd], same, least, linked)
        if done % 2000 == 0:
            progress(0.9)
    progress(1.0)
    return linked.groups()


def likeness(one: str, other: str, least: float = 0.0) -> float:
    """Return how like two plain texts are, 0 to 100, in their order or sorted; 0 below `least`.

    In their order too, since a slip in its first letter sorts a word elsewhere.
    """
    from rapidfuzz.fuzz import ratio, token_sort_ratio

    return max(
        ratio(one, other, score_cutoff=least), token_sort_ratio(one, other, score_cutoff=least)
    )


def _compare(crowd: list[int], same: list[str], least: float, linked: "_Linked") -> None:
    """Join each text of a crowd with the first of those before it that is nearly the same."""
    leaders: list[int] = []
    for at in crowd:
        near = next(
            (
                other
                for other in leaders
                if linked.root(other) == linked.root(at) or likeness(same[other], same[at], least)
            ),
            None,
        )
        if near is not None:
            linked.join(near, at)
        elif len(leaders) < MOST_LEADERS:
            leaders.append(at)


def _crowds(texts: Sequence[str], seed: int, progress: Progress) -> Iterator[list[int]]:
    """Yield the places that share a band of their sketch, two or more at a time."""
    random = np.random.default_rng(seed)
    a = random.integers(1, int(_PRIME), BANDS * ROWS, dtype=np.uint64)
    b = random.integers(0, int(_PRIME), BANDS * ROWS, dtype=np.uint64)
    buckets: defaultdict[tuple[int, bytes], list[int]] = defaultdict(list)
    for at, text in enumerate(texts):
        sketch = _sketch(text, a, b).reshape(BANDS, ROWS)
        for band in range(BANDS):
            buckets[band, sketch[band].tobytes()].append(at)
        if at % 1000 == 0:
            progress(0.8 * at / len(texts))
    yield from (crowd for crowd in buckets.values() if len(crowd) > 1)


def _sketch(text: str, a: NDArray[np.uint64], b: NDArray[np.uint64]) -> NDArray[np.uint32]:
    """Return the least hash of the text's windows for each of the hash functions."""
    letters = np.frombuffer(text.ljust(WINDOW).encode("utf-32-le"), dtype=np.uint32)
    windows = np.lib.stride_tricks.sliding_window_view(letters.astype(np.uint64), WINDOW)
    powers = np.array([131**i % int(_PRIME) for i in range(WINDOW)], dtype=np.uint64)
    hashed = np.unique((windows * powers).sum(axis=1) % _PRIME)
    least: NDArray[np.uint32] = ((hashed[:, None] * a + b) % _PRIME).min(axis=0).astype(np.uint32)
    return least


class _Linked:
    """Places joined into groups, the first of a group standing for it."""

    def __init__(self, many: int) -> None:
        self.parent = list(range(many))

    def root(self, at: int) -> int:
        """Return the place that stands for a group."""
        while self.parent[at] != at:
            self.parent[at] = self.parent[self.parent[at]]
            at = self.parent[at]
        return at

    def join(self, one: int, other: int) -> None:
        """Make two groups one."""
        a, b = sorted((self.root(one), self.root(other)))
        self.parent[b] = a

    def groups(self) -> tuple[tuple[int, ...], ...]:
        """Return the groups of two or more."""
        held: defaultdict[int, list[int]] = defaultdict(list)
        for at in range(len(self.parent)):
            held[self.root(at)].append(at)
        return tuple(tuple(group) for group in held.values() if len(group) > 1)
