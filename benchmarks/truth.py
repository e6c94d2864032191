"""Does the engine tell the truth? Simulated panels whose answer is known.

    python -m benchmarks.truth [--runs 400] [--scenario NAME]… [--table FILE] [--medicaid N]

Binomial readings on a logit scale: site levels, season, a common random walk, AR(1) shocks; as a
rule 14 of 45 sites adopt over 16 of 36 months. Prints one line a scenario: the share of runs that
earn A or B, how often the headline's range and its band hold the truth, the size of the shuffled
dates and of looking every month, and beside them the ranges that other programs would have given.
--medicaid deals the starting years of the Medicaid example out to other counties N times instead.
"""

import argparse
import json
import time
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

import spreadwell
from spreadwell.formats.periods import PeriodKind
from spreadwell.formats.readings import read_readings
from spreadwell.formats.starts import read_starts
from spreadwell.methods.effects.evaluate import evaluate
from spreadwell.methods.effects.intervals import always_valid
from spreadwell.methods.effects.others import library_errors
from spreadwell.methods.effects.panel import NEVER, Panel, build_panel
from spreadwell.methods.effects.prepared import prepare
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
    by_level: bool = False
    bend: float = 0.0
    definition_change: float = 0.0
    closing: float = 0.0
    late: float = 0.0
    missing_months: int = 0

    @property
    def may_earn_b(self) -> bool:
        """Whether there is an effect to be found and nothing that imitates one."""
        imitated = self.drift != 0 or self.bend != 0 or self.after_bad_month
        return self.effect != 0 and not imitated


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
    Truth("no effect, low sites adopt", by_level=True),
    Truth("no effect, 6 of 40 sites", sites=40, adopters=6),
    Truth("no effect, 4 of 25 sites", sites=25, adopters=4),
    Truth("no effect, a drift that begins in month 12", bend=0.004),
    Truth("no effect, the definition changes at a third of sites", definition_change=0.15),
    Truth("no effect, one site in ten closes", closing=0.1),
    Truth("no effect, the last two months are recorded late", late=0.1),
    Truth("no effect, two months missing everywhere", missing_months=2),
    Truth("+2.7 in 100, 6 of 40 sites", effect=0.13, sites=40, adopters=6),
    Truth("+2.7 in 100, low sites adopt", effect=0.13, by_level=True),
    Truth("+2.7 in 100, one site in ten closes", effect=0.13, closing=0.1),
)
PERIODS = 36
HEADINGS = {
    "scenario": "truth",
    "a_or_b": "earns A or B",
    "headline_excludes_zero": "headline excludes no change",
    "permutation": "shuffled dates under 0.05",
    "dip_flag": "bad spell flagged",
    "alarm_over_looks": "any alarm over monthly looks",
    "coverage": "headline holds the truth",
    "band": "band holds the truth at all times",
    "callaway_santanna_coverage": "Callaway–Sant'Anna holds it",
    "library_coverage": "a library's imputation holds it",
}
INTRODUCTION = """# How often effects tell the truth

Simulated panels whose answer is known: binomial readings on a logit scale with site levels,
season, a common random walk and shocks that linger. Unless the row says otherwise 14 of 45 sites
start, at dates spread over 16 of 36 months, with 1,000 to 2,500 people counted at each. {runs}
runs a row, each number in 100 runs. Written by `python -m benchmarks.truth --runs {runs} --table
docs/reference/truth.md`.

- *Earns A or B* should be at most 5 wherever nothing changed, whatever imitates a change (a bad
  month, a drift), and is the power to say “probably caused by it” where something did.
- *Headline holds the truth* should be 92.5 to 98 wherever the design's assumption holds. Rows with
  a drift, a bad month or spillover break it on purpose: the headline alone is fooled there, and
  the grade is what must not be. Where effects differ from site to site the range is meant for
  sites like these, not for these very ones, and so holds the mean of these more often.
- *Band holds the truth at all times* should be at least 90. A dash says that months were joined to
  quarters, because few sites started.
- *Any alarm over monthly looks* is the range that allows for looking each month, from month 20 on.
- The last two columns are what others would have printed: Callaway and Sant'Anna's analytic range
  with their usual base period, and an imputation with the standard error that a library gives by
  default.
"""


