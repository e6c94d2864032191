"""An aim in numbers: which measure, from where, to where, by when."""

from dataclasses import dataclass
from datetime import date

from ..audit.actions import record
from ..foundation.actions import action
from ..foundation.refusals import Invalid, NotNow
from ..missions.actions import adopt_aim
from ..missions.models import AimVersion, Mission
from ..missions.permissions import check_run_mission
from ..missions.policies import check_not_closed
from ..people.models import Person
from ..people.viewer import viewer_of
from .models import AimTarget, Measure


@dataclass(frozen=True, slots=True)
class TargetGiven:
    """What makes an aim measurable; baseline and target in the measure's shown unit."""

    measure: Measure
    target: float
    by_day: date
    baseline: float | None = None
    baseline_period: str = ""
    population: int | None = None
    note: str = ""


@action
def set_aim_target(*, by: Person, aim: AimVersion, given: TargetGiven) -> AimTarget:
    """Say once what a version of an aim means in numbers; a change of it is a new version."""
    check_run_mission(viewer_of(by), aim.mission)
    check_not_closed(aim.mission)
    if AimTarget.objects.filter(aim=aim).exists():
        raise NotNow("This version of the aim has its numbers. Adopt a new version to change them.")
    if given.baseline is not None and given.baseline == given.target:
        raise Invalid("The target must differ from the baseline.", field="target")
    target: AimTarget = AimTarget.objects.create(
        aim=aim,
        measure=given.measure,
        target=given.target,
        by=given.by_day,
        baseline=given.baseline,
        baseline_period=given.baseline_period.strip(),
        population=given.population,
        note=given.note.strip(),
    )
    record(
        by=by,
        verb="mission.aim_measured",
        thing=aim.mission,
        summary=f"{by} set the numbers of version {aim.number} of the aim: {target}",
    )
    return target


@action
def adopt_measured_aim(
    *,
    by: Person,
    mission: Mission,
    text: str,
    why: str = "",
    source: str = "",
    adopted_on: date | None = None,
    given: TargetGiven | None = None,
) -> AimVersion:
    """Adopt a wording and, where it is known, its numbers, together or not at all."""
    aim = adopt_aim(
        by=by, mission=mission, text=text, why=why, source=source, adopted_on=adopted_on
    )
    if given is not None:
        set_aim_target(by=by, aim=aim, given=given)
    return aim
