"""Does the engine tell the truth? Simulated panels whose answer is known.

    python benchmarks/truth.py [--runs 400] [--scenario NAME]…

Binomial readings on a logit scale: site levels, season, a common random walk, AR(1) shocks;
14 of 45 sites adopt over 16 of 36 months. Prints one line a scenario with the share of runs that
earn A or B, coverage of the headline interval and size of the permutation.
"""

import argparse
import json
import time
from dataclasses import dataclass

import numpy as np

from spreadwell.formats.periods import PeriodKind
from spreadwell.methods.effects.evaluate import evaluate
from spreadwell.methods.effects.panel import NEVER, Panel
from spreadwell.methods.effects.results import EffectQuestion


@dataclass(frozen=True)
class Truth:
    """A world: `effect` on the logit scale after the ramp, `drift` of adopters a month."""

    name: str
    effect: float = 0.0
    drift: float = 0.0
    after_bad_month: bool = False
    heterogeneity: float = 0.0
    denominators: tuple[int, int] = (1000, 2500)
    sites: int = 45
    adopters: int = 14
    missing: float = 0.0
    spillover: float = 0.0

    @property
    def may_earn_b(self) -> bool:
        """Whether there is an effect to be found and nothing that imitates one."""
        return self.effect != 0 and self.drift == 0 and not self.after_bad_month


SCENARIOS = (
    Truth("no effect"),
    Truth("adopts after a bad month", after_bad_month=True),
    Truth("drift 0.001", drift=0.001),
    Truth("drift 0.002", drift=0.002),
    Truth("drift 0.004", drift=0.004),
    Truth("+2.7 in 100", effect=0.13),
    Truth("+2.7 in 100, heterogeneous", effect=0.13, heterogeneity=0.08),
    Truth("+2.7 in 100, denominators 300 to 800", effect=0.13, denominators=(300, 800)),
    Truth("+1.7 in 100", effect=0.08),
    Truth("no effect, 10 of 25 sites", sites=25, adopters=10),
    Truth("no effect, 5 in 100 missing", missing=0.05),
    Truth("+2.7 in 100, spillover of a quarter", effect=0.13, spillover=0.25),
)
PERIODS = 36


def simulate(truth: Truth, seed: int, periods: int = PERIODS) -> tuple[Panel, float]:
    """A panel and the true mean effect on its live cells, patient-weighted, in 100."""
    random = np.random.default_rng(seed)
    n = truth.sites
    t = np.arange(periods)
    level = 0.2 + 0.35 * random.standard_normal(n)
    season = 0.06 * np.sin(2 * np.pi * t / 12)
    walk = np.cumsum(0.01 * random.standard_normal(periods))
    shocks = np.zeros((n, periods))
    state = 0.07 * random.standard_normal(n)
    for month in t:
        state = 0.4 * state + 0.07 * np.sqrt(1 - 0.16) * random.standard_normal(n)
        shocks[:, month] = state
    chosen = random.permutation(n)[: truth.adopters]
    first, last = 14, 30
    start = np.full(n, NEVER, dtype=np.int64)
    start[chosen] = random.integers(first, last, truth.adopters)
    if truth.after_bad_month:
        for i in chosen:
            worst = first - 1 + int(shocks[i, first - 1 : last - 1].argmin())
            start[i] = worst + 1
    ever = start < periods
    event = t - start[:, None]
    ramp = np.clip((event + 1) / 6, 0, 1) * (event >= 0)
    own = truth.effect + truth.heterogeneity * random.standard_normal(n)
    base = level[:, None] + season + walk + shocks + truth.drift * t * ever[:, None]
    spill = truth.spillover * truth.effect * ((t >= start[ever].min()) & ~ever[:, None])
    live = ramp * own[:, None] * ever[:, None]
    p0, p1 = (1 / (1 + np.exp(-x)) for x in (base + spill, base + spill + live))
    people = np.round(random.uniform(*truth.denominators, n))[:, None] * np.ones(periods)
    outcome = random.binomial(people.astype(int), p1) / people
    if truth.missing:
        outcome[random.random(outcome.shape) < truth.missing] = np.nan
    cells = event >= 0
    w = people[:, :1]
    true = 100 * float(((p1 - p0) * cells * w).sum() / (cells * w).sum())
    panel = Panel(
        sites=tuple(f"S{i:03}" for i in range(n)), kind=PeriodKind.MONTH, first=2022 * 12,
        outcome=outcome, denominator=np.where(np.isnan(outcome), np.nan, people), start=start,
        weight=None, group=np.arange(n), group_names=tuple(f"S{i:03}" for i in range(n)),
    )  # fmt: skip
    return panel, true


def run(truth: Truth, runs: int, draws: int = 199) -> dict[str, float | str]:
    """Shares in 100 over the runs."""
    good = covered = permuted = clear = dips = 0
    for seed in range(runs):
        panel, true = simulate(truth, seed)
        result = evaluate(panel, EffectQuestion(seed=seed, draws=draws, per=100))
        good += result.grade.letter in "AB"
        first = result.unswitched or result.headline
        covered += first.lower <= true <= first.upper
        permuted += result.permutation_p < 0.05
        clear += first.excludes_zero
        dips += result.dip is not None and result.dip.flagged
    share = {
        name: round(100 * count / runs, 1)
        for name, count in (
            ("a_or_b", good), ("headline_excludes_zero", clear), ("coverage", covered),
            ("permutation", permuted), ("dip_flag", dips),
        )
    }  # fmt: skip
    return {"scenario": truth.name, "runs": runs, **share}


def main() -> None:
    """Run the chosen scenarios and print a JSON line each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=400)
    parser.add_argument("--scenario", action="append")
    chosen = parser.parse_args()
    for truth in SCENARIOS:
        if chosen.scenario and truth.name not in chosen.scenario:
            continue
        begun = time.perf_counter()
        found = run(truth, chosen.runs)
        found["seconds"] = round(time.perf_counter() - begun, 1)
        print(json.dumps(found), flush=True)


if __name__ == "__main__":
    main()
