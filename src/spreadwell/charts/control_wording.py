"""The sentence of a control, run or funnel chart: what it shows, in the order people ask."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from functools import lru_cache

from spreadwell.charts.icons import ASSURANCE_SAID, VARIATION_SAID
from spreadwell.charts.scales import period_text
from spreadwell.charts.wording import count, joined, sentence
from spreadwell.methods.spc import ControlChart, Signal

KIND_NAMES = {
    "xmr": "XmR chart",
    "mr": "Moving range chart",
    "run": "Run chart",
    "p": "p chart",
    "pprime": "p′ chart",
    "u": "u chart",
    "uprime": "u′ chart",
    "c": "c chart",
    "t": "t chart",
    "g": "g chart",
    "iprime": "i′ chart",
    "xbar": "Xbar chart",
    "s": "S chart",
    "funnel": "Funnel plot",
}
SIGNAL_SAID = {
    Signal.OUTSIDE_HIGH: "above the upper limit",
    Signal.OUTSIDE_LOW: "below the lower limit",
    Signal.TREND_UP: "part of a rising trend",
    Signal.TREND_DOWN: "part of a falling trend",
    Signal.TWO_IN_THREE_HIGH: "one of two in three near or beyond the upper limit",
    Signal.TWO_IN_THREE_LOW: "one of two in three near or beyond the lower limit",
    Signal.SHIFT_HIGH: "part of a run above the {centre}",
    Signal.SHIFT_LOW: "part of a run below the {centre}",
}
MEDIANS = ("run", "g")


def centre_name(chart: ControlChart) -> str:
    """What the centre line is: the mean, the median, or the average of all in a funnel."""
    if chart.kind == "funnel":
        return "overall average"
    return "median" if chart.kind in MEDIANS else "mean"


def number_text(value: float, spread: float, unit: str = "") -> str:
    """A value with as many decimals as its spread deserves: about a hundredth of it."""
    if value - value != 0:
        return "not known"
    decimals = decimals_for(spread if spread > 0 else abs(value))
    text = f"{abs(value):,.{decimals}f}"
    if decimals:
        text = text.rstrip("0").rstrip(".")
    if value < 0 and text.strip("0.,"):
        return f"−{text}{unit}"
    return f"{text}{unit}"


@lru_cache(maxsize=1024)
def decimals_for(size: float) -> int:
    """How many decimals numbers of this spread need."""
    return min(max(1 - math.floor(math.log10(size / 5)), 0), 4) if size > 1e-300 else 0


def chart_spread(chart: ControlChart, scale: float = 1.0) -> float:
    """How far the values of a chart range, in drawn units; it sets the decimals shown."""
    seen = [v for v in chart.values.tolist() if v == v]
    return (max(seen) - min(seen)) * scale if seen else 0.0


def control_sentence(
    chart: ControlChart,
    periods: Sequence[str],
    *,
    name: str,
    site: str = "",
    unit: str = "",
    scale: float = 1.0,
    suppressed: Collection[int] = (),
) -> str:
    """Name, site, span, points, centre, limits, latest signal, assurance, then the notes.

    `scale` multiplies every value (100 for a share shown in per cent); `unit` follows numbers;
    `suppressed` are positions of values held back because few people stand behind them.
    """
    spread = chart_spread(chart, scale)

    def said(value: float) -> str:
        return number_text(value * scale, spread, unit)

    seen = [i for i, v in enumerate(chart.values.tolist()) if v == v]
    where = f"{name} at {site}" if site else name
    if chart.kind == "funnel":
        return _funnel_sentence(chart, where, said(float(chart.centre[0])))
    if not seen or chart.latest is None:
        return sentence(f"{where}: no values yet")
    first, last = period_text(periods[seen[0]]), period_text(periods[seen[-1]])
    span = first if first == last else f"{first} to {last}"
    here = chart.segments[-1]
    part = next(s for s in chart.segments if s.start <= chart.latest < s.stop)
    since = f", since the rebase at {period_text(periods[part.start])}" if part.start else ""
    lower, upper = chart.lower[chart.latest], chart.upper[chart.latest]
    limits = "" if math.isnan(upper) else f", limits {said(lower)} to {said(upper)}"
    middle = f"{centre_name(chart)} {said(float(chart.centre[chart.latest]))}{limits}{since}"
    none_yet = here.points == 0
    return sentence(
        f"{where}, {span}, {count(len(seen), 'point')}: {middle}",
        _latest(chart, last, said(float(chart.values[chart.latest]))),
        ASSURANCE_SAID[chart.assurance] if chart.assurance else "",
        "No values since the rebase" if none_yet else "",
        *_gaps(periods, seen, suppressed),
        # Which periods have no value was said by name just before.
        *(guard.sentence for guard in chart.guards if guard.code != "missing"),
    )


# So many empty periods are named; more are counted.
NAMED_GAPS = 3


def _gaps(periods: Sequence[str], seen: Sequence[int], suppressed: Collection[int]) -> list[str]:
    """What is missing between the first and the last value, and what is held back."""
    there, held = set(seen), sorted(set(suppressed))
    gone = [i for i in range(seen[0], seen[-1]) if i not in there and i not in held]

    def told(places: Sequence[int]) -> str:
        if len(places) <= NAMED_GAPS:
            return joined([period_text(periods[i]) for i in places])
        return count(len(places), "period")

    out = [f"There is no value for {told(gone)}"] if gone else []
    if held:
        out.append(f"Held back because few people stand behind it: {told(held)}")
    return out


def _latest(chart: ControlChart, period: str, value: str) -> str:
    assert chart.latest is not None
    label = chart.labels[chart.latest]
    told = [s for s in SIGNAL_SAID if chart.signals[chart.latest] & s]
    parts = [SIGNAL_SAID[s].format(centre=centre_name(chart)) for s in told if s == label]
    parts += [SIGNAL_SAID[s].format(centre=centre_name(chart)) for s in told if s != label]
    text = f"The latest value, {value} in {period}, is "
    if parts:
        text += joined(parts)
    elif chart.variation is not None:
        text += "within what is usual"
    else:
        text += "too early to judge"
    if chart.variation is not None and parts:
        text += f": {VARIATION_SAID[chart.variation]}"
    return text


# With fewer counted at a place, its limits are so wide that little can be said of it.
SMALL_COUNT = 20


def _funnel_sentence(chart: ControlChart, where: str, centre: str) -> str:
    high = sum(1 for s in chart.signals if s & Signal.OUTSIDE_HIGH)
    low = sum(1 for s in chart.signals if s & Signal.OUTSIDE_LOW)
    small = 0 if chart.x is None else int((chart.x < SMALL_COUNT).sum())
    counts = "1 place counts" if small == 1 else f"{small:,} places count"
    # The guard on limits opens by saying which are drawn; that was said just before.
    rest = [
        g.sentence.partition(". ")[2] if g.code == "limits" else g.sentence for g in chart.guards
    ]
    return sentence(
        f"{where}, {count(len(chart.values), 'place')}: overall average {centre}; "
        f"{high:,} above and {low:,} below the 99.8% limits",
        spread_said(chart),
        *rest,
        f"{counts} fewer than {SMALL_COUNT}: little can be said about so few" if small else "",
    )


def spread_said(chart: ControlChart) -> str:
    """Whether places of a funnel differ more than chance explains, and what its limits allow."""
    spread = dict(chart.dispersion)
    phi, beyond = spread.get("phi", math.nan), spread.get("tau2", 0.0) > 0
    size = f"φ = {phi:,.0f}" if phi >= 10 else f"φ = {phi:.1f}"
    if chart.dialect.endswith("adjusted"):
        if beyond:
            return (
                f"Places differ more than chance alone explains: {size}; "
                "the wide limits allow for that"
            )
        return f"Places differ no more than chance alone explains: {size}; the limits say the same"
    if beyond:
        return (
            f"Places differ more than chance alone explains: {size}; these limits allow for chance "
            "alone, so that places beyond them are to be expected"
        )
    return f"Places differ no more than chance alone explains: {size}; the limits are exact"
