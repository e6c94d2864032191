"""A series of a batch is the chart it would be alone, whoever stands beside it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spreadwell.methods.spc import Question, chart_at, chart_batch, xmr, xmr_batch
from spreadwell.methods.spc.icons import ASSURANCE, VARIATION
from spreadwell.methods.spc.tables import KINDS
from tests.methods.spc.series import COLUMNS, wholes
from tests.methods.spc.things import COLUMNS as ORDER
from tests.methods.spc.things import fast

FIELDS = ("signals", "labels", "kinds", "latest", "variation", "assurance", "guards", "runs")
LINES = ("values", "centre", "lower", "upper", "two_sigma_lower", "two_sigma_upper")


def same_chart(a, b) -> None:
    for line in LINES:
        # Sums are taken in blocks, so the last binary digit may differ; no mark may.
        np.testing.assert_allclose(getattr(a, line), getattr(b, line), rtol=1e-12, atol=1e-12)
    for field in FIELDS:
        assert getattr(a, field) == getattr(b, field)


def as_columns(given: dict[str, list]) -> list[np.ndarray]:
    columns = [np.array(given[name], dtype=float) for name in ORDER if name in given]
    # The chart of deviations takes means too, and needs none of them.
    return [columns[0], *columns] if set(given) == {"sd", "n"} else columns


@pytest.mark.parametrize("kind", sorted(COLUMNS))
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_adding_series_changes_no_other(kind, data) -> None:
    several = data.draw(st.lists(COLUMNS[kind], min_size=2, max_size=4))
    length = min(len(next(iter(one.values()))) for one in several)
    several = [{name: column[:length] for name, column in one.items()} for one in several]
    asked = Question(
        baseline=data.draw(st.none() | st.integers(2, 12)),
        rebase=[length // 2] if length > 1 and data.draw(st.booleans()) else [],
        target=0.5,
        dialect=data.draw(st.sampled_from(["mdc", "nhsrplotthedots-0.2", "qicharts2-0.8"])),
    )
    rows = [as_columns(one) for one in several]
    grids = [np.stack(column) for column in zip(*rows, strict=True)]
    batch = chart_batch(kind, *grids, question=asked)
    for place, row in enumerate(rows):
        alone = chart_batch(kind, *(column[None] for column in row), question=asked)
        same_chart(chart_at(batch, place), chart_at(alone))
    backwards = chart_batch(kind, *(grid[::-1] for grid in grids), question=asked)
    for place in range(len(rows)):
        same_chart(chart_at(batch, place), chart_at(backwards, len(rows) - 1 - place))


@settings(max_examples=40, deadline=None)
@given(
    grid=st.integers(1, 30).flatmap(
        lambda n: st.lists(st.lists(wholes, min_size=n, max_size=n), min_size=1, max_size=6)
    ),
    data=st.data(),
)
def test_targets_and_directions_may_be_each_series_own(grid, data) -> None:
    count = len(grid)
    aims = data.draw(st.lists(wholes, min_size=count, max_size=count))
    ways = data.draw(
        st.lists(st.sampled_from(["up", "down", "neither"]), min_size=count, max_size=count)
    )
    batch = xmr_batch(grid, improvement=ways, target=np.array(aims)[:, None])
    for i, values in enumerate(grid):
        alone = fast("xmr", {"value": values}, improvement=ways[i], target=aims[i])
        assert [KINDS[k] for k in batch.kinds[i]] == list(alone.kinds)
        assert VARIATION[batch.variation[i]] == alone.variation
        assert ASSURANCE[batch.assurance[i]] == alone.assurance


def test_blocks_join_without_a_seam() -> None:
    rng = np.random.default_rng(4)
    grid = rng.normal(50, 5, (2100, 20))
    grid[rng.random(grid.shape) < 0.05] = np.nan
    batch = xmr_batch(grid, target=52.0, rebase=[9])
    for i in (0, 1023, 1024, 2047, 2048, 2099):
        same_chart(chart_at(batch, i), xmr(grid[i], target=52.0, rebase=[9]))


def test_each_series_may_have_its_own_direction() -> None:
    rising = [[float(i + (i % 3)) for i in range(20)]] * 3
    batch = xmr_batch(rising, improvement=["up", "down", "neither"], target=100.0)
    assert [VARIATION[c] for c in batch.variation] == [
        "improvement_high",
        "concern_high",
        "neutral_high",
    ]
    assert [ASSURANCE[c] for c in batch.assurance] == ["fail", "pass", None]
