"""Control charts of invented readings, in the pictures that hold one or many of them."""

from spreadwell.charts.control import control_chart
from spreadwell.charts.control_events import Annotation
from spreadwell.charts.control_funnel import funnel_chart
from spreadwell.charts.frame import Look, Picture
from spreadwell.charts.small_multiples import Panel, small_multiples
from spreadwell.charts.state_table import state_table
from spreadwell.charts.states import states_of
from spreadwell.methods import spc
from spreadwell.methods.spc import ControlChart

MONTHS = [f"{2024 + i // 12}-{i % 12 + 1:02d}" for i in range(24)]
VALUES = [52.0, 49, 55, 51, 48, 53, 50, 54, 47, 52, 51, 49, 63, 61, 66, 62, 65, 60, 64, 67, 62, 66,
          63, 65]  # fmt: skip


def worked(shift: float = 0.0, **asked: object) -> ControlChart:
    """An XmR chart with a gap, and so many units higher than the sample."""
    values = [None if i == 8 else value + shift for i, value in enumerate(VALUES)]
    given = {"target": 60, "improvement": "up"} | asked
    return spc.xmr(values, **given)


def draw_control(look: Look, name: str = "a") -> Picture:
    notes = [
        Annotation(12, "rebase", name, on="2025-01-06", by=name, noted="2025-02-03", source=name),
        Annotation(3, "test", name),
        Annotation(3, "adaptation", name),
        Annotation(-2, "event", name),
        Annotation(26, "note", name),
        Annotation(5, "excluded", name),
    ]
    chart = worked(rebase=[12], target=[55.0] * 12 + [60.0] * 12)
    return control_chart(
        chart, MONTHS, look, name=name, unit=name, annotations=notes, suppressed=[8]
    )


def draw_run(look: Look, name: str = "a") -> Picture:
    return control_chart(spc.run_chart(VALUES), MONTHS, look, name=name)


def draw_funnel(look: Look, name: str = "a") -> Picture:
    sizes = [120, 250, 380, 90, 610, 444, 300, 205, 150, 520]
    tops = [30, 70, 90, 60, 150, 115, 70, 8, 40, 130]
    names = [f"{name} {i}" for i in range(10)]
    return funnel_chart(spc.funnel(tops, sizes, names=names), look, name=name, unit="%", scale=100)


def draw_multiples(look: Look, name: str = "a", link: str = "") -> Picture:
    panels = [Panel(f"{name} {i}", worked(i * 2.0), link) for i in range(5)]
    return small_multiples(panels, MONTHS, look, name=name, unit=name, title=name)


def draw_states(look: Look, name: str = "a", link: str = "") -> Picture:
    charts = [worked(), worked(improvement="down"), worked(improvement="neither")]
    rows = [states_of(chart) for chart in charts]
    sites = [name, f"{name} 2", "c"]
    return state_table(sites, MONTHS, rows, look, urls=[link] * 3 if link else [], title=name)


CHARTS = {
    "control chart": draw_control,
    "run chart": draw_run,
    "funnel": draw_funnel,
    "small multiples": draw_multiples,
    "state table": draw_states,
}
