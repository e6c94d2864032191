"""Control, run and funnel charts: limits, rules and icons."""

from spreadwell.methods.spc.batch import Batch
from spreadwell.methods.spc.charts import (
    c_chart,
    chart,
    g_chart,
    i_prime_chart,
    moving_range,
    p_chart,
    run_chart,
    s_chart,
    t_chart,
    u_chart,
    xbar_chart,
)
from spreadwell.methods.spc.choose import Choice, chart_of, choose
from spreadwell.methods.spc.dialects import DIALECTS, Dialect, dialect_named
from spreadwell.methods.spc.engine import chart_batch
from spreadwell.methods.spc.funnel import FunnelLimits, funnel, funnel_limits
from spreadwell.methods.spc.kinds.registry import KINDS as CHARTS
from spreadwell.methods.spc.present import chart_at
from spreadwell.methods.spc.question import Question
from spreadwell.methods.spc.rebase import RebaseSuggestion, suggest_rebase
from spreadwell.methods.spc.run_tests import run_limits
from spreadwell.methods.spc.shapes import (
    AssuranceIcon,
    ControlChart,
    Guard,
    Improvement,
    PointKind,
    RunTest,
    Segment,
    Signal,
    VariationIcon,
)
from spreadwell.methods.spc.xmr import xmr, xmr_batch

__all__ = [
    "CHARTS",
    "DIALECTS",
    "AssuranceIcon",
    "Batch",
    "Choice",
    "ControlChart",
    "Dialect",
    "FunnelLimits",
    "Guard",
    "Improvement",
    "PointKind",
    "Question",
    "RebaseSuggestion",
    "RunTest",
    "Segment",
    "Signal",
    "VariationIcon",
    "c_chart",
    "chart",
    "chart_at",
    "chart_batch",
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
    "s_chart",
    "suggest_rebase",
    "t_chart",
    "u_chart",
    "xbar_chart",
    "xmr",
    "xmr_batch",
]
