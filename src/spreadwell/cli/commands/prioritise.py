"""`spreadwell prioritise`: many scorers to a shortlist, and how sure it is."""

import argparse
from pathlib import Path
from typing import Any

import numpy as np

from spreadwell import __version__
from spreadwell.cli.arguments import positive, whole
from spreadwell.cli.messages import InputProblem, UsageProblem, print_json, say, say_notes
from spreadwell.cli.pictures import write_pictures
from spreadwell.cli.priorities.assembling import opportunities_of
from spreadwell.cli.priorities.choosing import choose
from spreadwell.cli.priorities.pictures import pictures_of
from spreadwell.cli.priorities.result import PrioritiesOutput, Search, WeightsOut
from spreadwell.cli.priorities.ruling import baseline_of, budgets_of, rules_of
from spreadwell.cli.priorities.sides import sides_of
from spreadwell.cli.priorities.weighing import weights_of
from spreadwell.cli.priorities.yaml_files import read_yaml
from spreadwell.cli.sources import input_file
from spreadwell.formats.scores import Scores, read_costs, read_scores
from spreadwell.methods.priorities import Panel, panel_scores, rank_acceptability
from spreadwell.methods.priorities.acceptability import DRAWS, SEED
from spreadwell.methods.priorities.discuss import worth_discussing

NAME = "prioritise"
HELP = "scores of many people to a shortlist, with how sure each place is"
MOST_DRAWS = 1_000_000
"""More take minutes, and move no share by a thousandth."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The scores, what weights are plausible, and what a portfolio must keep."""
    add = parser.add_argument
    add("scores", type=Path, metavar="SCORES",
        help="opportunity, scorer, group, criterion, score (blank = don't know)")  # fmt: skip
    add("--weights", metavar="FILE", help="one weighting, an order or statements (YAML or CSV)")
    add("--criteria", type=Path, metavar="FILE", help="criterion, side (powerful or possible)")
    add("--scale", metavar="LOW,HIGH", help="the ends of a score; 1,5 unless given")
    add("--costs", type=Path, metavar="FILE", help="opportunity, cost, further columns")
    add("--budget", action="append", metavar="B", help="500, or COLUMN=500,COLUMN=20")
    add("--rules", type=Path, metavar="FILE", help="rules of a portfolio (YAML)")
    add("--exact", action="store_true", help="list every portfolio that no other dominates")
    add("--one-voice", action="store_true", help="count scorers alike, whatever their group")
    add("--seed", type=whole, default=SEED, help="seed of the draws")
    add("--draws", type=positive, default=DRAWS, help="draws of weights and scores")
    add("--svg", type=Path, metavar="FOLDER", help="write the pictures into a folder")
    add("--json", action="store_true", help="write the result as JSON to stdout")


def run(options: argparse.Namespace) -> int:
    """Rank, propose, and print the sentences or the JSON."""
    if options.draws > MOST_DRAWS:
        raise UsageProblem(f"--draws takes at most {MOST_DRAWS:,}.")
    output = _output(options)
    say_notes(output.notes)
    if options.svg:
        scale = (output.scale[0], output.scale[1])
        folder = options.svg if options.svg.suffix == "" else options.svg.with_suffix("")
        for path in write_pictures(pictures_of(output.opportunities, scale), folder):
            say(f"Wrote {path}.")
    if options.json:
        print_json(output)
    else:
        print("\n".join(output.sentences))
    return 0


def _output(options: argparse.Namespace) -> PrioritiesOutput:
    scores = read_scores(options.scores, scale=_scale(options.scale))
    names = scores.opportunities
    if len(names) < 2:
        raise InputProblem(f"{scores.name}: there is only “{names[0]}”, so nothing to choose.")
    sides = sides_of(scores.criteria, options.criteria)
    weights, notes = weights_of(options.weights, scores.criteria)
    panel, more = _panel(scores, equal_voice=not options.one_voice)
    notes = [*scores.notes, *more, *notes]
    content = read_yaml(options.rules) if options.rules else None
    rules_name = options.rules.name if options.rules else "--rules"
    baseline = baseline_of(content, rules_name)
    middle = weights.middle()
    costs = read_costs(options.costs, names) if options.costs else None
    rules = rules_of(
        content,
        name=rules_name,
        names=names,
        costs=costs,
        budgets=budgets_of(options.budget),
        central=panel.mean @ middle - baseline,
    )
    if not rules:
        said = "a budget" if costs is None else "--budget"
        notes.append(f"Nothing limits the choice, so all are in; give {said} or --rules.")
    ranks = rank_acceptability(panel, 1, weights=weights, draws=options.draws, seed=options.seed)
    chosen = choose(
        names, panel, weights, rules,
        baseline=baseline, exact=options.exact, draws=options.draws, seed=options.seed,
    )  # fmt: skip
    talk = worth_discussing(panel, middle, rules, baseline=baseline)
    every = chosen.every
    if every is not None and not every.complete:
        notes.append(
            "The search of all portfolios was capped and stopped early: some may be missing."
        )
    listed = (
        None
        if every is None
        else [[names[i] for i in np.flatnonzero(one)] for one in every.portfolios]
    )
    found = chosen.best.found
    return PrioritiesOutput(
        spreadwell_version=__version__,
        inputs=[
            input_file(one)
            for one in (options.scores, options.costs, options.rules, options.criteria)
            if one
        ],
        notes=notes,
        opportunities=opportunities_of(scores, sides, panel, middle, ranks, chosen, talk),
        portfolio=[names[i] for i in np.flatnonzero(chosen.best.chosen)],
        portfolios=listed,
        equity_price=chosen.price.price if chosen.price else None,
        conflicts=chosen.conflicts,
        seed=options.seed,
        draws=options.draws,
        scale=list(scores.scale),
        criteria=dict(zip(scores.criteria, sides, strict=True)),
        weights=WeightsOut(
            kind=weights.kind,
            middle={one: float(w) for one, w in zip(scores.criteria, middle, strict=True)},
        ),
        search=Search(
            exact=options.exact,
            complete=every is None or every.complete,
            core_index_from="portfolios" if every is not None else "draws",
            draws=chosen.core.draws,
            value=chosen.best.value if found else None,
            gap=chosen.best.gap if found else None,
        ),
        sentences=_sentences(chosen.sentences, found, names, chosen.best.chosen),
    )


def _sentences(
    said: list[str], found: bool, names: tuple[str, ...], chosen: np.ndarray
) -> list[str]:
    if not found:
        return said
    listed = ", ".join(names[i] for i in np.flatnonzero(chosen))
    return [f"Proposed: {listed}.", *said]


def _panel(scores: Scores, *, equal_voice: bool) -> tuple[Panel, list[str]]:
    """What the panel says, and notes on what it rests on."""
    panel = panel_scores(
        scores.scores,
        scores.groups,
        equal_voice=equal_voice,
        scale=scores.scale,
        lone_sd=0.0,
        shrink=True,
    )
    if not (panel.known > 1).any():
        return panel, ["Each score was given by one person, so it was taken as sure."]
    lone = int((panel.known == 1).sum())
    said = "1 cell was" if lone == 1 else f"{lone} cells were"
    return panel, [f"{said} scored by one person only."] if lone else []


def _scale(given: str | None) -> tuple[float, float] | None:
    if given is None:
        return None
    parts: list[Any] = given.split(",")
    try:
        low, high = (float(part) for part in parts)
    except ValueError:
        raise UsageProblem(f"--scale is “{given}”; write the ends, such as 1,5.") from None
    if not (-1e15 < low < high < 1e15):
        raise UsageProblem(f"--scale is “{given}”; the low end comes first.")
    return low, high
