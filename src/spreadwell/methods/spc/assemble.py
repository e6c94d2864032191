"""From a series and its lines to a finished chart: rules, icons and notes for every kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike

from spreadwell.methods.spc.dialects import Dialect
from spreadwell.methods.spc.icons import ASSURANCE, assurance_codes, variation_icon
from spreadwell.methods.spc.notes import count_notes
from spreadwell.methods.spc.rules import signal_bits, two_thirds
from spreadwell.methods.spc.segments import as_values
from spreadwell.methods.spc.shapes import (
    AssuranceIcon,
    Bytes,
    ControlChart,
    Floats,
    Improvement,
    PointKind,
    RunTest,
    Segment,
    VariationIcon,
)
from spreadwell.methods.spc.tables import SIGNALS, kind_of, label_of


@dataclass(slots=True)
class Lines:
    """What a kind of chart works out for its points before the rules are applied."""

    centre: Floats
    lower: Floats
    upper: Floats
    counted: list[int] = field(default_factory=list)
    two_sigma: tuple[Floats, Floats] | None = None
    dispersion: tuple[tuple[str, float], ...] = ()


def direction(improvement: str) -> Improvement:
    """The direction of improvement; ValueError names the choices."""
    try:
        return Improvement(improvement)
    except ValueError:
        raise ValueError(
            f"There is no direction {improvement!r}: choose up, down or neither."
        ) from None


def targets(target: ArrayLike | None, length: int) -> Floats | None:
    """One target a period, from a number or one a period."""
    if target is None:
        return None
    aims = np.atleast_1d(as_values(target, "targets"))
    if aims.shape not in ((1,), (length,)):
        raise ValueError(f"Give one target, or one for each of {length} periods.")
    return np.broadcast_to(aims, (length,)).copy()


def assemble(
    kind: str,
    values: Floats,
    lines: Lines,
    bounds: Sequence[tuple[int, int]],
    *,
    dialect: Dialect,
    improvement: str,
    target: ArrayLike | None = None,
    baseline: int | None = None,
    clip: tuple[float, float] | None = None,
    signals: Bytes | None = None,
    notes: Sequence[str] = (),
    runs: Sequence[RunTest] = (),
    thin: bool = True,
) -> ControlChart:
    """Apply the dialect's rules to a series with its lines, and give its icons and notes.

    `signals`, where given, replace the dialect's rules (run and t charts test elsewhere).
    `thin` withholds limits from segments with too few points.
    """
    way, aims = direction(improvement), targets(target, len(values))
    centre, lower, upper = lines.centre, lines.lower.copy(), lines.upper.copy()
    segments = []
    bits = np.zeros(len(values), dtype=np.uint8) if signals is None else signals
    with np.errstate(invalid="ignore"):
        for place, (start, stop) in enumerate(bounds):
            part = slice(start, stop)
            points = int(np.count_nonzero(~np.isnan(values[part])))
            counted = lines.counted[place] if lines.counted else points
            if thin and min(points, counted) < dialect.provisional_points:
                lower[part] = upper[part] = np.nan
            if signals is None:
                two = lines.two_sigma and tuple(line[part, None] for line in lines.two_sigma)
                bits[part] = signal_bits(
                    values[part, None],
                    centre[part, None],
                    lower[part, None],
                    upper[part, None],
                    dialect,
                    (two[0], two[1]) if two else None,
                )[:, 0]
            segments.append(
                Segment(
                    start=start,
                    stop=stop,
                    points=points,
                    baseline_points=counted,
                    centre=float(centre[stop - 1]),
                    lower=float(lower[stop - 1]),
                    upper=float(upper[stop - 1]),
                    provisional=points < dialect.min_points,
                )
            )
    observed = ~np.isnan(values)
    kinds = tuple(
        kind_of(code, way, dialect.improvement_shows) if seen else PointKind.MISSING
        for code, seen in zip(bits.tolist(), observed.tolist(), strict=True)
    )
    labels = tuple(label_of(code) for code in bits.tolist())
    latest = int(np.flatnonzero(observed)[-1]) if observed.any() else None
    variation: VariationIcon | None = None
    assurance: AssuranceIcon | None = None
    if latest is not None and not (thin and np.isnan(lower[latest]) and np.isnan(upper[latest])):
        variation = variation_icon(kinds[latest], labels[latest], way)
        if aims is not None and way is not Improvement.NEITHER:
            one = slice(latest, latest + 1)
            code = assurance_codes(
                aims[one],
                lower[one],
                upper[one],
                centre[one],
                np.array([way is Improvement.UP]),
                dialect,
            )[0]
            assurance = ASSURANCE[code]
    two_low, two_high = lines.two_sigma or two_thirds(centre, lower, upper)
    no_limit = np.isnan(lower) & np.isnan(upper)
    two_low, two_high = (np.where(no_limit, np.nan, line) for line in (two_low, two_high))
    low, high = clip or (-np.inf, np.inf)
    return ControlChart(
        kind=kind,
        dialect=dialect.name,
        improvement=way,
        values=values,
        centre=centre,
        lower=np.clip(lower, low, high),
        upper=np.clip(upper, low, high),
        two_sigma_lower=np.clip(two_low, low, high),
        two_sigma_upper=np.clip(two_high, low, high),
        target=aims,
        kinds=kinds,
        labels=labels,
        signals=tuple(SIGNALS[code] for code in bits.tolist()),
        segments=tuple(segments),
        latest=latest,
        variation=variation,
        assurance=assurance,
        notes=(*notes, *(count_notes(segments, baseline, dialect) if thin else ())),
        runs=tuple(runs),
        bounds=clip,
        dispersion=lines.dispersion,
    )