@dataclass(frozen=True)
class World:
    """A panel, the true mean effect on its live cells and by time since the start, in 100."""

    panel: Panel
    mean: float
    by_event: dict[int, float]


def simulate(truth: Truth, seed: int, periods: int = PERIODS) -> tuple[Panel, float]:
    """A panel and the true mean effect on its live cells, patient-weighted, in 100."""
    world = simulate_world(truth, seed, periods)
    return world.panel, world.mean


def simulate_world(truth: Truth, seed: int, periods: int = PERIODS) -> World:
    """A panel with everything that is true of it."""
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
    begins = random.integers(first, last, truth.adopters)
    if truth.by_level:
        chosen = np.argsort(level + 0.2 * random.standard_normal(n))[: truth.adopters]
    start[chosen] = begins
    if truth.after_bad_month:
        for i in chosen:
            worst = first - 1 + int(shocks[i, first - 1 : last - 1].argmin())
            start[i] = worst + 1
    ever = start < periods
    event = t - start[:, None]
    ramp = np.clip((event + 1) / 6, 0, 1) * (event >= 0)
    own = truth.effect + truth.heterogeneity * random.standard_normal(n)
    base = level[:, None] + season + walk + shocks + truth.drift * t * ever[:, None]
    base = base + truth.bend * np.maximum(t - 12, 0) * ever[:, None]
    if truth.definition_change:
        base = base + truth.definition_change * (random.random(n) < 1 / 3)[:, None] * (t >= 20)
    spill = truth.spillover * truth.effect * ((t >= start[ever].min()) & ~ever[:, None])
    live = ramp * own[:, None] * ever[:, None]
    p0, p1 = (1 / (1 + np.exp(-x)) for x in (base + spill, base + spill + live))
    people = np.round(random.uniform(*truth.denominators, n))[:, None] * np.ones(periods)
    outcome = random.binomial(people.astype(int), p1) / people
    if truth.missing:
        outcome[random.random(outcome.shape) < truth.missing] = np.nan
    if truth.missing_months:
        outcome[:, random.choice(periods, truth.missing_months, replace=False)] = np.nan
    if truth.late:
        outcome[:, -2:] *= 1 - truth.late * np.array([0.5, 1.0])
    if truth.closing:
        shut = random.random(n) < truth.closing
        outcome[shut[:, None] & (t >= random.integers(24, periods, n)[:, None])] = np.nan
    w = people[:, :1]
    gain = 100 * (p1 - p0)
    seen = ~np.isnan(outcome)

    def mean(cells: np.ndarray) -> float:
        counted = cells & seen
        return float((gain * counted * w).sum() / max((counted * w).sum(), 1e-12))

    panel = Panel(
        sites=tuple(f"S{i:03}" for i in range(n)), kind=PeriodKind.MONTH, first=2022 * 12,
        outcome=outcome, denominator=np.where(np.isnan(outcome), np.nan, people), start=start,
        weight=None, group=np.arange(n), group_names=tuple(f"S{i:03}" for i in range(n)),
    )  # fmt: skip
    longest = periods - int(start.min())
    by_event = {e: mean(event == e) for e in range(longest)}
    return World(panel, mean(event >= 0), by_event)


def holds(found: object, true: float) -> bool:
    """Whether an estimate's range holds the truth; no range holds nothing."""
    low, high = found.lower, found.upper  # type: ignore[attr-defined]
    return low is not None and low <= true <= high


def any_alarm(panel: Panel, question: EffectQuestion) -> bool:
    """Whether an always-valid range excludes zero at any monthly look from month 20."""
    for months in range(20, panel.shape[1] + 1):
        seen = replace(
            panel,
            outcome=panel.outcome[:, :months],
            denominator=None if panel.denominator is None else panel.denominator[:, :months],
            start=np.where(panel.start >= months, NEVER, panel.start),
        )
        if not seen.ever.any():
            continue
        case = prepare(seen, replace(question, design="imputation"))
        valid = always_valid(case.setting.headline(), 0.1 * 100 * case.baseline)
        if valid is not None and (valid.lower > 0 or valid.upper < 0):
            return True
    return False


