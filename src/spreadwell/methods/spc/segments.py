"""Where a chart's segments start and stop, and which points its limits rest on."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from spreadwell.methods.spc.shapes import Bools, Floats


def as_values(values: ArrayLike | Sequence[float | None], name: str = "values") -> Floats:
    """A series as float64, missing as NaN; ValueError names the first entry that is no number."""
    if isinstance(values, np.ndarray) and values.dtype == np.float64:
        series = values
    else:
        try:
            series = np.array(values, dtype=np.float64)
        except (TypeError, ValueError):
            raise ValueError(f"The {name} must be numbers, with nothing where missing.") from None
    infinite = np.isinf(series)
    if infinite.any():
        place = int(np.argwhere(infinite)[0][-1]) + 1 if series.ndim else 1
        raise ValueError(f"Entry {place} of the {name} is infinite: leave it blank if missing.")
    return series


def segment_bounds(length: int, rebase: Sequence[int]) -> tuple[tuple[int, int], ...]:
    """(start, stop) of each segment; `rebase` holds the position of each segment's first point."""
    starts = [0, *sorted(set(rebase))]
    for start in starts[1:]:
        if not 0 < start < length:
            raise ValueError(
                f"A rebase at position {start} is outside the series: "
                f"give a position from 1 to {length - 1}, counted from 0."
            )
    return tuple(zip(starts, [*starts[1:], length], strict=True))


def left_out(length: int, exclude: Sequence[int]) -> Bools | None:
    """Which positions are left out of the limits, None where none is; ValueError where beyond."""
    if not exclude:
        return None
    if max(exclude) >= length:
        raise ValueError(
            f"Position {max(exclude)} cannot be left out: there are {length} periods, "
            "counted from 0."
        )
    out = np.zeros(length, dtype=np.bool_)
    out[list(exclude)] = True
    return out


def check_baseline(baseline: int | None) -> None:
    """ValueError unless the baseline is empty or can hold a moving range."""
    if baseline is not None and baseline < 2:
        raise ValueError(f"A baseline of {baseline} points is too short: give at least 2.")


def in_baseline(observed: Bools, baseline: int | None) -> Bools:
    """Which observed points limits rest on: the first `baseline`, along the first axis."""
    if baseline is None or baseline >= len(observed):
        return observed
    counted = np.cumsum(observed, axis=0, dtype=np.int32) <= baseline
    return observed & counted
