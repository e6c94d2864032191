"""Planted groups and near-duplicates come back; nothing is invented where there is none."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.fuzz import ratio, token_sort_ratio

from spreadwell.methods.text.groups import FEWEST, group_texts
from spreadwell.methods.text.identical import NEARLY, nearly_identical
from spreadwell.methods.text.near import nearest
from spreadwell.methods.text.words import plain, telling_words

_NEEDS = """
results: result blood test phone ring letter surgery answer explain meaning
travel: bus travel parking distance clinic hospital hill fare journey taxi
dose: tablet dose pharmacist pressure monitor titrate medicine reading target chemist
school: school teacher child anxiety counsellor waiting referral camhs parent class
home: discharge ward home carer equipment bed hoist package weekend stairs
"""
NEEDS = {
    need: words.split() for need, words in (one.split(":") for one in _NEEDS.split("\n") if one)
}
ALL_WORDS = [word for words in NEEDS.values() for word in words]
FILLER = ["really", "quite", "often", "always", "perhaps", "today", "again", "people", "feel"]


def planted(each: int = 40, seed: int = 1) -> tuple[list[str], list[str]]:
    """Make texts of five needs, each with words of its own among words that all use."""
    random = np.random.default_rng(seed)
    texts, needs = [], []
    for need, words in NEEDS.items():
        for _ in range(each):
            said = [*random.choice(words, 5, replace=False), *random.choice(FILLER, 3)]
            random.shuffle(said)
            texts.append(" ".join(said))
            needs.append(need)
    order = random.permutation(len(texts))
    return [texts[at] for at in order], [needs[at] for at in order]


def test_planted_groups_come_back_with_names_of_their_own_words():
    texts, needs = planted()
    found = group_texts(texts)
    assert len(found.groups) == len(NEEDS)
    for group in found.groups:
        need, many = Counter(needs[at] for at in group.places).most_common(1)[0]
        assert many >= 0.95 * len(group.places)
        assert {telling_words(word)[0] for word in group.words} <= {
            telling_words(word)[0] for word in NEEDS[need]
        }
        assert group.name == ", ".join(group.words[:3]).capitalize()
    assert sum(len(one.places) for one in found.groups) >= 0.95 * len(texts)


def test_the_same_texts_give_the_same_groups_and_each_text_stands_once():
    texts, _ = planted(each=12)
    first, again = group_texts(texts, seed=3), group_texts(texts, seed=3)
    assert first == again
    placed = [at for one in first.groups for at in one.places] + list(first.left)
    assert sorted(placed) == list(range(len(texts)))


@pytest.mark.parametrize(
    "texts",
    [[], ["one"] * (FEWEST - 1), [""] * 20, ["the and of"] * 20, [f"w{n}x" for n in range(30)]],
    ids=["none", "too few", "empty", "common words only", "nothing shared"],
)
def test_where_nothing_is_shared_nothing_is_suggested(texts):
    found = group_texts(texts)
    assert found.groups == ()
    assert found.left == tuple(range(len(texts)))


def test_progress_is_told_and_ends_at_one():
    told: list[float] = []
    group_texts(planted(each=8)[0], progress=told.append)
    assert told == sorted(told)
    assert told[-1] == 1.0
    assert len(told) > 4


def slow_pairs(texts: list[str]) -> set[tuple[int, int]]:
    """Compare each text with each, letter by letter: the obvious twin."""
    same = [plain(text) for text in texts]
    return {
        (a, b)
        for a in range(len(texts))
        for b in range(a + 1, len(texts))
        if same[a] and max(ratio(same[a], same[b]), token_sort_ratio(same[a], same[b])) >= NEARLY
    }


def with_slips(text: str, random: np.random.Generator) -> str:
    """Write a text again as people do: a letter wrong, other case, a mark at the end."""
    at = int(random.integers(len(text)))
    return (text[:at] + "x" + text[at + 1 :]).upper() + "!"


def test_planted_near_duplicates_come_back_and_nothing_else():
    random = np.random.default_rng(5)
    said = [f"{' '.join(random.choice(ALL_WORDS, 9, replace=False))} number {n}" for n in range(60)]
    copies = {n: len(said) + n for n in range(20)}
    texts = said + [with_slips(said[n], random) for n in range(20)]
    found = nearly_identical(texts)
    assert {tuple(group) for group in found} == set(copies.items())
    assert {(group[0], group[1]) for group in found} == slow_pairs(texts)


def test_case_marks_and_accents_make_no_difference():
    assert nearly_identical(["Café closes at noon.", "x", "CAFE closes, at noon"]) == ((0, 2),)
    assert nearly_identical([]) == nearly_identical(["", "", "..."]) == ()


@given(
    st.lists(st.sampled_from(["nobody rings back", "the bus was cut", "ring me", ""]), max_size=9)
)
def test_each_text_stands_in_one_group_at_most_with_all_that_are_the_same(texts):
    placed = [at for group in nearly_identical(texts) for at in group]
    assert len(placed) == len(set(placed))
    for text, many in Counter(text for text in texts if text).items():
        together = [at for at, one in enumerate(texts) if one == text]
        assert (set(together) <= set(placed)) == (many > 1)


def test_the_nearest_shares_rare_words_and_endings_do_not_matter():
    among = [
        "Pharmacists change the dose of blood pressure tablets at the counter",
        "A bus brings people to the evening clinic",
        "Volunteers ring people after a blood test to explain results",
    ]
    found = nearest("Nobody explains the results of my blood test", among)
    assert found[0].at == 2
    assert 0 < found[0].likeness <= 1
    assert nearest("buses for evening clinics", among)[0].at == 1
    assert nearest("zebra", among) == nearest("", among) == nearest("bus", []) == ()
    assert len(nearest("blood", among, most=1)) == 1
