"""The control chart: points with shapes, limits, target, rebases, what was tried, and icons."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from spreadwell.charts import control_segments as behind
from spreadwell.charts import icons, palette
from spreadwell.charts.axes import axis_room, rule, time_axis, value_axis
from spreadwell.charts.control_events import (
    DECIDED,
    TAG_HEIGHT,
    Annotation,
    Happening,
    Tagged,
    axis_periods,
    clusters,
    draw_key,
    draw_tag,
    numbered,
    said_of,
    tag_width,
)
from spreadwell.charts.control_key import entries
from spreadwell.charts.control_lines import marks_of, points
from spreadwell.charts.control_plan import VALUE, Plan
from spreadwell.charts.control_readouts import readouts
from spreadwell.charts.control_table import control_table, control_vega, drawn_columns
from spreadwell.charts.control_wording import (
    centre_name,
    chart_spread,
    control_sentence,
    number_text,
)
from spreadwell.charts.frame import MARGIN, SMALL, Look, Picture, compose, words
from spreadwell.charts.legend import legend
from spreadwell.charts.scales import Linear, period_text, value_ticks
from spreadwell.charts.svg import Markup
from spreadwell.charts.text import cut, width
from spreadwell.methods.spc import ControlChart

PLOT = 230.0
PLOT_NARROW = 200.0
ICON = 15.0
HEAD = 2 * ICON + 10
# More lines than this from tags to the foot of the plot hide the points.
LINES = 10


def control_chart(
    chart: ControlChart,
    periods: Sequence[str],
    look: Look | None = None,
    *,
    name: str,
    site: str = "",
    unit: str = "",
    scale: float = 1.0,
    annotations: Sequence[Annotation] = (),
    suppressed: Collection[int] = (),
) -> Picture:
    """A control or run chart as a picture.

    `periods`: one a point. `unit` follows numbers; `scale` multiplies values (100 with "%").
    `annotations`: what happened, and what people decided about limits; a mark after the last
    point makes the axis longer, one before the first stands in the key. `suppressed`: positions
    of values that are known and not shown, because few people stand behind them.
    Raises ValueError when the periods do not fit the points.
    Source of the look: Making Data Count, with shapes and outlines for contrast.
    """
    look = look or Look()
    if len(periods) != len(chart.values):
        raise ValueError(f"There are {len(chart.values)} points but {len(periods)} periods.")
    tags = numbered([*annotations, *_unexplained(chart, annotations)])
    excluded = {*chart.excluded, *(n.position for n in annotations if n.kind == "excluded")}
    hidden = frozenset(suppressed)
    axis = axis_periods(periods, tags)
    shown = [one for one in tags if 0 <= one[1].position < len(axis)]
    plan, ticks = _plan(chart, look, axis, unit, scale, excluded, hidden, shown)
    spans = behind.baseline_spans(plan)
    body: list[Markup | None] = [*_head(plan), *behind.gaps(plan)]
    body += value_axis(plan.y, ticks, plan.left, plan.right, suffix=unit)
    body += behind.rebases(plan)
    body += behind.old_limits(plan)
    body += behind.lines(plan)
    body += _marks(plan, shown)
    step = plan.edges[1] - plan.edges[0] if len(plan.edges) > 1 else 10.0
    body += points(plan.marks, plan.xs, plan.levels[VALUE], min(max(step * 0.36, 2.4), 4.6))
    body += behind.baselines(plan, spans)
    body += behind.earlier_labels(plan)
    if not look.narrow:
        body += behind.end_labels(plan)
    body += time_axis(axis, plan.xs, plan.bottom, low=MARGIN, high=look.width - MARGIN)
    y = plan.bottom + 28
    key, more = legend(entries(plan, has_baseline=bool(spans)), look.width, y)
    said = _told(plan, tags)
    events, taller = draw_key(said, look.width, y + more + 4, narrow=look.narrow)
    happened: dict[int, list[str]] = {}
    for (tag, note), (_, _, text) in zip(tags, said, strict=True):
        happened.setdefault(note.position, []).append(f"{tag} {text}")
    return compose(
        look,
        title=f"{name}, {site}" if site else name,
        sentence=control_sentence(
            chart, periods, name=name, site=site, unit=unit, scale=scale, suppressed=hidden
        ),
        height=y + more + taller + 12,
        body=[part for part in [*body, *key, *events] if part is not None],
        table=control_table(plan, periods, happened),
        vega=lambda: control_vega(plan, happened),
        readouts=None if look.heading else readouts(plan, happened),
    )


def _unexplained(chart: ControlChart, given: Sequence[Annotation]) -> list[Annotation]:
    """A mark for each new segment and each point left out that nobody gave a reason for."""
    told = {(note.kind, note.position) for note in given}
    found: list[Annotation] = [Annotation(s.start, "rebase", "") for s in chart.segments[1:]]
    found += [Annotation(place, "excluded", "") for place in chart.excluded]
    return [note for note in found if (note.kind, note.position) not in told]


def _plan(
    chart: ControlChart,
    look: Look,
    axis: Sequence[str],
    unit: str,
    scale: float,
    excluded: Collection[int],
    suppressed: frozenset[int],
    shown: Sequence[Tagged],
) -> tuple[Plan, tuple[float, ...]]:
    """Where everything lies, and the ticks of the value axis."""
    drawn = drawn_columns(chart, scale)
    known = [v for line in drawn for v in line if v is not None]
    ticks = value_ticks([*known, *_bound(chart, known, scale)])
    left = max(MARGIN + axis_room(ticks, unit), 46.0)
    spread = chart_spread(chart, scale)
    right = look.width - (MARGIN if look.narrow else _label_room(chart, drawn, unit, spread))
    step = (right - left) / max(len(axis), 1)
    xs = [left + (i + 0.5) * step for i in range(len(axis))]
    edges = [left + i * step for i in range(len(axis) + 1)]
    rows = max((c.row for c in clusters(shown, _places(shown, xs, edges))), default=-1) + 1
    top = HEAD + rows * TAG_HEIGHT + 10
    bottom = top + (PLOT_NARROW if look.narrow else PLOT)
    y = Linear(ticks[0], ticks[-1], bottom, top)
    slope = (top - bottom) / (ticks[-1] - ticks[0])
    base = bottom - ticks[0] * slope
    plan = Plan(
        chart=chart,
        look=look,
        unit=unit,
        spread=spread,
        columns=drawn,
        levels=[[None if v is None else base + v * slope for v in line] for line in drawn],
        marks=marks_of(chart, excluded),
        periods=axis,
        xs=xs,
        edges=edges,
        left=left,
        right=right,
        top=top,
        bottom=bottom,
        y=y,
        suppressed=suppressed,
    )
    return plan, ticks


def _places(shown: Sequence[Tagged], xs: Sequence[float], edges: Sequence[float]) -> list[float]:
    """Where each tag belongs: new limits where a period begins, all else in its middle."""
    return [
        edges[note.position] if note.kind == "rebase" else xs[note.position] for _, note in shown
    ]


def _bound(chart: ControlChart, known: Sequence[float], scale: float) -> list[float]:
    """Nought, where values cannot be lower and lie near it: the axis then starts there."""
    if chart.bounds is None or not known:
        return []
    floor = chart.bounds[0] * scale
    low = min(known)
    return [floor] if low - floor < (max(known) - low) * 0.5 else []


def _label_room(
    chart: ControlChart, drawn: Sequence[Sequence[float | None]], unit: str, spread: float
) -> float:
    """How much room the names and numbers of the lines need right of the plot."""
    names = ("Upper", centre_name(chart).capitalize(), "Lower", "Target")
    ends = [drawn[i][-1] if drawn[i] else None for i in (3, 1, 2, 4) if i < len(drawn)]
    texts = [
        f"{name} {number_text(value, spread, unit)}"
        for name, value in zip(names, ends, strict=False)
        if value is not None
    ]
    return max((width(text, SMALL, bold=True) for text in texts), default=0.0) + 14 + MARGIN


def _head(plan: Plan) -> list[Markup | None]:
    """The latest value on the left, the icons on the right, both in the space above the plot."""
    out: list[Markup | None] = []
    chart, x = plan.chart, plan.look.width - MARGIN - ICON
    for icon in (icons.assurance_icon(chart.assurance), icons.variation_icon(chart.variation)):
        if icon is not None:
            out.append(icons.control_glyph(icon, x, ICON + 4, ICON))
            x -= 2 * ICON + 8
    if chart.latest is not None:
        latest = f"{plan.said(VALUE, chart.latest)} in {period_text(plan.periods[chart.latest])}"
        out.append(words("Latest", MARGIN, 13, fill=palette.QUIET_INK))
        out.append(words(cut(latest, 16, x - MARGIN, bold=True), MARGIN, 31, size=16, bold=True))
    return out


def _marks(plan: Plan, shown: Sequence[Tagged]) -> list[Markup | None]:
    """The tags above the plot, each with a fine line down to its period.

    Where there are many, the lines end at the top of the plot and leave the points in peace.
    """
    out: list[Markup | None] = []
    places = _places(shown, plan.xs, plan.edges)
    plain = {x for x, (_, note) in zip(places, shown, strict=True) if note.kind not in DECIDED}
    foot = plan.bottom if len(plain) <= LINES else plan.top + 8
    for cluster in clusters(shown, places):
        y = HEAD + 12 + cluster.row * TAG_HEIGHT
        for x in sorted(set(cluster.at) & plain):
            out.append(rule(x, y + 8, x, foot, stroke=palette.MARK_RULE, dash="2 3"))
        half = tag_width(cluster.text) / 2
        x = min(max(cluster.x, 1 + half), plan.look.width - 1 - half)
        out.append(draw_tag(cluster.text, cluster.kind, x, y))
    return out


def _told(plan: Plan, tags: Sequence[Tagged]) -> list[tuple[str, Happening, str]]:
    """Tag, kind and words of every mark; new limits say what the limits were before."""
    out = []
    for tag, note in tags:
        also = ""
        if note.kind == "rebase" and 0 < note.position < plan.count:
            before = plan.limits_said(note.position - 1)
            also = f"before that {before}" if before else ""
        out.append((tag, note.kind, said_of(note, plan.periods, also)))
    return out
