"""The framework is whole, and its questions can be read by anybody."""

import re

import pytest

from spreadwell.domain.sites.frameworks import (
    ABOUT,
    ADVISED,
    advice,
    by_domain,
    constructs,
    questions,
    readiness_domains,
    short_of,
)

ALL = list(constructs().values())
# What people outside of implementation science would have to look up.
JARGON = re.compile(
    r"implement|innovation|stakeholder|construct|context|compatib|priorit|leverag|infrastructure|"
    r"capabilit|recipient|deliverer|facilitat|strateg|incentiv|outcome|evaluat|engage|align|tension",
    re.IGNORECASE,
)  # fmt: skip


def syllables(word: str) -> int:
    """Count the groups of vowels, leaving out a silent e at the end."""
    word = re.sub(r"[^a-z]", "", word.lower())
    groups = len(re.findall(r"[aeiouy]+", re.sub(r"(?<=[^l])e$", "", word)))
    return max(groups, 1)


def test_there_are_48_constructs_and_19_subconstructs():
    assert sum(1 for one in ALL if not one.parent) == 48
    assert sum(1 for one in ALL if one.parent) == 19
    sizes = {domain: len(many) for domain, many in by_domain().items()}
    assert sizes == {
        "Innovation": 8, "Outer Setting": 10, "Inner Setting": 21, "Individuals": 13,
        "Implementation Process": 15,
    }  # fmt: skip
    assert {one.parent for one in ALL if one.parent} <= set(constructs())


def test_each_has_its_question_and_no_question_is_left_over():
    assert set(questions()["conditions"]) == set(constructs())
    assert set(questions()["readiness"]) == {one.number for one in readiness_domains()}
    assert len({one.question for one in ALL}) == len({one.short for one in ALL}) == len(ALL)


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.key)
def test_a_question_is_short_and_plain(one):
    words = one.question.split()
    assert one.question.endswith("?") and len(words) <= 15
    assert not JARGON.search(one.question), JARGON.search(one.question)
    # Flesch's reading ease: above 60 is plain English, which most people of 13 can read.
    ease = 206.835 - 1.015 * len(words) - 84.6 * sum(map(syllables, words)) / len(words)
    assert ease > 60, ease
    # Whole in the heads of a picture.
    assert len(one.short) <= 22


def test_readiness_is_asked_plainly_in_seven_domains():
    assert [one.number for one in readiness_domains()] == [1, 2, 3, 4, 5, 6, 7]
    for one in readiness_domains():
        assert one.question.endswith("?") and len(one.question.split()) <= 16
        assert not JARGON.search(one.question)


def test_advice_is_given_far_from_a_dozen_only():
    assert not any(advice(n) for n in ADVISED) and ABOUT in ADVISED
    assert "few" in advice(ADVISED.start - 1) and "many" in advice(ADVISED.stop)
    assert advice(1).startswith("1 is few")


def test_a_condition_we_do_not_know_keeps_its_name():
    assert short_of("Culture") == "How things are done"
    assert short_of("Something older") == "Something older"
