"""What the mission pages print."""

from dataclasses import dataclass
from datetime import date
from statistics import median, quantiles

from spreadwell.charts.frame import Look, Picture
from spreadwell.charts.gap_to_aim import Part, gap_to_aim
from spreadwell.charts.time_in_stage import StageTime, time_in_stage
from spreadwell.domain.claims.gap import Contribution, Gap
from spreadwell.domain.innovations.models import Innovation, StageSpell
from spreadwell.domain.innovations.states import STAGE

NARROW, WIDE = 360, 720


@dataclass(frozen=True, slots=True)
class Drawn:
    """One picture for the desk and one for the phone."""

    wide: Picture
    narrow: Picture


@dataclass(frozen=True, slots=True)
class StageGroup:
    """The innovations of one stage."""

    label: str
    colour: str
    innovations: tuple[Innovation, ...]


def by_stage(innovations: list[Innovation]) -> list[StageGroup]:
    """Group innovations by stage, in the order of the loop, leaving empty stages out."""
    groups = []
    for key, state in STAGE.states.items():
        held = tuple(one for one in innovations if one.stage == key)
        if held:
            groups.append(StageGroup(state.label, state.colour, held))
    return groups


def gap_drawn(gap: Gap) -> Drawn | None:
    """Draw the gap to the aim, None while there is no reading to draw it from."""
    if not gap.ready or gap.baseline is None or gap.latest is None:
        return None
    unit = _unit(gap)
    closed = [_part(one) for one in gap.contributions if one.amount is not None]
    planned = [_part(one) for one in gap.contributions if one.amount is None]

    def draw(width: int, prefix: str) -> Picture:
        assert gap.baseline is not None and gap.latest is not None
        return gap_to_aim(
            gap.baseline,
            gap.latest,
            gap.target.target,
            planned,
            Look(width=width, prefix=prefix, invented=gap.invented),
            closed_by=closed,
            unit=unit,
        )

    return Drawn(draw(WIDE, "gap"), draw(NARROW, "gap-narrow"))


def _unit(gap: Gap) -> str:
    """Word the unit of the aim's measure."""
    measure = gap.target.measure
    return f"{measure.unit} of {measure.per:,}" if measure.per > 1 else measure.unit


def _part(one: Contribution) -> Part:
    return Part(one.innovation.name, one.amount, one.low, one.high)


def times_drawn(spells: list[StageSpell], today: date, *, invented: bool) -> Drawn | None:
    """Draw how long innovations stood in each stage; None without a spell."""
    stages = [_stage_time(key, [s for s in spells if s.stage == key]) for key in STAGE.states]
    told = [stage for stage in stages if stage.finished or stage.waiting]
    if not told:
        return None

    def draw(width: int, prefix: str) -> Picture:
        return time_in_stage(told, Look(width=width, prefix=prefix, invented=invented))

    return Drawn(draw(WIDE, "times"), draw(NARROW, "times-narrow"))


def _stage_time(key: str, spells: list[StageSpell]) -> StageTime:
    """Sum up the spells of one stage, in days."""
    days = [(s.left - s.entered).days for s in spells if s.left is not None]
    waiting = sum(1 for s in spells if s.left is None)
    if not days:
        return StageTime(STAGE.label(key), None, waiting=waiting)
    quarter = three = None
    if len(days) >= 3:  # with fewer, the middle half says nothing
        quarter, _, three = quantiles(days, n=4, method="inclusive")
    return StageTime(STAGE.label(key), float(median(days)), quarter, three, len(days), waiting)
