"""Equity: the effect in each stratum, and the difference between strata with its interval.

Strata of one site share its shocks, so the difference is jackknifed over sites (or the groups in
which adoption was decided) as one number, rather than set beside two intervals.
"""

from dataclasses import dataclass, replace

import numpy as np

from spreadwell.methods.effects.cells import after
from spreadwell.methods.effects.checks import Setting
from spreadwell.methods.effects.estimate import Estimate
from spreadwell.methods.effects.imputation import jackknife_covariance
from spreadwell.methods.effects.intervals import t_interval
from spreadwell.methods.effects.panel import Floats, Panel, base_weights
from spreadwell.methods.effects.prepared import prepare
from spreadwell.methods.effects.question import EffectQuestion


@dataclass(frozen=True, slots=True)
class StratumEffect:
    """The effect in one stratum, and how far it lies from the stratum compared with."""

    stratum: str
    result: Estimate
    difference: Estimate | None


@dataclass(frozen=True, slots=True)
class Equity:
    """Effects by stratum; `reference` is the stratum that the others are set beside."""

    reference: str
    strata: tuple[StratumEffect, ...]


def equity(panels: dict[str, Panel], question: EffectQuestion, reference: str) -> Equity:
    """Effects of the same innovation in strata, each a panel over the same sites and periods.

    A stratum is weighed by its own people. ValueError names a stratum that cannot be estimated.
    """
    if reference not in panels:
        raise ValueError(f"There is no stratum “{reference}”; there are {', '.join(panels)}.")
    found: dict[str, tuple[Setting, float, dict[str, float]]] = {}
    for name, panel in panels.items():
        case = prepare(panel, replace(question, design="imputation"))
        setting = replace(case.setting, w=base_weights(case.used, question.weights))
        live = after(setting.start, setting.periods, setting.span)[None]
        values, _, left, _ = setting.estimates(live)
        if not np.isfinite(values[0]):
            raise ValueError(f"No effect can be estimated in the stratum {name}.")
        groups = dict(zip(case.used.group_names, left[:, 0].tolist(), strict=True))
        found[name] = (setting, float(values[0]), groups)
    _, base, base_left = found[reference]
    made = []
    for name, (setting, value, left_out) in found.items():
        own = np.array(list(left_out.values()))
        result = _interval(value, own, setting.df, setting.level)
        difference = None
        if name != reference:
            df = min(setting.df, found[reference][0].df)
            gap = _gaps(left_out, base_left, value, base)
            difference = _interval(value - base, gap, df, setting.level)
        made.append(StratumEffect(name, result, difference))
    return Equity(reference, tuple(made))


def _gaps(own: dict[str, float], other: dict[str, float], value: float, base: float) -> Floats:
    """Differences without each group; one that a stratum lacks leaves its estimate as it is."""
    names = sorted(own.keys() | other.keys())
    return np.array([own.get(name, value) - other.get(name, base) for name in names])


def _interval(value: float, left: Floats, df: float, level: float) -> Estimate:
    variance = float(jackknife_covariance(left[:, None])[0, 0])
    return t_interval(value, float(np.sqrt(variance)), df, level)
