"""What must never change an effect, and what must change it by as much as is known."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spreadwell.formats.periods import PeriodKind
from spreadwell.methods.effects.evaluate import evaluate
from spreadwell.methods.effects.panel import NEVER, Panel
from spreadwell.methods.effects.question import EffectQuestion
from spreadwell.methods.effects.strata import equity

ASKED = EffectQuestion(draws=99, weights="sites", donut=0)
DESIGNS = ("imputation", "callaway-santanna", "synthetic-did")


def panel_of(seed, n=24, periods=18, adopters=10, effect=0.0):
    random = np.random.default_rng(seed)
    y = random.standard_normal((n, periods)) + random.standard_normal((n, 1))
    start = np.full(n, NEVER, dtype=np.int64)
    start[:adopters] = random.choice([8, 10, 12], adopters)
    y += effect * (np.arange(periods) >= start[:, None])
    names = tuple(f"S{i:02}" for i in range(n))
    return Panel(
        sites=names, kind=PeriodKind.YEAR, first=2000, outcome=y, denominator=None, start=start,
        weight=None, group=np.arange(n), group_names=names,
    )  # fmt: skip


def numbers(panel, design):
    result = evaluate(panel, replace(ASKED, design=design))
    study = result.event_study.estimates if result.event_study else ()
    check = result.check.same_cells
    return [
        result.estimate, result.headline.se, check.estimate, check.se, *study,
    ]  # fmt: skip


@given(seed=st.integers(0, 10_000), design=st.sampled_from(DESIGNS))
@settings(max_examples=12, deadline=None)
def test_a_constant_for_each_site_and_period_changes_nothing(seed, design):
    panel = panel_of(seed)
    random = np.random.default_rng(seed + 1)
    moved = panel.outcome + random.normal(0, 5, (24, 1))
    if design != "synthetic-did":
        moved = moved + random.normal(0, 5, 18)
    else:
        # The size of ordinary change sets how far weights are spread, so periods move as one.
        moved = moved + 3
    found = numbers(replace(panel, outcome=moved), design)
    assert found == pytest.approx(numbers(panel, design), abs=1e-6)


@given(seed=st.integers(0, 10_000), design=st.sampled_from(("imputation", "callaway-santanna")))
@settings(max_examples=8, deadline=None)
def test_relabelling_sites_changes_nothing(seed, design):
    panel = panel_of(seed)
    order = np.random.default_rng(seed).permutation(24)
    other = replace(panel, outcome=panel.outcome[order], start=panel.start[order])
    assert numbers(other, design) == pytest.approx(numbers(panel, design), abs=1e-8)


@given(seed=st.integers(0, 10_000), scale=st.floats(0.01, 100), design=st.sampled_from(DESIGNS))
@settings(max_examples=12, deadline=None)
def test_scaling_scales(seed, scale, design):
    panel = panel_of(seed)
    wanted = [scale * one for one in numbers(panel, design)]
    found = numbers(replace(panel, outcome=scale * panel.outcome), design)
    assert found == pytest.approx(wanted, rel=1e-6, abs=1e-6 * scale)


@pytest.mark.parametrize("design", DESIGNS)
def test_a_planted_effect_is_added_whole(design):
    none, planted = panel_of(3), panel_of(3, effect=2.5)
    found = numbers(planted, design)[0] - numbers(none, design)[0]
    assert found == pytest.approx(2.5, abs=1e-6)


def test_a_site_without_data_changes_nothing():
    panel = panel_of(4)
    empty = replace(
        panel,
        sites=(*panel.sites, "none"),
        outcome=np.vstack([panel.outcome, np.full((1, 18), np.nan)]),
        start=np.append(panel.start, 10),
        group=np.arange(25),
        group_names=(*panel.sites, "none"),
    )
    assert numbers(empty, "imputation") == numbers(panel, "imputation")
    assert evaluate(empty, ASKED).notes == ("1 site without any reading left out.",)


def test_equity_is_the_difference_between_strata():
    low, high = panel_of(5, effect=1.0), panel_of(6, effect=3.0)
    found = equity({"most deprived": low, "least deprived": high}, ASKED, "least deprived")
    first, second = found.strata
    assert second.difference is None
    gap = first.result.estimate - second.result.estimate
    assert first.difference.estimate == pytest.approx(gap)
    assert first.difference.upper < 0
    alone = evaluate(low, replace(ASKED, design="imputation")).headline
    assert first.result == alone
    with pytest.raises(ValueError, match="There is no stratum “middle”"):
        equity({"low": low}, ASKED, "middle")


def test_the_gap_between_strata_that_share_their_shocks_is_known_better():
    panel = panel_of(7)
    random = np.random.default_rng(1)
    other = replace(panel, outcome=panel.outcome + random.normal(0, 0.1, panel.outcome.shape))
    found = equity({"a": panel, "b": other}, ASKED, "a").strata[1]
    assert found.difference.se < 0.3 * found.result.se
