"""Themes suggested among 50,000 findings: near-duplicates, groups, and whether planted ones return.

Beside it, in the same run, what comparing each text with each would take, measured on a part.

    python -m benchmarks.themes [--findings 50000]
"""

from __future__ import annotations

import argparse
import resource
import time

import numpy as np

NEEDS, WORDS_OF_NEED, SAID, FILL = 20, 12, 6, 6
COPIES = 0.02
PART = 2_000


def planted(many: int) -> tuple[list[str], list[int], int]:
    """Make texts of twenty needs in words of their own, two in a hundred said again with a slip."""
    random = np.random.default_rng(1)
    fill = [f"filler{n}" for n in range(3_000)]
    texts: list[str] = []
    needs: list[int] = []
    copied = 0
    while len(texts) < many:
        if texts and random.random() < COPIES:
            at = int(random.integers(len(texts)))
            cut = int(random.integers(len(texts[at])))
            texts.append(texts[at][:cut] + "x" + texts[at][cut + 1 :])
            needs.append(needs[at])
            copied += 1
            continue
        need = int(random.integers(NEEDS))
        own = [f"need{need}w{n}" for n in random.choice(WORDS_OF_NEED, SAID, replace=False)]
        texts.append(" ".join([*own, *random.choice(fill, FILL)]))
        needs.append(need)
    return texts, needs, copied


def main() -> None:
    """Plant, find, and print times, memory and what came back."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--findings", type=int, default=50_000)
    many = parser.parse_args().findings
    from sklearn.metrics import adjusted_rand_score

    from spreadwell.methods.text.groups import group_texts
    from spreadwell.methods.text.identical import likeness, nearly_identical

    texts, needs, copied = planted(many)
    start = time.perf_counter()
    same = nearly_identical(texts)
    took_same = time.perf_counter() - start
    start = time.perf_counter()
    found = group_texts(texts)
    took_groups = time.perf_counter() - start
    start = time.perf_counter()
    part = texts[:PART]
    for at, one in enumerate(part):
        for other in part[:at]:
            likeness(one, other, 92.0)
    each = (time.perf_counter() - start) * (many / PART) ** 2
    labels = [-1] * many
    for number, group in enumerate(found.groups):
        for place in group.places:
            labels[place] = number
    linked = sum(len(group) - 1 for group in same)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"near-duplicates: {took_same:.1f} s, {linked:,} of {copied:,} planted ones linked")
    print(f"each with each would take {each:,.0f} s: ratio {took_same / each:.4f}")
    print(f"groups: {took_groups:.1f} s, {len(found.groups)} of {NEEDS} planted")
    print(
        f"agreement with what was planted (adjusted Rand): {adjusted_rand_score(needs, labels):.3f}"
    )
    print(f"peak memory: {memory:,.0f} MB")


if __name__ == "__main__":
    main()
