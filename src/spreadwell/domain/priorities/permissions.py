"""Who may open a shortlist, sit on its panel and record what was decided."""

from ..foundation.refusals import NotAllowed
from ..missions.models import Mission
from ..people.permissions import check_may
from ..people.roles import Role
from ..people.viewer import Viewer
from .models import Scorer, Shortlist

RUN = (Role.ADMINISTRATOR, Role.MISSION_LEAD)


def check_open_shortlist(viewer: Viewer, mission: Mission) -> None:
    """Raise unless the viewer may open a shortlist of this mission."""
    check_may(viewer, "open a shortlist in this mission", RUN, mission_id=mission.pk)


def check_run_shortlist(viewer: Viewer, shortlist: Shortlist) -> None:
    """Raise unless the viewer may name the panel and close the scoring."""
    check_may(viewer, "run this shortlist", RUN, mission_id=shortlist.mission_id)


def check_score(viewer: Viewer, scorer: Scorer) -> None:
    """Raise unless the viewer is this scorer: nobody scores for somebody else."""
    if viewer.person_id != scorer.person_id:
        raise NotAllowed("You cannot score for somebody else on the panel.")


def check_decide_shortlist(viewer: Viewer, shortlist: Shortlist) -> None:
    """Raise unless the viewer may record the decision: a body decides, its secretary records."""
    check_may(
        viewer,
        "record the decision on this shortlist",
        (*RUN, Role.BOARD_MEMBER),
        mission_id=shortlist.mission_id,
    )
