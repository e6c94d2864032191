"""Small examples of the pictures of networks, innovations and sites."""

from collections.abc import Callable

from spreadwell.charts.borough_map import MapSite, borough_map
from spreadwell.charts.claim_card import ClaimCard, claim_card
from spreadwell.charts.condition_matrix import RatedSite, condition_matrix
from spreadwell.charts.driver_diagram import driver_diagram
from spreadwell.charts.equity import equity
from spreadwell.charts.equity_wording import GapPoint
from spreadwell.charts.frame import Look, Picture
from spreadwell.charts.health_check import FEATURES, Asked, health_check
from spreadwell.charts.logic_model import logic_model
from spreadwell.charts.readiness_change import RATINGS, ReadinessTime, readiness_change
from spreadwell.formats.geojson import Area
from spreadwell.formats.outline import Branch, tidy

STATES = ("live", "preparing", "planned", "paused", "stopped")


def block(name: str, x: float, y: float, wide: float = 0.2, high: float = 0.1) -> Area:
    """A rectangle on the ground near London."""
    west, south = x - 0.5, y + 51.4
    east, north = west + wide, south + high
    ring = ((west, south), (east, south), (east, north), (west, north), (west, south))
    return Area(name, "", ((ring,),))


def draw_map(look: Look, name: str = "a", link: str = "") -> Picture:
    areas = [block(name, 0, 0), block(f"{name} 2", 0.2, 0), block("c", 0, 0.1, 0.005, 0.005)]
    sites = [MapSite(f"{name} {i}", name, STATES[i % 5], None, link) for i in range(5)]
    sites += [MapSite("tiny", "c", "live"), MapSite("no place", "", "planned")]
    urls = {f"{name} 2": link} if link else {}
    credit = "Council of Alder"
    return borough_map(areas, sites, look, urls=urls, attribution=credit, title=name)


def tree(name: str) -> tuple[Branch, ...]:
    said = tidy(name)[:100] or "x"
    idea = Branch(said, (), "rung")
    secondary = Branch(f"{said} s", (idea, Branch(f"{said} i")))
    return (Branch(said, (Branch(f"{said} p", (secondary,)), Branch(said)), "rung"),)


def draw_drivers(look: Look, name: str = "a", link: str = "") -> Picture:
    return driver_diagram(tree(name), look, urls={"rung": link}, title=name)


def draw_logic(look: Look, name: str = "a", link: str = "") -> Picture:
    stages = [Branch("Inputs", tree(name)), Branch("Outcomes", (Branch("More"),)), Branch("Impact")]
    return logic_model(stages, look, urls={"rung": link}, title=name)


def draw_conditions(look: Look, name: str = "a", link: str = "") -> Picture:
    names = [f"{name} {i}" for i in range(9)]
    sites = [
        RatedSite(name, (-2, -1, 0, 1, 2, None, 1, 0, -1), "helped", 2.5, link),
        RatedSite("b", (None,) * 9, "unclear", None, link),
        RatedSite("c", (0,) * 9, "differently", -1.5, link),
        RatedSite("d", (1,) * 9, None, None, link),
    ]
    return condition_matrix(names, sites, look, unit=name, title=name)


def draw_readiness(look: Look, name: str = "a") -> Picture:
    names = [f"{name} {i}" for i in range(7)]
    rows = [
        (*(RATINGS[(i + k) % 3] for i in range(6)), None if k else RATINGS[0]) for k in range(8)
    ]
    times = [ReadinessTime(f"{name} {k}", row) for k, row in enumerate(rows)]
    return readiness_change(names, times, look, title=name)


def draw_health(look: Look, name: str = "a") -> Picture:
    few = {FEATURES[0]: [3, 4, None]}
    many = {f: [1 + (i * k) % 5 for i in range(9)] for k, f in enumerate(FEATURES)}
    crowd = {f: [1 + i % 5 for i in range(300)] for f in FEATURES}
    times = [Asked("2024", 9, few), Asked("2025", 300, crowd), Asked(name, 12, many)]
    return health_check(times, look, title=name)


def draw_equity(look: Look, name: str = "a") -> Picture:
    points = [
        GapPoint(f"2025-{m:02d}", 50.0 + m, 62.0, 12.0 - m, 6.0 - m, 18.0 - m) for m in range(1, 12)
    ]
    points[4] = GapPoint("2025-05", None, 62.0, hidden=(True, False))
    return equity(points, look, first=name, second=f"{name} 2", unit="%", title=name)


def draw_claim(look: Look, name: str = "a") -> Picture:
    card = ClaimCard(
        sentence=name, certainty="Not assessed", notes=[f"{name} note"], missing=["Where?"],
        parts=[("Place", name)], citation=f"{name}, claim 1", ended=f"Superseded by {name}.",
    )  # fmt: skip
    return claim_card(card, look, title=name)


ROOMS: dict[str, Callable[[Look, str], Picture]] = {
    "borough map": draw_map,
    "driver diagram": draw_drivers,
    "logic model": draw_logic,
    "condition matrix": draw_conditions,
    "health check": draw_health,
    "readiness change": draw_readiness,
    "equity": draw_equity,
    "claim": draw_claim,
}
