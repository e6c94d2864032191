"""One tool's exact reading of the chart rules, written as data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from spreadwell.methods.spc.constants import D2, XMR_ROUNDED


@dataclass(frozen=True, slots=True)
class Dialect:
    """How one tool reads the rules; named and versioned in every result."""

    name: str
    describes: str
    # Drop moving ranges at or above 3.267 times their mean, once (Nelson 1982).
    screen: bool
    # The same inside p′, u′, t and i′ charts.
    screen_others: bool
    # Points in a shift and in a trend; None where the tool has no such rule.
    run: int | None
    trend: int | None
    # Does a point beyond three sigma count towards two of three? None: no such rule.
    two_in_three: Literal["beyond_two_sigma", "inside_limits"] | None
    # A target exactly on a limit counts as met (or missed), not as hit or miss.
    equality: bool
    # Limits and icons stand from `min_points` and are provisional from `provisional_points`.
    min_points: int
    provisional_points: int
    # Half-width of the limits in mean moving ranges.
    constant: float
    # Where improvement and concern fall on one point, improvement shows.
    improvement_shows: bool
    # Anhøj's runs analysis is the tool's own test for shifts.
    runs_analysis: bool
    # The same screening inside a chart of the moving ranges themselves; no tool does it unasked.
    screen_ranges: bool = False
    # Where the next point is of a trend too, a point takes the step to it, no rise being a fall.
    trend_takes_next_step: bool = False
    # A range spans a point left out of the limits, and the runs analysis passes over it.
    ranges_span_excluded: bool = False
    # Once there is a rebase, a baseline is not heeded.
    rebase_drops_baseline: bool = False
    # The spread of an i′ chart rests on every point, whatever its baseline, screened at 3.2665.
    i_prime_uses_all: bool = False
    # The two-sigma line of a t chart is blank, not 0, where its root lies below 0.
    t_two_sigma_blank: bool = False


MDC = Dialect(
    name="mdc",
    describes="Making Data Count, NHS England, Excel tool rules of November 2023",
    screen=False,
    screen_others=False,
    run=7,
    trend=7,
    two_in_three="beyond_two_sigma",
    equality=True,
    min_points=13,
    provisional_points=7,
    constant=XMR_ROUNDED,
    improvement_shows=True,
    runs_analysis=False,
)
NHSR = Dialect(
    name="nhsrplotthedots-0.2",
    describes="the R package NHSRplotthedots 0.2",
    screen=True,
    screen_others=False,
    run=7,
    trend=7,
    two_in_three="inside_limits",
    equality=False,
    min_points=0,
    provisional_points=0,
    constant=XMR_ROUNDED,
    improvement_shows=False,
    runs_analysis=False,
    trend_takes_next_step=True,
)
QICHARTS2 = Dialect(
    name="qicharts2-0.8",
    describes="the R package qicharts2 0.8",
    screen=True,
    screen_others=True,
    run=None,
    trend=None,
    two_in_three=None,
    equality=False,
    min_points=0,
    provisional_points=0,
    constant=3 / D2,
    improvement_shows=False,
    runs_analysis=True,
    ranges_span_excluded=True,
    rebase_drops_baseline=True,
    i_prime_uses_all=True,
    t_two_sigma_blank=True,
)
DIALECTS: dict[str, Dialect] = {d.name: d for d in (MDC, NHSR, QICHARTS2)}


def dialect_named(dialect: str | Dialect) -> Dialect:
    """The dialect of this name, or the dialect itself; ValueError names the choices.

    A variant is made with `dataclasses.replace`, under a name of its own.
    """
    if isinstance(dialect, Dialect):
        return dialect
    if dialect not in DIALECTS:
        raise ValueError(f"There is no dialect {dialect!r}: choose {', '.join(DIALECTS)}.")
    return DIALECTS[dialect]
