"""What a chart is asked: checked once, compared, and carried as plain values."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spreadwell.methods.spc import DIALECTS, Question, xmr
from spreadwell.methods.spc.question import question_of

numbers = st.floats(-1e6, 1e6)
places = st.lists(st.integers(0, 60), max_size=4)
dialects = st.sampled_from(sorted(DIALECTS)) | st.sampled_from(
    [replace(dialect, name="a variant", trend=6) for dialect in DIALECTS.values()]
)
questions = st.builds(
    Question,
    baseline=st.none() | st.integers(2, 60),
    rebase=places,
    improvement=st.sampled_from(["up", "down", "neither"]),
    target=st.none() | numbers | st.lists(st.none() | numbers, min_size=1, max_size=20),
    dialect=dialects,
    screen=st.none() | st.booleans(),
    exclude=places,
)


@given(questions)
def test_a_question_survives_its_dictionary(question) -> None:
    plain = json.loads(json.dumps(question.to_dict()))
    again = Question.from_dict(plain)
    assert again == question
    assert hash(again) == hash(question)
    assert again.rules == question.rules
    assert again.to_dict() == plain


def test_positions_have_one_order_and_targets_one_shape() -> None:
    asked = Question(rebase=[9, 4, 9], exclude={3, 1}, target=[1, float("nan"), None])
    assert (asked.rebase, asked.exclude, asked.target) == ((4, 9), (1, 3), (1.0, None, None))
    assert Question(target=1) == Question(target=1.0)


def test_keyword_arguments_change_a_question() -> None:
    asked = Question(target=3, dialect="qicharts2-0.8")
    assert question_of(asked, {"target": None}) == Question(dialect="qicharts2-0.8")
    assert question_of(asked, {}) is asked
    values = [3.0, 5, 4, 6, 5, 4, 7, 5, 4, 6, 3, 5, 4, 6]
    assert xmr(values, asked).dialect == "qicharts2-0.8"
    assert xmr(values, asked, dialect="mdc").target is not None


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"baseline": 1}, "A baseline of 1 points is too short"),
        ({"improvement": "sideways"}, "choose up, down or neither"),
        ({"dialect": "excel"}, "There is no dialect 'excel'"),
        ({"exclude": [-1]}, "no position -1"),
        ({"target": [[1.0, 2.0]]}, "Give one target, or one for each period"),
        ({"target": float("inf")}, "Entry 1 of the targets is infinite"),
    ],
)
def test_what_cannot_be_asked_is_said(options, words) -> None:
    with pytest.raises(ValueError, match=words):
        Question(**options)


def test_a_dictionary_with_something_else_in_it_is_refused() -> None:
    with pytest.raises(ValueError, match="A chart is not asked 'colour'"):
        Question.from_dict({"colour": "blue"})


def test_a_point_past_the_end_cannot_be_left_out() -> None:
    with pytest.raises(ValueError, match="Position 9 cannot be left out: there are 3 periods"):
        xmr([1.0, 2, 3], exclude=[9])
