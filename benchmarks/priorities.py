"""How fast priorities are: ranks, portfolios and regret, beside pymcdm where it does the same.

    python -m benchmarks.priorities [--peer]

Prints a JSON line each: rank acceptability of 200 opportunities × 8 criteria × 30 scorers under
100,000 weightings; a portfolio of 200 projects, its core index, and one of 60 as a live page asks
for; the least regret over 64 weightings. --peer times pymcdm's weighted sums and ranks for the same
weightings, one at a time as it takes them, scaled from a thousand.
"""

import argparse
import json
import time
from collections.abc import Callable

import numpy as np

from spreadwell.methods.priorities import (
    any_weights,
    best_portfolio,
    budget,
    ceiling,
    core_index,
    draw_values,
    floor,
    panel_scores,
    rank_acceptability,
)
from spreadwell.methods.priorities.regret import least_regret

DRAWS, OPPORTUNITIES, CRITERIA, SCORERS = 100_000, 200, 8, 30
PEER_DRAWS = 1_000
WEIGHTINGS = 64


def timed(work: Callable[[], object], times: int = 3) -> float:
    """Seconds of processor time of the fastest of a few runs."""
    found = []
    for _ in range(times):
        begun = time.process_time()
        work()
        found.append(time.process_time() - begun)
    return round(min(found), 3)


def rules_of(random: np.random.Generator, n: int) -> list:
    """A budget, a floor and a ceiling of two missions."""
    costs, mission = random.integers(10, 200, n).astype(float), random.integers(0, 3, n)
    return [
        budget("cost", costs, costs.sum() / 4),
        floor("one mission", mission == 0, n // 12),
        ceiling("another", mission == 1, n // 8),
    ]


def peer(mean: np.ndarray, weights: np.ndarray) -> object:
    """Weighted sums and ranks of each weighting by pymcdm."""
    from pymcdm.helpers import rrankdata
    from pymcdm.methods import WSM

    kinds = np.ones(mean.shape[1])
    return [rrankdata(WSM()(mean, w, kinds)) for w in weights]


def main() -> None:
    """Measure each, and the peer where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peer", action="store_true", help="time pymcdm too")
    chosen = parser.parse_args()
    random = np.random.default_rng(1)
    scores = random.integers(1, 6, (OPPORTUNITIES, CRITERIA, SCORERS)).astype(float)
    groups = ["abc"[i % 3] for i in range(SCORERS)]
    panel = panel_scores(scores, groups)

    def ranks() -> object:
        return rank_acceptability(panel_scores(scores, groups), 12, draws=DRAWS)

    line: dict[str, object] = {"draws": DRAWS, "opportunities": OPPORTUNITIES}
    line["ranks_s"] = timed(ranks)
    if chosen.peer:
        weights = any_weights(CRITERIA).draw(PEER_DRAWS, random)
        line["peer_s"] = round(timed(lambda: peer(panel.mean, weights)) * DRAWS / PEER_DRAWS, 1)
        line["times_faster"] = round(line["peer_s"] / line["ranks_s"])
    print(json.dumps(line), flush=True)
    for n in (60, OPPORTUNITIES):
        rules = rules_of(random, n)
        values = random.uniform(1, 5, n)
        some = panel_scores(scores[:n], groups)
        drawn = draw_values(some, any_weights(CRITERIA).draw(100, random), random)
        best = best_portfolio(values, rules)
        line = {
            "projects": n,
            "portfolio_s": timed(lambda v=values, r=rules: best_portfolio(v, r)),
            "gap": best.gap,
            "core_index_of_100_draws_s": timed(lambda d=drawn, r=rules: core_index(d, r)),
        }
        print(json.dumps(line), flush=True)
    worth = any_weights(CRITERIA).draw(WEIGHTINGS, random) @ random.uniform(
        1, 5, (CRITERIA, OPPORTUNITIES)
    )
    begun = time.process_time()
    found = least_regret(worth, rules)
    line = {"weightings": WEIGHTINGS, "regret_s": round(time.process_time() - begun, 2)}
    print(json.dumps(line | {"largest": round(found.largest, 3)}), flush=True)


if __name__ == "__main__":
    main()
