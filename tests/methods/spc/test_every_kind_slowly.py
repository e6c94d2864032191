"""Every kind of chart in every dialect: the engine against plain loops over fifty digits."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.methods.spc.series import COLUMNS
from tests.methods.spc.slow import READINGS, chart
from tests.methods.spc.things import agree, fast


def length_of(given: dict) -> int:
    return len(next(iter(given.values())))


@st.composite
def asked(draw, kind: str):
    """Columns of a kind, and a question about them."""
    columns = draw(COLUMNS[kind])
    length = length_of(columns)
    places = st.integers(0, length - 1)
    later = st.sets(st.integers(1, length - 1), max_size=2).map(sorted)
    options = {
        "baseline": draw(st.none() | st.integers(2, 20)),
        "rebase": draw(later if length > 1 else st.just([])),
        "exclude": draw(st.just([]) | st.sets(places, max_size=3).map(sorted)),
        "screen": draw(st.sampled_from([None, None, True, False])),
        "improvement": draw(st.sampled_from(["up", "down", "neither"])),
    }
    levels = st.integers(0, 40).map(lambda n: n / 40 if kind in ("p", "pprime") else float(n))
    options["target"] = draw(
        st.none() | levels | st.lists(st.none() | levels, min_size=length, max_size=length)
    )
    return columns, options


@pytest.mark.parametrize("dialect", sorted(READINGS))
@pytest.mark.parametrize("kind", sorted(set(COLUMNS) - {"run"}))
@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_same_as_slow(kind, dialect, data) -> None:
    columns, options = data.draw(asked(kind))
    options["dialect"] = dialect
    agree(fast(kind, columns, **options), chart(kind, columns, **options))


@pytest.mark.parametrize("dialect", ["mdc", "qicharts2-0.8"])
@pytest.mark.parametrize("rules", ["anhoej", "perla"])
@settings(max_examples=50, deadline=None)
@given(data=st.data())
def test_run_charts_are_the_slow_ones(rules, dialect, data) -> None:
    columns, options = data.draw(asked("run"))
    options |= {"rules": rules, "dialect": dialect}
    agree(fast("run", columns, **options), chart("run", columns, **options))