def run(truth: Truth, runs: int, draws: int = 199) -> dict[str, float | str]:
    """Shares in 100 over the runs."""
    names = (
        "a_or_b", "headline_excludes_zero", "coverage", "band", "permutation", "dip_flag",
        "alarm_over_looks", "callaway_santanna_coverage", "library_coverage",
    )  # fmt: skip
    counts = dict.fromkeys(names, 0)
    banded = 0
    for seed in range(runs):
        world = simulate_world(truth, seed)
        question = EffectQuestion(seed=seed, draws=draws, per=100)
        result = evaluate(world.panel, question)
        first = result.unswitched or result.headline
        counts["a_or_b"] += result.grade.letter in "AB"
        counts["headline_excludes_zero"] += first.excludes_zero
        counts["permutation"] += result.permutation_p is not None and result.permutation_p < 0.05
        counts["dip_flag"] += result.dip is not None and result.dip.flagged
        counts["alarm_over_looks"] += any_alarm(world.panel, question)
        counts["coverage"] += holds(first, world.mean)
        study = result.event_study
        if study is not None and study.periods_per_step == 1:
            banded += 1
            pairs = zip(study.event_times, study.lower, study.upper, strict=True)
            counts["band"] += all(
                low <= world.by_event.get(time, 0.0) <= high for time, low, high in pairs
            )
        if result.check is not None:
            counts["callaway_santanna_coverage"] += holds(result.check.same_cells, world.mean)
        s = prepare(world.panel, replace(question, design="imputation")).setting
        (library, *_) = library_errors(s.y, s.start, s.w, s.group, s.span, s.per, s.level)
        counts["library_coverage"] += holds(library.result, world.mean)
    share: dict[str, float | str] = {
        name: round(100 * count / runs, 1) for name, count in counts.items()
    }
    # Months joined to quarters have no monthly band to hold against the truth.
    share["band"] = round(100 * counts["band"] / banded, 1) if banded else "–"
    return {"scenario": truth.name, "runs": runs, **share}


def relabelled(runs: int) -> dict[str, float | str]:
    """False alarms of the headline when real readings get starts dealt out by lot, in 100."""
    folder = Path(spreadwell.__file__).parent / "definitions" / "example" / "real"
    readings = read_readings(folder / "medicaid_readings.csv.gz")
    starts = read_starts(folder / "medicaid_starts.csv.gz")
    panel = build_panel(
        sites=[readings.site.at(row) for row in range(len(readings))],
        periods=readings.period,
        kind=readings.kind,
        starts=starts.adoption(readings.kind),
        numerators=readings.numerator,
        denominators=readings.denominator,
        weights=starts.numbers("population_2013"),
    )
    random = np.random.default_rng(1)
    alarms = 0
    for _ in range(runs):
        dealt = replace(panel, start=random.permutation(panel.start))
        case = prepare(dealt, EffectQuestion(design="imputation", per=100_000))
        alarms += case.setting.headline().excludes_zero
    return {"scenario": "Medicaid, starts by lot", "runs": runs, "alarms": 100 * alarms / runs}


def page(rows: list[dict[str, float | str]]) -> str:
    """The results as a page of the reference, in Markdown."""
    lines = [list(HEADINGS.values()), ["---"] * len(HEADINGS)]
    lines += [[str(row[name]) for name in HEADINGS] for row in rows]
    made = "\n".join("| " + " | ".join(line) + " |" for line in lines)
    return INTRODUCTION.format(runs=rows[0]["runs"]) + "\n" + made + "\n"


def main() -> None:
    """Run the chosen scenarios and print a JSON line each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=400)
    parser.add_argument("--scenario", action="append")
    parser.add_argument("--table", type=Path, help="write the results as a page too")
    parser.add_argument("--medicaid", type=int, metavar="N")
    chosen = parser.parse_args()
    if chosen.medicaid:
        print(json.dumps(relabelled(chosen.medicaid)), flush=True)
        return
    rows = []
    for truth in SCENARIOS:
        if chosen.scenario and truth.name not in chosen.scenario:
            continue
        begun = time.perf_counter()
        found = run(truth, chosen.runs)
        found["seconds"] = round(time.perf_counter() - begun, 1)
        print(json.dumps(found), flush=True)
        rows.append(found)
    if chosen.table and rows:
        chosen.table.write_text(page(rows), encoding="utf-8")


if __name__ == "__main__":
    main()
