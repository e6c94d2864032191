"""What an aim was distilled from: the findings it rests on, chosen by whoever leads the mission."""

from collections.abc import Sequence

from ..audit.actions import record
from ..foundation.actions import action
from ..foundation.refusals import Invalid
from ..missions.models import AimVersion
from ..missions.permissions import check_run_mission
from ..missions.policies import check_not_closed
from ..people.models import Person
from ..people.viewer import viewer_of
from .models import Finding


@action
def distil_aim(
    *,
    by: Person,
    aim: AimVersion,
    findings: Sequence[Finding],
    among: Sequence[Finding] | None = None,
) -> AimVersion:
    """Say from which findings an aim was distilled; those newly named are told.

    Where only some findings were shown to choose from, `among` names those: what the aim rests on
    beside them stays.
    """
    mission = aim.mission
    check_run_mission(viewer_of(by), mission)
    check_not_closed(mission)
    if any(finding.mission_id != mission.pk for finding in findings):
        raise Invalid("A finding belongs to another mission.", field="findings")
    before = set(aim.findings.values_list("pk", flat=True))
    chosen = {finding.pk for finding in findings}
    if among is not None:
        chosen |= before - {finding.pk for finding in among}
    aim.findings.set(chosen)
    record(
        by=by,
        verb="mission.aim_distilled",
        thing=mission,
        summary=f"{by} said that version {aim.number} of the aim came of {len(chosen):,} findings",
        detail={
            "aim": aim.number,
            "added": sorted(chosen - before),
            "taken_out": sorted(before - chosen),
        },
    )
    return aim
