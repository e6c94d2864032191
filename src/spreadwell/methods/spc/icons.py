"""The two icons of a series: what its latest point says, and whether it can meet its target."""

from __future__ import annotations

from functools import lru_cache
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from spreadwell.methods.spc.constants import TIE
from spreadwell.methods.spc.dialects import Dialect
from spreadwell.methods.spc.shapes import (
    HIGH,
    AssuranceIcon,
    Bools,
    Bytes,
    Floats,
    Improvement,
    PointKind,
    VariationIcon,
)
from spreadwell.methods.spc.tables import KINDS, label_of

Cell = TypeVar("Cell", bound=np.generic)

VARIATION = (None, *VariationIcon)
ASSURANCE = (None, *AssuranceIcon)


def variation_icon(kind: PointKind, label: int, improvement: Improvement) -> VariationIcon | None:
    """The icon of a latest point of this kind and label; none where the point is missing."""
    if kind is PointKind.MISSING:
        return None
    if kind is PointKind.COMMON_CAUSE:
        return VariationIcon.COMMON_CAUSE
    if kind is PointKind.NEUTRAL:
        high = bool(label & HIGH)
    else:
        high = (kind is PointKind.IMPROVEMENT) == (improvement is Improvement.UP)
    return VariationIcon(f"{kind.value}_{'high' if high else 'low'}")


@lru_cache(maxsize=4)
def variation_table(improvement: Improvement) -> Bytes:
    """Places in `VARIATION` by place in `KINDS` and signals."""
    return np.array(
        [
            [
                VARIATION.index(variation_icon(kind, label_of(bits), improvement))
                for bits in range(256)
            ]
            for kind in KINDS
        ],
        dtype=np.uint8,
    )


def assurance_codes(
    target: Floats,
    lower: Floats,
    upper: Floats,
    mean: Floats,
    up: Bools,
    dialect: Dialect,
) -> Bytes:
    """Places in `ASSURANCE` for many series: latest targets against latest limits.

    `up` says which series improve upwards. NaN limits or target: no icon. Where limits have no
    width the mean is compared with the target, and meeting it exactly is a pass.
    """
    # Measured so that higher is always better.
    sign = np.where(up, 1.0, -1.0)
    aim, centre = sign * target, sign * mean
    worst = np.where(up, lower, -upper)
    best = np.where(up, upper, -lower)
    tie = TIE * np.maximum(np.abs(aim), np.abs(centre))
    edge = tie if dialect.equality else -tie
    passes, fails = worst - aim >= -edge, best - aim <= edge
    flat = best - worst <= tie
    passes = np.where(flat, centre - aim >= -tie, passes)
    codes = np.where(passes, 1, np.where(fails, 2, 3)).astype(np.uint8)
    unknown = np.isnan(aim) | np.isnan(lower) | np.isnan(upper)
    codes[unknown] = 0
    return codes


def take_latest(grid: NDArray[Cell], latest: NDArray[np.intp]) -> NDArray[Cell]:
    """Entry `latest` of each series, from periods × series."""
    return grid[latest, np.arange(grid.shape[1])]
