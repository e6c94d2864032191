"""Weights from pairs of swings."""

import numpy as np
import pytest

from spreadwell.methods.priorities.swing import Pair, swing_weights

NAMES = ["need", "cost", "data"]


def test_judgements_that_agree_give_the_weights_they_say():
    got = swing_weights(NAMES, [Pair(0, 1, 2.0), Pair(1, 2, 3.0), Pair(0, 2, 6.0)])
    assert got.weights == pytest.approx([0.6, 0.3, 0.1])
    assert got.off == pytest.approx(1.0)
    assert got.consistent
    assert got.furthest is None
    assert got.sentences[0] == "need counts for 60 of 100."
    assert "2.0 times that far on cost (30 of 100)" in got.sentences[1]


def test_a_whole_table_gives_the_geometric_means_of_its_rows():
    rng = np.random.default_rng(1)
    table = np.ones((4, 4))
    pairs = []
    for i in range(4):
        for j in range(i + 1, 4):
            table[i, j] = rng.uniform(0.3, 3)
            table[j, i] = 1 / table[i, j]
            pairs.append(Pair(i, j, table[i, j]))
    means = np.prod(table, axis=1) ** 0.25
    assert swing_weights("abcd", pairs).weights == pytest.approx(means / means.sum())


def test_a_circle_is_found_and_told():
    got = swing_weights(NAMES, [Pair(0, 1, 3.0), Pair(1, 2, 3.0), Pair(2, 0, 3.0)])
    assert got.weights == pytest.approx([1 / 3] * 3)
    assert not got.consistent
    assert "all answers together say 1.0" in got.sentences[-1]


def test_what_cannot_be_weighed_is_refused():
    with pytest.raises(ValueError, match="No pair joins data"):
        swing_weights(NAMES, [Pair(0, 1, 2.0)])
    with pytest.raises(ValueError, match="above nought"):
        swing_weights(NAMES, [Pair(0, 1, 0.0)])
    assert swing_weights(["need"], []).weights.tolist() == [1.0]
