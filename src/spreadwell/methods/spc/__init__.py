"""Control, run and funnel charts: limits, rules and icons."""

from spreadwell.methods.spc.attribute import c_chart, p_chart, u_chart
from spreadwell.methods.spc.choose import CHARTS, Choice, chart_of, choose
from spreadwell.methods.spc.dialects import DIALECTS, Dialect, dialect_named
from spreadwell.methods.spc.engine import XmrBatch, xmr_batch
from spreadwell.methods.spc.funnel import FunnelLimits, funnel, funnel_limits
from spreadwell.methods.spc.rare import g_chart, t_chart
from spreadwell.methods.spc.rebase import RebaseSuggestion, suggest_rebase
from spreadwell.methods.spc.runs import run_chart, run_limits, run_test
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
from spreadwell.methods.spc.variables import i_prime_chart, moving_range, s_chart, xbar_chart
from spreadwell.methods.spc.xmr import xmr

__all__ = [
    "CHARTS",
    "DIALECTS",
    "AssuranceIcon",
    "Choice",
    "ControlChart",
    "Dialect",
    "FunnelLimits",
    "Improvement",
    "PointKind",
    "RebaseSuggestion",
    "RunTest",
    "Segment",
    "Signal",
    "VariationIcon",
    "XmrBatch",
    "c_chart",
    "chart_of",
    "choose",
    "dialect_named",
    "funnel",
    "funnel_limits",
    "g_chart",
    "i_prime_chart",
    "moving_range",
    "p_chart",
    "run_chart",
    "run_limits",
    "run_test",
    "s_chart",
    "suggest_rebase",
    "t_chart",
    "u_chart",
    "xbar_chart",
    "xmr",
    "xmr_batch",
]
