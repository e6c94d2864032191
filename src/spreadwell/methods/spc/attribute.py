"""Charts of counts: p, u and c, and Laney's p′ and u′ for large denominators."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from spreadwell.methods.spc.assemble import Lines, assemble
from spreadwell.methods.spc.constants import D2, D4
from spreadwell.methods.spc.dialects import Dialect, dialect_named
from spreadwell.methods.spc.runs import run_test
from spreadwell.methods.spc.segments import as_values, check_baseline, in_baseline, segment_bounds
from spreadwell.methods.spc.shapes import Bools, ControlChart, Floats

CLIPS = {"p": (0.0, 1.0), "u": (0.0, np.inf), "c": (0.0, np.inf)}


def p_chart(
    numerator: ArrayLike,
    denominator: ArrayLike,
    *,
    prime: bool = False,
    baseline: int | None = None,
    rebase: Sequence[int] = (),
    improvement: str = "up",
    target: ArrayLike | None = None,
    dialect: str | Dialect = "mdc",
) -> ControlChart:
    """Proportions, with three-sigma binomial limits, clipped at 0 and 1.

    `prime` widens the limits by the variation between periods (Laney 2002). Values are shares
    of 1. Other arguments as for `xmr`. Raises ValueError naming the entry at fault.
    """
    top, bottom = _counts(numerator, denominator)
    over = np.flatnonzero(top > bottom)
    if len(over):
        raise ValueError(
            f"Entry {over[0] + 1}: the numerator {top[over[0]]:g} is larger than the "
            f"denominator {bottom[over[0]]:g}."
        )
    return _attribute("p", top, bottom, prime, baseline, rebase, improvement, target, dialect)


def u_chart(
    numerator: ArrayLike,
    exposure: ArrayLike,
    *,
    prime: bool = False,
    baseline: int | None = None,
    rebase: Sequence[int] = (),
    improvement: str = "up",
    target: ArrayLike | None = None,
    dialect: str | Dialect = "mdc",
) -> ControlChart:
    """Rates of events for each unit of exposure, with Poisson limits, clipped at 0.

    `prime` as in `p_chart`. Other arguments as for `xmr`.
    """
    top, bottom = _counts(numerator, exposure)
    return _attribute("u", top, bottom, prime, baseline, rebase, improvement, target, dialect)


def c_chart(
    counts: ArrayLike,
    *,
    baseline: int | None = None,
    rebase: Sequence[int] = (),
    improvement: str = "up",
    target: ArrayLike | None = None,
    dialect: str | Dialect = "mdc",
) -> ControlChart:
    """Counts with an even exposure, with Poisson limits, clipped at 0; arguments as for `xmr`."""
    top, bottom = _counts(counts, np.ones(np.shape(counts)))
    return _attribute("c", top, bottom, False, baseline, rebase, improvement, target, dialect)


def _counts(numerator: ArrayLike, denominator: ArrayLike) -> tuple[Floats, Floats]:
    """Both columns, missing in both where either is missing or nobody was counted."""
    top, bottom = as_values(numerator, "numerators"), as_values(denominator, "denominators")
    if top.ndim != 1 or top.shape != bottom.shape or not len(top):
        raise ValueError("Give one numerator and one denominator a period.")
    for name, column in (("numerator", top), ("denominator", bottom)):
        under = np.flatnonzero(column < 0)
        if len(under):
            raise ValueError(f"Entry {under[0] + 1}: the {name} {column[under[0]]:g} is negative.")
    missing = np.isnan(top) | np.isnan(bottom) | (bottom == 0)
    return np.where(missing, np.nan, top), np.where(missing, np.nan, bottom)


def sigma_z(z: Floats, used: Bools, dialect: Dialect) -> float:
    """Spread of standardised values beyond chance, from their moving ranges (Laney 2002)."""
    pairs = used[1:] & used[:-1]
    ranges = np.abs(np.diff(z))[pairs]
    if not len(ranges):
        return float("nan")
    mean = ranges.mean()
    if dialect.screen_others and (kept := ranges[ranges < D4 * mean]).sum() > 0:
        mean = kept.mean()
    return float(mean / D2)


def _attribute(
    kind: str,
    top: Floats,
    bottom: Floats,
    prime: bool,
    baseline: int | None,
    rebase: Sequence[int],
    improvement: str,
    target: ArrayLike | None,
    dialect: str | Dialect,
) -> ControlChart:
    rules = dialect_named(dialect)
    check_baseline(baseline)
    bounds = segment_bounds(len(top), rebase)
    values = top / bottom
    centre, sigma = np.full(len(top), np.nan), np.full(len(top), np.nan)
    counted, spread = [], float("nan")
    for start, stop in bounds:
        part = slice(start, stop)
        used = in_baseline(~np.isnan(values[part]), baseline)
        counted.append(int(used.sum()))
        if not used.any():
            continue
        mean = top[part][used].sum() / bottom[part][used].sum()
        centre[part] = mean
        sigma[part] = np.sqrt((mean * (1 - mean) if kind == "p" else mean) / bottom[part])
        if prime and (sigma[part][used] > 0).all():
            spread = sigma_z((values[part] - mean) / sigma[part], used, rules)
            sigma[part] *= spread
    chart_kind = f"{kind}_prime" if prime else kind
    tests = [run_test(values[a:b], centre[a:b]) for a, b in bounds] if rules.runs_analysis else []
    return assemble(
        chart_kind,
        values,
        Lines(
            centre,
            centre - 3 * sigma,
            centre + 3 * sigma,
            counted,
            dispersion=(("sigma_z", spread),) if prime else (),
        ),
        bounds,
        dialect=rules,
        improvement=improvement,
        target=target,
        baseline=baseline,
        clip=CLIPS[kind],
        runs=tests,
    )
