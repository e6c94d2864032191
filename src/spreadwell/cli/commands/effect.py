"""`spreadwell effect`: what an innovation changed at the sites that adopted it."""

import argparse
from pathlib import Path
from typing import Any, Final

import numpy as np

from spreadwell import __version__
from spreadwell.cli.arguments import number, positive, whole
from spreadwell.cli.effect_result import Provenance, event_picture, output_of
from spreadwell.cli.evaluating import (
    command_of,
    counts_of,
    notes_of,
    strata_of,
    until_stopped,
)
from spreadwell.cli.messages import InputProblem, UsageProblem, print_json, say, say_notes
from spreadwell.cli.pictures import write_pictures
from spreadwell.cli.sources import add_readings_arguments, input_file, readings_of, whole_only
from spreadwell.formats.problems import FileProblem, RowProblem
from spreadwell.formats.readings import Readings
from spreadwell.formats.starts import Starts, read_starts
from spreadwell.methods.effects.full import evaluate_in_full
from spreadwell.methods.effects.panel import Panel, build_panel
from spreadwell.methods.effects.question import (
    BASES,
    COMPARISONS,
    DESIGNS,
    IMPROVEMENTS,
    EffectQuestion,
)
from spreadwell.methods.effects.results import EffectResult
from spreadwell.methods.effects.strata import equity

