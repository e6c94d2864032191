"""`spreadwell pool`: effects of several sites together, with the range for a next one."""

import argparse
from pathlib import Path

from spreadwell import __version__
from spreadwell.cli.arguments import number
from spreadwell.cli.messages import InputProblem, UsageProblem, print_json, say_notes
from spreadwell.cli.pool_result import (
    PoolOutput,
    heterogeneity_of,
    moderators_of,
    pair,
    sentences_of,
    shrunken_of,
)
from spreadwell.cli.sources import input_file
from spreadwell.formats.effects import read_effects
from spreadwell.methods.effects.pooling import pool

NAME = "pool"
HELP = "effects of several sites pooled, with the range for a next site"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The effects, what may moderate them, and the level."""
    parser.add_argument(
        "effects", type=Path, metavar="EFFECTS", help="site, estimate, se, further columns"
    )
    parser.add_argument(
        "--moderators", metavar="A,B", help="further columns, of numbers or of words"
    )
    parser.add_argument("--level", type=number, default=0.95, help="level of the intervals")
    parser.add_argument("--json", action="store_true", help="write the result as JSON to stdout")


def run(options: argparse.Namespace) -> int:
    """Pool, and print the sentences or the JSON."""
    if not 0.5 < options.level < 1:
        raise UsageProblem(f"--level is {options.level}; it must lie between 0.5 and 1.")
    effects = read_effects(options.effects)
    wanted = [part.strip() for part in (options.moderators or "").split(",") if part.strip()]
    variances = effects.se**2
    try:
        if wanted:
            names, columns = effects.moderators(wanted)
            found = pool(effects.estimate, variances, columns, level=options.level)
            plain = pool(effects.estimate, variances, level=options.level)
        else:
            names, plain = (), None
            found = pool(effects.estimate, variances, level=options.level)
    except ValueError as error:
        raise InputProblem(str(error)) from None
    moderators = moderators_of(names, found)
    notes = list(effects.table.notes)
    say_notes(notes)
    output = PoolOutput(
        spreadwell_version=__version__,
        inputs=[input_file(options.effects)],
        notes=notes,
        sites=len(effects),
        estimate=float(found.coefficients[0]),
        se=float(found.se[0]),
        low=float(found.lower[0]),
        high=float(found.upper[0]),
        df=found.df,
        tau2=found.tau2,
        i2=found.i2,
        q=found.q_e,
        prediction=pair(found.prediction_lower, found.prediction_upper),
        heterogeneity=heterogeneity_of(found, plain),
        shrunken=shrunken_of(effects, found, options.level),
        moderators=moderators,
        sentences=sentences_of(found, len(effects), moderators),
    )
    if options.json:
        print_json(output)
    else:
        print("\n".join(output.sentences))
    return 0
