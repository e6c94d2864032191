"""Every worked example of the reference, on the engine and on the slow charts."""

from __future__ import annotations

import math

import pytest

from spreadwell.methods.spc import CHARTS, DIALECTS, AssuranceIcon, VariationIcon
from tests.methods.spc.slow import chart
from tests.methods.spc.specs import Example, chapters, letter, sign
from tests.methods.spc.things import NAMES, agree, fast

CHAPTERS = chapters()
EXAMPLES = [one for chapter in CHAPTERS for one in chapter.examples]
LINES = {"centre": "centre", "lower": "low", "upper": "high"}


@pytest.mark.parametrize("one", EXAMPLES, ids=lambda one: one.says[:60])
def test_the_engine_gives_what_the_table_says(one: Example) -> None:
    made = fast(one.kind, one.given, **one.asked)
    labels = [NAMES.get(label, "") for label in made.labels]
    signs = [sign(kind.value, made.improvement) for kind in made.kinds]
    assert "".join(signs) == one.states
    assert "".join(map(letter, labels)) == one.rules
    for name, number in one.lines.items():
        got = float(getattr(made, name)[-1])
        assert math.isnan(got) if number is None else got == pytest.approx(number, rel=1e-5)
    assert (made.variation, made.assurance) == (one.variation, one.assurance)
    assert [guard.code for guard in made.guards] == one.guards
    assert all(guard.sentence.endswith(".") for guard in made.guards)


@pytest.mark.parametrize("one", EXAMPLES, ids=lambda one: one.says[:60])
def test_the_slow_chart_gives_the_same(one: Example) -> None:
    slow = chart(one.kind, one.given, **one.asked)
    way = one.asked.get("improvement", "up")
    signs = [sign(state, way) for state in slow.states]
    assert "".join(signs) == one.states
    assert "".join(map(letter, slow.labels)) == one.rules
    for name, number in one.lines.items():
        got = getattr(slow.lines[-1], LINES[name])
        assert got is None if number is None else float(got) == pytest.approx(number, rel=1e-5)
    assert (slow.variation, slow.assurance) == (one.variation, one.assurance)
    agree(fast(one.kind, one.given, **one.asked), slow)


def test_every_kind_rule_icon_and_dialect_has_an_example() -> None:
    assert {one.kind for one in EXAMPLES} == set(CHARTS)
    assert {mark for one in EXAMPLES for mark in one.rules} == set(".OT2S")
    assert {one.variation for one in EXAMPLES} == {*VariationIcon, None}
    assert {one.assurance for one in EXAMPLES} == {*AssuranceIcon, None}
    assert {one.asked.get("dialect", "mdc") for one in EXAMPLES} == set(DIALECTS)


def test_no_sentence_is_told_twice() -> None:
    assert len({one.says for one in EXAMPLES}) == len(EXAMPLES)