NAME = "effect"
PRE_MEAN: Final = "pre_mean"
UNWEIGHTED: Final = "none"
HELP = "the effect of an innovation on the sites that adopted it"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Readings, starts, and everything of the question that may change the answer."""
    add_readings_arguments(parser)
    parser.add_argument("starts", type=Path, metavar="STARTS", help="site, started (blank = never)")
    add = parser.add_argument
    add("--innovation", metavar="I", help="the innovation, where STARTS holds several")
    add("--design", choices=DESIGNS, default="auto", help="auto lets the data choose")
    add(
        "--compare",
        choices=COMPARISONS,
        default="notyet",
        help="sites that never adopt only, or those that have not adopted yet too",
    )
    add(
        "--base",
        choices=BASES,
        default="varying",
        help="what the check holds periods before a start against: the one before each, or the "
        "one before the start",
    )
    add(
        "--weights",
        metavar="COLUMN",
        help="pre_mean (mean denominator before adoption; the default where there is one), none, "
        "or a column of STARTS with a weight a site",
    )
    add(
        "--cluster",
        metavar="COLUMN",
        help="a column of STARTS that names the group in which adoption was decided",
    )
    add(
        "--window",
        type=whole,
        default=0,
        metavar="N",
        help="periods from the start that count neither before nor after",
    )
    add(
        "--donut",
        type=whole,
        metavar="N",
        help="leave out N periods before the start; 0 forbids it; unless given, 3 are left out "
        "where they were unusual",
    )
    add(
        "--periods-after",
        type=whole,
        metavar="N",
        help="only the first N periods after the first one",
    )
    add("--improvement", choices=IMPROVEMENTS, default="up", help="which way is better")
    add("--per", type=positive, default=1, metavar="N", help="unit: 1, 100, 1000 or 100000")
    add(
        "--smallest-worthwhile",
        type=number,
        metavar="X",
        help="the smallest change that would matter, in that unit",
    )
    add("--randomised", action="store_true", help="the order of adoption was drawn at random")
    add("--level", type=number, default=0.95, help="level of the intervals")
    add("--draws", type=positive, default=999, help="draws of the permutation test")
    add("--seed", type=whole, default=EffectQuestion().seed, help="seed of the draws")
    add("--equity", metavar="COLUMN", help="a column of strata: the effect in each, and the gaps")
    add("--negative-control", metavar="M", help="a measure that the innovation should not touch")
    add("--svg", type=Path, metavar="FILE", help="write the picture by time since the start")


def run(options: argparse.Namespace) -> int:
    """Estimate, print the sentence or the JSON, and draw where asked."""
    question = _question(options)
    everyone, measure = readings_of(options)
    readings, left_out = whole_only(everyone, options.readings.name)
    starts = _starts(options)
    readings, after_stop = until_stopped(readings, starts)
    panel = _panel(options, readings, starts)
    parts = strata_of(everyone, options.equity, options.readings.name) if options.equity else {}
    try:
        control = _control(options, starts)
        result: EffectResult = evaluate_in_full(panel, question, control=control)
        panels = {name: _panel(options, part, starts) for name, part in parts.items()}
        by_stratum = equity(panels, question, min(panels)) if panels else None
    except ValueError as error:
        raise InputProblem(str(error)) from None
    notes = [
        *readings.notes,
        *left_out,
        *starts.notes,
        *after_stop,
        *notes_of(panel, starts, readings),
        *result.notes,
    ]
    say_notes(notes)
    output = output_of(
        result,
        question=_asked(options, question, panel),
        sites=counts_of(panel, result, options.cluster),
        notes=notes,
        provenance=Provenance(
            spreadwell_version=__version__,
            numpy_version=result.numpy_version,
            inputs=[input_file(options.readings), input_file(options.starts)],
            fingerprint=result.fingerprint,
            measure=measure,
            first_period=result.first_period,
            last_period=result.last_period,
            periods_joined=result.periods_joined,
            command=command_of(options, measure),
        ),
        by_stratum=by_stratum,
    )
    if options.svg:
        picture = event_picture(result, title=f"{measure}: before and after the start")
        for path in write_pictures([(measure, picture)], options.svg):
            say(f"Wrote {path}.")
    if options.json:
        print_json(output)
    else:
        print("\n".join(output.sentences))
    return 0


def _control(options: argparse.Namespace, starts: Starts) -> Panel | None:
    """The panel of the measure that should not change, where one is named."""
    if options.negative_control is None:
        return None
    asked = argparse.Namespace(**vars(options) | {"measure": options.negative_control})
    readings, _ = readings_of(asked)
    readings, _ = whole_only(readings, options.readings.name)
    return _panel(options, readings, starts)


def _question(options: argparse.Namespace) -> EffectQuestion:
    try:
        return EffectQuestion(
            design=options.design,
            compare=options.compare,
            base=options.base,
            weights="sites" if options.weights == UNWEIGHTED else "patients",
            window=options.window,
            donut=options.donut,
            periods_after=options.periods_after,
            level=options.level,
            draws=options.draws,
            seed=options.seed,
            per=options.per,
            improvement=options.improvement,
            smallest_worthwhile=options.smallest_worthwhile,
            randomised=options.randomised,
            group_words=f"{options.cluster} groups" if options.cluster else "sites",
        )
    except ValueError as error:
        raise UsageProblem(str(error)) from None


def _asked(options: argparse.Namespace, question: EffectQuestion, panel: Panel) -> dict[str, Any]:
    """The question in the words of the options, with what was chosen where none was given."""
    chosen = options.weights
    if chosen is None or (chosen == PRE_MEAN and panel.denominator is None):
        chosen = UNWEIGHTED if panel.denominator is None else PRE_MEAN
    return question.to_dict() | {
        "innovation": options.innovation,
        "weights": chosen,
        "cluster": options.cluster,
    }


def _starts(options: argparse.Namespace) -> Starts:
    starts = read_starts(options.starts)
    named = sorted({name for name in starts.innovation if name})
    if options.innovation is None:
        if len(named) > 1:
            raise UsageProblem(
                f"{options.starts.name} holds several innovations ({', '.join(named[:20])}); "
                "choose one with --innovation."
            )
        return starts
    if options.innovation not in named:
        raise UsageProblem(
            f"{options.starts.name} has no innovation “{options.innovation}”; "
            f"it holds {', '.join(named[:20]) or 'none'}."
        )
    return starts.of_innovation(options.innovation)


def _panel(options: argparse.Namespace, readings: Readings, starts: Starts) -> Panel:
    adoption = starts.adoption(readings.kind)
    unknown = [site for site in readings.sites if site not in adoption]
    if unknown:
        problems = [
            RowProblem(
                int(readings.rows[readings.site.codes == readings.site.labels.index(site)][0]),
                "site",
                f"“{site}” has no row in {starts.name}; give it one, with a blank start if it "
                "does not use the innovation",
                site,
            )
            for site in unknown
        ]
        raise FileProblem(options.readings.name, problems)
    pairs = np.isfinite(readings.numerator)
    if pairs.any() and not pairs.all():
        row = int(readings.rows[np.flatnonzero(~pairs)[0]])
        message = "other readings of this measure have numerator and denominator"
        raise FileProblem(options.readings.name, [RowProblem(row, "value", message)])
    weights = None
    if options.weights not in (None, PRE_MEAN, UNWEIGHTED):
        weights = starts.numbers(options.weights)
    counted = bool(pairs.any())
    try:
        return build_panel(
            sites=[readings.site.labels[code] for code in readings.site.codes],
            periods=readings.period,
            kind=readings.kind,
            starts=adoption,
            numerators=readings.numerator if counted else None,
            denominators=readings.denominator if counted else None,
            values=None if counted else readings.value,
            weights=weights,
            groups=starts.labels(options.cluster) if options.cluster else None,
        )
    except ValueError as error:
        raise InputProblem(str(error)) from None
