"""The dialects once more, in words of this folder."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Reading:
    """One tool's reading of the rules."""

    screens_xmr: bool
    screens_others: bool
    has_rules: bool  # shift, trend and two of three; outside the limits every tool has
    between_only: bool  # two of three counts only points inside the limits
    improvement_shows: bool
    on_the_limit_counts: bool  # a target on a limit is met, or missed
    needs: int  # points before there are limits
    settles: int  # points before limits are no longer provisional
    width: Decimal  # limits of an XmR chart, in mean moving ranges
    next_step: bool = False  # between two trends, a point takes the step that follows
    spans: bool = False  # a moving range spans a point that is left out of the limits
    rebase_drops_baseline: bool = False  # a baseline is not heeded once there is a rebase
    sizes_rest_on_all: bool = False  # the spread of an i′ chart knows no baseline
    blank_two_sigma: bool = False  # a t chart's lower two-sigma line under nothing is blank


READINGS = {
    "mdc": Reading(False, False, True, False, True, True, 7, 13, Decimal("2.66")),
    "nhsrplotthedots-0.2": Reading(
        True, False, True, True, False, False, 0, 0, Decimal("2.66"), next_step=True
    ),
    "qicharts2-0.8": Reading(
        True,
        True,
        False,
        False,
        False,
        False,
        0,
        0,
        Decimal(3) / Decimal("1.128"),
        spans=True,
        rebase_drops_baseline=True,
        sizes_rest_on_all=True,
        blank_two_sigma=True,
    ),
}
