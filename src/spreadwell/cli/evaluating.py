"""What ``spreadwell effect`` says beside its numbers: counts, notes, and the command again."""

import argparse
import shlex

import numpy as np

from spreadwell.cli.effect_result import Sites
from spreadwell.cli.messages import InputProblem
from spreadwell.formats.readings import Readings
from spreadwell.formats.starts import Starts
from spreadwell.formats.tables import normal_header
from spreadwell.methods.effects.panel import Panel
from spreadwell.methods.effects.question import EffectQuestion
from spreadwell.methods.effects.results import EffectResult

MOST_NAMED = 5


def counts_of(panel: Panel, result: EffectResult, cluster: str | None) -> Sites:
    """How many sites started within the readings, wait or never start, and always had it."""
    always = panel.start <= 0
    started = panel.ever & ~always
    compared = ~panel.ever
    if result.not_yet_only and started.any():
        compared = panel.start > panel.start[started].min()
    return Sites(
        started=int(started.sum()),
        compared=int(compared.sum()) if result.comparators else 0,
        always=int(always.sum()),
        groups_started=result.adopters if cluster else None,
        groups_compared=result.comparators if cluster else None,
    )


def strata_of(readings: Readings, column: str, name: str) -> dict[str, Readings]:
    """The readings of each stratum of one column; ``InputProblem`` where there are none."""
    key = normal_header(column)
    found = readings.strata.get(key)
    if found is None:
        there = ", ".join(readings.strata) or "no strata"
        raise InputProblem(f"{name} has no column of strata “{column}”; it has {there}.")
    alone = np.ones(len(readings), dtype=np.bool_)
    for other, labels in readings.strata.items():
        if other != key:
            alone &= labels.codes < 0
    parts = {
        label: readings.take(alone & (found.codes == code))
        for code, label in enumerate(found.labels)
    }
    filled = {label: part for label, part in sorted(parts.items()) if len(part)}
    if not filled:
        raise InputProblem(f"{name} has no row of a single stratum of “{column}”.")
    return filled


def until_stopped(readings: Readings, starts: Starts) -> tuple[Readings, list[str]]:
    """Readings before each site's stop, with a note: after it they are neither with nor without."""
    stops = starts.stops(readings.kind)
    last = np.array([np.inf if stops.get(s) is None else stops[s] for s in readings.site.labels])
    keep = readings.period < last[readings.site.codes]
    gone = int((~keep).sum())
    if not gone:
        return readings, []
    rows = "1 reading" if gone == 1 else f"{gone:,} readings"
    return readings.take(keep), [f"{rows} from the period in which a site stopped left out."]


def notes_of(panel: Panel, starts: Starts, readings: Readings) -> list[str]:
    """What the files hold that could not be used, each in a sentence."""
    notes = []
    here = set(panel.sites)
    absent = [site for site in starts.site if site not in here]
    if absent:
        whose = "1 site" if len(absent) == 1 else f"{len(absent):,} sites"
        notes.append(f"{whose} of {starts.name} without readings left out: {_listed(absent)}.")
    empty = int((readings.denominator == 0).sum())
    if empty:
        rows = "1 reading" if empty == 1 else f"{empty:,} readings"
        notes.append(f"{rows} with a denominator of 0 counted as missing.")
    gaps = int((~panel.seen).sum()) - empty
    if gaps > 0:
        sites, periods = panel.shape
        notes.append(f"{gaps:,} of {sites * periods:,} readings are missing.")
    late = np.flatnonzero((panel.start >= panel.shape[1]) & (panel.start < 1_000_000))
    if len(late):
        names = [panel.sites[i] for i in late]
        notes.append(
            f"{_listed(names)} started after the last reading and counted as not using it yet."
        )
    return notes


def _listed(names: list[str]) -> str:
    more = len(names) - MOST_NAMED
    return ", ".join(names[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


def command_of(options: argparse.Namespace, measure: str) -> str:
    """The full command that gives the same digits from the same files."""
    usual = EffectQuestion()
    parts = ["spreadwell", "effect", options.readings.name, options.starts.name]
    if options.measure:
        parts += ["--measure", measure]
    if options.innovation:
        parts += ["--innovation", options.innovation]
    given = (
        ("design", usual.design), ("compare", usual.compare), ("base", usual.base),
        ("weights", None), ("cluster", None), ("window", usual.window), ("donut", None),
        ("periods_after", None), ("improvement", usual.improvement), ("per", 1),
        ("smallest_worthwhile", None), ("level", usual.level), ("draws", usual.draws),
        ("seed", usual.seed), ("statistic", "auto"), ("equity", None),
        ("negative_control", None),
    )  # fmt: skip
    for name, default in given:
        value = getattr(options, name)
        if value != default:
            said = f"{value:g}" if isinstance(value, float) else str(value)
            parts += [f"--{name.replace('_', '-')}", said]
    if options.randomised:
        parts.append("--randomised")
    return shlex.join([*parts, "--json"])
