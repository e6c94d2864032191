"""What the page of groups prints: the picture, its sentences and the table of all groups."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from spreadwell.charts.equity import equity
from spreadwell.charts.equity_wording import (
    KEPT_BACK,
    GapPoint,
    change_sentence,
    ladder_sentence,
)
from spreadwell.charts.frame import Cell, Look, Picture, Table
from spreadwell.charts.wording import count
from spreadwell.domain.measures.charts import shown_scale, shown_unit
from spreadwell.domain.measures.disclosing import StrataShown
from spreadwell.domain.measures.equity import Equity
from spreadwell.domain.measures.models import Measure
from spreadwell.formats.periods import Period
from spreadwell.formats.strata import STRATA
from spreadwell.methods.equity import Gaps


def gap_picture(found: Equity, look: Look, marks: Sequence[tuple[int, str]] = ()) -> Picture:
    """The picture of both groups and of the gap between them."""
    shown, measure = found.shown, found.shown.measure
    way = STRATA[shown.stratifier]
    a, b = (shown.strata.index(one) for one in (found.first, found.second))
    columns = (shown.values[:, a], shown.values[:, b], found.gaps)
    points = gap_points(measure, shown.periods, *columns, shown.suppressed[:, [a, b]])
    return equity(
        points,
        look,
        first=way.words(found.first),
        second=way.words(found.second),
        unit=shown_unit(measure),
        said=said_after(measure),
        title=f"{measure.name}: {way.name.lower()}",
        names=[period.label for period in shown.periods],
        marks=marks,
    )


def gap_points(
    measure: Measure,
    periods: Sequence[Period],
    first: NDArray[np.float64],
    second: NDArray[np.float64],
    gaps: Gaps,
    hidden: NDArray[np.bool_] | None = None,
) -> list[GapPoint]:
    """Each period of a gap in the shown unit, read so that it is how far the first is behind."""
    scale = shown_scale(measure)
    sign = 1.0 if measure.direction == "down" else -1.0
    points = []
    for i, period in enumerate(periods):
        gap, low, high = (
            _told(float(column[i]) * scale * sign) for column in (gaps.gap, gaps.low, gaps.high)
        )
        low, high = (low, high) if sign > 0 else (high, low)
        kept = (False, False) if hidden is None else (bool(hidden[i, 0]), bool(hidden[i, 1]))
        one, other = _told(float(first[i]) * scale), _told(float(second[i]) * scale)
        points.append(GapPoint(str(period), one, other, gap, low, high, kept))
    return points


def said_after(measure: Measure) -> str:
    """What follows a number of the measure in a sentence: "of 100 people", "in 1,000"."""
    if measure.statistic == "proportion":
        return f"of {measure.per:,}"
    return f"in {measure.per:,}" if measure.statistic == "rate" else measure.unit


def change_words(found: Equity, scale: float) -> str:
    """Say whether the gap narrows."""
    change = found.change
    step = str(found.shown.kind)
    return change_sentence(
        change.verdict, change.at_first * scale, change.at_last * scale, change.periods, step
    )


def ladder_words(found: Equity, scale: float) -> str:
    """Say the slope across all groups; "" where there is none."""
    slope = found.slope
    if slope is None:
        return ""
    ends = slope.relative_low, slope.relative_high
    return ladder_sentence(
        slope.index * scale, slope.low * scale, slope.high * scale, slope.relative, ends
    )


def kept_words(shown: StrataShown) -> list[str]:
    """Say what is kept back, how numbers are rounded and why periods are longer."""
    said = [shown.profile.words]
    if shown.hidden:
        cells = count(shown.hidden, "number is", "numbers are")
        said.append(
            f"{cells} kept back here of {int(np.isfinite(shown.values).sum()) + shown.hidden:,}. "
            "Some are not small themselves: without them a small one could be worked out from the "
            "total of all groups."
        )
    if shown.finished:
        cells = count(shown.finished, "number", "numbers")
        said.append(
            f"{cells} kept back because a share was sent without its counts, which cannot be added "
            "up."
        )
    if shown.longer_than is not None:
        said.append(
            f"Told by {shown.kind} instead of {shown.longer_than}, since too many numbers of one "
            f"{shown.longer_than} are too small."
        )
    if shown.slack:
        said.append("Ranges allow for the rounding.")
    return said


def groups_table(shown: StrataShown) -> Table:
    """What is told of every group in every period: shares and what they rest on, newest first."""
    way = STRATA[shown.stratifier]
    scale = shown_scale(shown.measure)
    means = shown.measure.statistic == "mean"
    columns = ["Period"]
    for one in shown.strata:
        name = way.words(one)
        columns += [name[:1].upper() + name[1:], f"of how many, {name}"]
    rows = []
    for i in reversed(range(len(shown.ordinals))):
        row: list[Cell] = [str(shown.periods[i])]
        for j in range(len(shown.strata)):
            many = shown.people[i, j] if means else shown.denominator[i, j]
            if shown.suppressed[i, j]:
                row += [KEPT_BACK, KEPT_BACK]
            else:
                places = shown.profile.places(float(many)) if many == many else 1
                value = _told(float(shown.values[i, j]) * scale)
                row += [None if value is None else round(value, places), _told(float(many))]
        rows.append(tuple(row))
    return Table(tuple(columns), tuple(rows))


def _told(number: float) -> float | None:
    return number if number == number else None
