"""The run chart: a median without limits, tested by its runs."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from spreadwell.methods.spc.dialects import QICHARTS2, Dialect
from spreadwell.methods.spc.kinds.kind import Bounds, Columns, Kind
from spreadwell.methods.spc.part import Lines, Part, masked_median

ANHOEJ, PERLA = "anhoej-2014", "perla-2011"


def run_lines(part: Part) -> Lines:
    """The median of the points used; no limits."""
    centre = masked_median(part.values, part.used)
    none = np.full_like(centre, np.nan)
    return Lines(centre, none, none)


def _values(columns: Columns, bounds: Bounds) -> Columns:
    return columns


def _rules(name: str, dialect: Dialect) -> Dialect:
    """Runs alone; what excluded points and baselines do stays as the dialect has it."""
    return replace(
        QICHARTS2,
        name=name,
        ranges_span_excluded=dialect.ranges_span_excluded,
        rebase_drops_baseline=dialect.rebase_drops_baseline,
    )


def _anhoej(dialect: Dialect) -> Dialect:
    return _rules(ANHOEJ, dialect)


def _perla(dialect: Dialect) -> Dialect:
    return _rules(PERLA, dialect)


RUN = Kind("run", ("value",), _values, run_lines, level=True, rules=_anhoej, thin=False)
RUN_PERLA = Kind("run", ("value",), _values, run_lines, level=True, rules=_perla, thin=False)
