"""Control, run and funnel charts: limits, rules and icons."""

from spreadwell.methods.spc.dialects import DIALECTS, Dialect, dialect_named
from spreadwell.methods.spc.engine import XmrBatch, xmr_batch
from spreadwell.methods.spc.shapes import (
    AssuranceIcon,
    ControlChart,
    Improvement,
    PointKind,
    RunTest,
    Segment,
    Signal,
    VariationIcon,
)
from spreadwell.methods.spc.xmr import xmr

__all__ = [
    "DIALECTS",
    "AssuranceIcon",
    "ControlChart",
    "Dialect",
    "Improvement",
    "PointKind",
    "RunTest",
    "Segment",
    "Signal",
    "VariationIcon",
    "XmrBatch",
    "dialect_named",
    "xmr",
    "xmr_batch",
]
