"""Groups of short texts that say the same need, with a name from their own words.

Words weighted by inverse document frequency, brought down to a few dimensions (latent semantic
analysis, Deerwester and others 1990, JASIS 41: 391-407), then k-means in small batches (Sculley
2010, WWW '10). Chosen over agglomerative clustering, whose table of all pairs would need 20 GB for
50,000 texts, and over NMF, whose time grows with the number of groups tried; time and memory here
grow with the number of texts alone.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .words import COMMON, plain, stem, telling_words

Progress = Callable[[float], None]

# Fewer texts than this are read faster than a suggestion about them.
FEWEST = 12
DIMENSIONS = 60
MOST_SAID = 0.6
# How many groups are tried: people can look through forty suggestions, hardly through more.
TRIED = (3, 4, 5, 6, 7, 8, 10, 12, 15, 18, 22, 26, 32, 40)
# Groups are compared on so many texts at most, since that compares each with each.
SAMPLE = 1_500
# A text less like the middle of its group than this (cosine) stays for people to sort.
LEAST_LIKE = 0.3
SMALLEST = 3
WORDS = 5
IN_NAME = 3


@dataclass(frozen=True, slots=True)
class Group:
    """Texts that say the same: their places, the most typical first; words that tell them apart."""

    places: tuple[int, ...]
    words: tuple[str, ...]
    likeness: float

    @property
    def name(self) -> str:
        """A name to start from, of the group's own words."""
        return ", ".join(self.words[:IN_NAME]).capitalize()


@dataclass(frozen=True, slots=True)
class Grouping:
    """Groups, the largest first, and the places of texts that no group holds.

    `apart` is the mean silhouette, -1 to 1 (Rousseeuw 1987): how far groups are from each other.
    """

    groups: tuple[Group, ...]
    left: tuple[int, ...]
    apart: float
    seed: int


def group_texts(
    texts: Sequence[str], *, seed: int = 7, progress: Progress = lambda share: None
) -> Grouping:
    """Return suggested groups of texts; none where there are fewer than `FEWEST`.

    The number of groups is the one whose groups lie furthest apart. The same texts and seed give
    the same groups. `progress` is told the share done, 0 to 1.
    """
    nothing = Grouping((), tuple(range(len(texts))), 0.0, seed)
    if len(texts) < FEWEST:
        return nothing
    weighed, kept, terms = _weigh(texts)
    progress(0.2)
    if len(kept) < FEWEST or weighed.shape[1] < 3:
        return nothing
    points = _reduced(weighed, seed)
    progress(0.4)
    labels, apart = _best(points, seed, progress)
    groups = [_group(label, labels, points, weighed, kept, terms) for label in np.unique(labels)]
    full = _full_words(texts)
    told = tuple(
        Group(one.places, tuple(full.get(word, word) for word in one.words), one.likeness)
        for one in sorted(groups, key=lambda one: (-len(one.places), one.places))
        if len(one.places) >= SMALLEST
    )
    held = {place for one in told for place in one.places}
    progress(1.0)
    return Grouping(told, tuple(at for at in range(len(texts)) if at not in held), apart, seed)


def _weigh(texts: Sequence[str]) -> tuple[Any, NDArray[np.intp], list[str]]:
    """Return texts × words weighted, the places of texts that have any of the words, the words."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectorizer = TfidfVectorizer(
        analyzer=telling_words,
        # A word of one text joins nothing; one that most say tells nothing apart.
        min_df=2,
        max_df=MOST_SAID,
        max_features=20_000,
        sublinear_tf=True,
    )
    try:
        weighed = vectorizer.fit_transform(texts)
    except ValueError:  # no word is left
        from scipy.sparse import csr_matrix

        return csr_matrix((0, 0)), np.array([], dtype=np.intp), []
    kept = np.flatnonzero(np.diff(weighed.indptr))
    return weighed[kept], kept, list(vectorizer.get_feature_names_out())


def _reduced(weighed: Any, seed: int) -> NDArray[np.float64]:
    """Bring words down to a few dimensions, every text at the same length."""
    from sklearn.decomposition import TruncatedSVD
    from sklearn.preprocessing import normalize

    dimensions = min(DIMENSIONS, min(weighed.shape) - 1)
    reduced = TruncatedSVD(dimensions, random_state=seed).fit_transform(weighed)
    made: NDArray[np.float64] = normalize(reduced)
    return made


def _best(
    points: NDArray[np.float64], seed: int, progress: Progress
) -> tuple[NDArray[np.int32], float]:
    """Try several numbers of groups; return the labels of those that lie furthest apart."""
    from sklearn.cluster import MiniBatchKMeans
    from sklearn.metrics import silhouette_score
    from threadpoolctl import threadpool_limits

    some = np.random.default_rng(seed).permutation(len(points))[:SAMPLE]
    best: tuple[NDArray[np.int32], float] = (np.zeros(len(points), dtype=np.int32), -1.0)
    tried = [many for many in TRIED if many * SMALLEST <= len(points)] or [2]
    for done, many in enumerate(tried, start=1):
        means = MiniBatchKMeans(many, random_state=seed, n_init=3, batch_size=2048)
        # Threads that wait for each other cost more than they bring, most of all beside others.
        with threadpool_limits(limits=1):
            labels = means.fit_predict(points).astype(np.int32)
        seen = np.unique(labels[some])
        if 1 < len(seen) < len(some):
            apart = float(silhouette_score(points[some], labels[some]))
            best = max(best, (labels, apart), key=lambda one: one[1])
        progress(0.4 + 0.55 * done / len(tried))
    return best


def _group(
    label: int,
    labels: NDArray[np.int32],
    points: NDArray[np.float64],
    weighed: Any,
    kept: NDArray[np.intp],
    terms: list[str],
) -> Group:
    """Return one group, the most typical texts first, those far from its middle left out."""
    members = np.flatnonzero(labels == label)
    middle = points[members].mean(axis=0)
    likeness = points[members] @ (middle / (np.linalg.norm(middle) or 1.0))
    order = np.argsort(-likeness, kind="stable")
    chosen = members[order][likeness[order] >= LEAST_LIKE]
    inside = np.asarray(weighed[members].mean(axis=0)).ravel()
    # Words said more here than elsewhere, not those that are said much everywhere.
    over = inside - np.asarray(weighed.mean(axis=0)).ravel()
    words = [terms[at] for at in np.argsort(-over, kind="stable")[:WORDS] if over[at] > 0]
    return Group(tuple(int(kept[at]) for at in chosen), tuple(words), float(likeness.mean()))


def _full_words(texts: Sequence[str]) -> dict[str, str]:
    """Return for each word without its ending the form that is written most."""
    written: dict[str, Counter[str]] = {}
    for text in texts:
        for word in plain(text).split():
            if word not in COMMON:
                written.setdefault(stem(word), Counter())[word] += 1
    return {short: forms.most_common(1)[0][0] for short, forms in written.items()}
