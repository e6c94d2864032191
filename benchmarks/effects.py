"""How fast the effects core is, beside diff-diff, the fastest peer.

    python -m benchmarks.effects [--peer] [--portfolio N] [--england N]

Prints a JSON line a size: the check with event study and 999 draws, the headline with and without
its jackknife, 999 permutations, and (with --peer) diff-diff's times and the ratios. --portfolio
times N pairs of innovation and measure at 400 × 60 with jackknife; --england takes N measures of
6,500 practices × 60 months from Parquet to an effect each, with the most memory it took.
"""

import argparse
import json
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import numpy as np

from spreadwell.methods.effects import callaway
from spreadwell.methods.effects.cells import Span, after, at_events, untreated
from spreadwell.methods.effects.imputation import impute
from spreadwell.methods.effects.intervals import sup_t
from spreadwell.methods.effects.permutation import permute_dates

SIZES = ((40, 36), (400, 60), (6500, 60))
DRAWS = 999
PRACTICES, MONTHS = 6500, 60


def best(work: Callable[[], object], times: int = 5) -> float:
    """Milliseconds of the fastest of a few runs, after one to warm up."""
    work()
    found = []
    for _ in range(times):
        begun = time.perf_counter()
        work()
        found.append(time.perf_counter() - begun)
    return round(1000 * min(found), 2)


def panel(n: int, periods: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Invented outcomes, staggered starts on a dozen dates, weights."""
    random = np.random.default_rng(1)
    y = random.standard_normal((n, periods))
    start = np.full(n, periods)
    dates = np.arange(periods // 3, periods - 6, 2)
    start[: n // 3] = random.choice(dates, n // 3)
    return y, start, random.uniform(0.5, 2, n)


def check(y: np.ndarray, start: np.ndarray, w: np.ndarray) -> object:
    """Callaway-Sant'Anna with event study, overall effect and a band from 999 draws."""
    effects = callaway.cohort_effects(y, start, w)
    events = np.arange(-8, 13)
    found = callaway.summarise(effects, callaway.event_cells(effects, events))
    overall = callaway.combine(found, ((events >= 0) / 13)[None])
    return sup_t(found.covariance, 1e6, 0.95, DRAWS, 1), overall


def headline(y: np.ndarray, start: np.ndarray, w: np.ndarray, jackknife: bool) -> object:
    """Imputation with its event study."""
    periods = y.shape[1]
    targets = np.concatenate(
        [after(start, periods, Span())[None], at_events(start, periods, np.arange(13))]
    )
    group = np.arange(len(y)) if jackknife else None
    return impute(y, untreated(start, periods), targets, w, group)


def peer(y: np.ndarray, start: np.ndarray) -> object:
    """The same check by diff-diff."""
    import pandas as pd
    from diff_diff import CallawaySantAnna

    n, periods = y.shape
    frame = pd.DataFrame(
        {
            "unit": np.repeat(np.arange(n), periods),
            "time": np.tile(np.arange(periods), n),
            "y": y.ravel(),
            "first": np.repeat(np.where(start < periods, start, 0), periods),
        }
    )
    model = CallawaySantAnna(control_group="not_yet_treated", n_bootstrap=DRAWS, seed=1)
    return lambda: model.fit(
        frame, outcome="y", unit="unit", time="time", first_treat="first", aggregate="event_study"
    )


def portfolio(pairs: int) -> dict[str, float]:
    """N effects with jackknife at 400 × 60, one after the other."""
    made = [panel(400, 60) for _ in range(4)]
    begun = time.perf_counter()
    for k in range(pairs):
        headline(*made[k % 4], True)
    return {"pairs": pairs, "portfolio_seconds": round(time.perf_counter() - begun, 2)}


def england(measures: int) -> dict[str, float]:
    """Readings of every practice from one Parquet file to an effect a measure, column by column."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "readings.parquet"
        size = f"range({PRACTICES * MONTHS * measures})"
        # Invented numbers; a third of the practices start, in turn, from month 20 on.
        duckdb.sql(
            f"""copy (select (i // {PRACTICES * MONTHS})::int as measure,
            ((i // {MONTHS}) % {PRACTICES})::int as site, (i % {MONTHS})::int as period,
            (40 + 20 * random())::int as numerator, 100 as denominator from {size} t(i))
            to '{path}'"""
        )
        start = np.full(PRACTICES, MONTHS)
        start[: PRACTICES // 3] = 20 + np.arange(PRACTICES // 3) % 30
        live = after(start, MONTHS, Span())[None]
        fit = untreated(start, MONTHS)
        begun = time.perf_counter()
        for measure in range(measures):
            columns = duckdb.sql(
                f"select site, period, numerator, denominator from '{path}' "
                f"where measure = {measure}"
            ).fetchnumpy()
            place = columns["site"] * MONTHS + columns["period"]
            y = np.full(PRACTICES * MONTHS, np.nan)
            y[place] = columns["numerator"] / columns["denominator"]
            impute(
                y.reshape(PRACTICES, MONTHS), fit, live, np.ones(PRACTICES), np.arange(PRACTICES)
            )
        seconds = time.perf_counter() - begun
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "readings": PRACTICES * MONTHS * measures,
        "effects": measures,
        "england_seconds": round(seconds, 2),
        "most_memory_mb": round(memory),
    }


def main() -> None:
    """Measure every size, and what else is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peer", action="store_true", help="time diff-diff too")
    parser.add_argument("--portfolio", type=int, metavar="N")
    parser.add_argument("--england", type=int, metavar="N")
    chosen = parser.parse_args()
    if chosen.portfolio:
        print(json.dumps(portfolio(chosen.portfolio)), flush=True)
    if chosen.england:
        print(json.dumps(england(chosen.england)), flush=True)
    for n, periods in SIZES:
        y, start, w = panel(n, periods)
        group = np.arange(n)
        line = {
            "sites": n,
            "periods": periods,
            "check_ms": best(lambda y=y, s=start, w=w: check(y, s, w)),
            "headline_ms": best(lambda y=y, s=start, w=w: headline(y, s, w, False)),
            "headline_jackknife_ms": best(lambda y=y, s=start, w=w: headline(y, s, w, True), 2),
            "permutations_ms": best(
                lambda y=y, s=start, w=w, g=group: permute_dates(y, s, w, g, Span(), DRAWS, 1), 2
            ),
        }
        if chosen.peer:
            line["peer_ms"] = best(peer(y, start), 2)
            line["times_faster"] = round(line["peer_ms"] / line["check_ms"], 1)
        print(json.dumps(line), flush=True)


if __name__ == "__main__":
    main()
