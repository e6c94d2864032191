"""XmR charts, of one series and of many, in the words people call them by."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Unpack

from numpy.typing import ArrayLike

from spreadwell.methods.spc.batch import Batch
from spreadwell.methods.spc.dialects import Dialect
from spreadwell.methods.spc.engine import chart_batch
from spreadwell.methods.spc.present import chart_at
from spreadwell.methods.spc.question import Asked, Question, question_of
from spreadwell.methods.spc.segments import as_values
from spreadwell.methods.spc.shapes import ControlChart


def xmr(
    values: ArrayLike,
    question: Question | None = None,
    *,
    bounds: tuple[float, float] | None = None,
    **asked: Unpack[Asked],
) -> ControlChart:
    """The XmR (individuals and moving range) chart of one series.

    `values`: one a period, missing as NaN or None. What is asked is a `Question`, or its parts
    as keyword arguments. `bounds`: what values can be; only drawing is clipped to it. Raises
    ValueError with one sentence on bad input. Source: Wheeler 1993; Making Data Count guides.
    """
    series = as_values(values)
    if series.ndim != 1:
        raise ValueError("A chart needs one value a period.")
    batch = chart_batch("xmr", series[None], question=question_of(question, asked))
    return chart_at(batch, clip=bounds)


def xmr_batch(
    values: ArrayLike,
    question: Question | None = None,
    *,
    baseline: int | None = None,
    rebase: Sequence[int] = (),
    improvement: str | Sequence[str] = "up",
    target: ArrayLike | None = None,
    dialect: str | Dialect = "mdc",
) -> Batch:
    """XmR charts of many series of equal length that are asked the same.

    `values`: series × periods, missing as NaN. `improvement`: up, down or neither, for all or
    one a series. `target`: a number, one a series (series × 1) or series × periods. Other
    arguments as in `Question`, which may be given instead.
    """
    one = isinstance(improvement, str)
    asked = question or Question(
        baseline=baseline,
        rebase=rebase,
        improvement=improvement if isinstance(improvement, str) else "up",
        dialect=dialect,
    )
    return chart_batch(
        "xmr",
        values,
        question=asked,
        improvements=None if one else improvement,
        targets_given=target,
    )
