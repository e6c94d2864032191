"""One small example of every picture, so that what must hold for all is tested on all."""

from collections.abc import Callable
from dataclasses import replace

from spreadwell.charts.counterfactual import BesidePoint, counterfactual
from spreadwell.charts.estimate_history import LookPoint, estimate_history
from spreadwell.charts.event_study import EventPoint, event_study
from spreadwell.charts.forecasts import ForecastRow, forecasts
from spreadwell.charts.forest import ForestMean, ForestRow, forest
from spreadwell.charts.frame import Look, Picture
from spreadwell.charts.gap_to_aim import Part, gap_to_aim
from spreadwell.charts.icon_table import Icon, IconCell, icon_table
from spreadwell.charts.ladder import LadderMark, Rung, ladder
from spreadwell.charts.loop import KEYS, Step, loop
from spreadwell.charts.matrix import matrix
from spreadwell.charts.powerful_possible import Opportunity, powerful_possible
from spreadwell.charts.rank_bars import RankRow, rank_bars
from spreadwell.charts.share_bars import share_bars
from spreadwell.charts.time_in_stage import StageTime, time_in_stage
from spreadwell.charts.voices import voices
from tests.charts.chart_samples import CHARTS
from tests.charts.room_samples import ROOMS

PERIODS = [f"2025-{m:02d}" for m in range(1, 13)]
Draw = Callable[[Look, str], Picture]


def draw_loop(look: Look, name: str = "a", link: str = "") -> Picture:
    return loop([Step(k, i * 37, i % 3, link) for i, k in enumerate(KEYS)], look, title=name)


def draw_ladder(look: Look, name: str = "a", link: str = "") -> Picture:
    rungs = [
        Rung(name, (None, "planned", *["preparing"] * 3, *["live"] * 5, *["paused"] * 2), (), link),
        Rung(
            f"{name} 2",
            ("preparing", *["live"] * 9, *["stopped"] * 2),
            (
                LadderMark(4, "adaptation", name),
                LadderMark(7, "test", name),
                LadderMark(9, "other", name),
            ),
            link,
        ),
    ]
    return ladder(PERIODS, rungs, look, title=name)


def draw_event_study(look: Look, name: str = "a") -> Picture:
    points = [EventPoint(t, t * 0.2, t * 0.2 - 1, t * 0.2 + 1, 14) for t in range(-8, 9)]
    points[7] = EventPoint(-1, 0.0)
    return event_study(points, look, unit=name, step=name, title=name)


def draw_history(look: Look, name: str = "a") -> Picture:
    looks = [
        LookPoint(period, 1.5, 1.5 - 3 / (i + 1), 1.5 + 3 / (i + 1), -3.0, 6.0)
        for i, period in enumerate(PERIODS)
    ]
    looks[0] = LookPoint(PERIODS[0], 1.0)
    return estimate_history(looks, look, unit=name, title=name)


def draw_counterfactual(look: Look, name: str = "a") -> Picture:
    points = [
        BesidePoint(period, 40 + i, 40 + i * 0.5, 38 + i * 0.5 if i > 7 else None,
                    42 + i * 0.5 if i > 7 else None)
        for i, period in enumerate(PERIODS)
    ]  # fmt: skip
    points[3] = BesidePoint(PERIODS[3], None, 41.5)
    return counterfactual(points, look, start=8, unit=name, title=name)


def draw_ranks(look: Look, name: str = "a") -> Picture:
    return rank_bars([RankRow(name, (0.7, 0.3)), RankRow("b", (0.3, 0.7))], look, title=name)


def draw_shares(look: Look, name: str = "a") -> Picture:
    return share_bars([(name, 9), ("b", 0), (f"{name} c", 12)], 12, look, title=name)


def draw_forest(look: Look, name: str = "a") -> Picture:
    rows = [ForestRow(f"{name} {i}", i - 2.0, i - 3.5, i - 0.5, i + 1.0) for i in range(6)]
    rows.append(ForestRow(name, 1.25))
    return forest(rows, ForestMean(1, 0.25, 1.75, -2, 4, name), look, unit=name, title=name)


def draw_forecasts(look: Look, name: str = "a") -> Picture:
    rows = [
        ForecastRow(name, 1, 3, 5, 2.5, 1, 4),
        ForecastRow(f"{name} 1", 2, 4, 9, -1.0, -3, 1),
        ForecastRow(f"{name} 2", 0.5, 1, 2, 4.0, 3, 5),
        ForecastRow(f"{name} 3", 0, 1, 2),
    ]
    return forecasts(rows, look, unit=name, title=name)


def draw_powerful(look: Look, name: str = "a", link: str = "") -> Picture:
    verdicts = ("in", "depends", "not this round")
    items = [
        Opportunity(f"{name} {i}", 2 + i * 0.6, 8 - i * 0.5, 0.5, 0.8, verdicts[i % 3], link)
        for i in range(10)
    ]
    return powerful_possible(items, look, title=name)


def draw_gap(look: Look, name: str = "a") -> Picture:
    planned = [Part(name, 3.0, 1.0, 5.0), Part(f"{name} 2", None)]
    closed = [Part(name, 1.5, 0.5, 2.5)]
    return gap_to_aim(40, 44.5, 60, planned, look, closed_by=closed, unit=name, title=name)


def draw_icons(look: Look, name: str = "a", link: str = "") -> Picture:
    up = IconCell(Icon("H", "improving", name), Icon("P", "passing"), name)
    cells = [[up, None], [IconCell(None), IconCell(Icon("C", "common"), Icon("?", "either"))]]
    urls = [link, link] if link else []
    return icon_table([name, "b"], [f"{name} m", "n"], cells, look, urls=urls, title=name)


def draw_voices(look: Look, name: str = "a", link: str = "") -> Picture:
    urls = [link, link] if link else []
    counts = [[0, 4, 31], [2, 0, 0]]
    return voices([name, "b"], [name, "c", "d"], counts, look, urls=urls, title=name)


def draw_matrix(look: Look, name: str = "a", link: str = "") -> Picture:
    urls = [link, link] if link else []
    sites = [f"{name} {i}" for i in range(14)]
    roles = {(name, sites[0]): name, ("b", sites[3]): "host", ("b", sites[13]): "helper"}
    return matrix([name, "b"], sites, roles, look, urls=urls, title=name)


def draw_times(look: Look, name: str = "a") -> Picture:
    stages = [
        StageTime(name, 64, 31, 120, 60, 12, 90),
        StageTime("b", 182, 140, 260, 9, 3, 120),
        StageTime("c", None, waiting=6, expected=365),
    ]
    return time_in_stage(stages, look, title=name)


DRAWN: dict[str, Draw] = {
    "loop": draw_loop,
    "ladder": draw_ladder,
    "event study": draw_event_study,
    "estimate history": draw_history,
    "counterfactual": draw_counterfactual,
    "forest": draw_forest,
    "forecasts": draw_forecasts,
    "powerful and possible": draw_powerful,
    "ranks": draw_ranks,
    "shares": draw_shares,
    "gap to aim": draw_gap,
    "icon table": draw_icons,
    "voices": draw_voices,
    "matrix": draw_matrix,
    "time in stage": draw_times,
    **ROOMS,
    **CHARTS,
}
LINKED = {k: v for k, v in DRAWN.items() if "link" in v.__code__.co_varnames[:3]}
LOOKS = (
    Look(width=360, prefix="narrow", invented=True, source="Board paper, May 2025"),
    Look(width=720, prefix="wide", invented=True, source="Board paper, May 2025", heading=True),
)
PLAIN = tuple(replace(look, invented=False, source="") for look in LOOKS)
