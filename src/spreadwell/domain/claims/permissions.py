"""Who may register and open protocols, speak claims, and decide at a gate."""

from ..foundation.refusals import NotAllowed
from ..innovations.models import Gate, Innovation
from ..people.permissions import check_may
from ..people.roles import Role
from ..people.viewer import Viewer
from .models import Claim, ClaimConflict, ClaimQuestion

EVIDENCE = (Role.ADMINISTRATOR, Role.ANALYST)


def check_register(viewer: Viewer, innovation: Innovation) -> None:
    """Raise unless the viewer may register how an effect will be estimated."""
    check_may(
        viewer,
        "register a protocol",
        [*EVIDENCE, Role.MISSION_LEAD],
        mission_id=innovation.mission_id,
    )


def check_open(viewer: Viewer) -> None:
    """Raise unless the viewer may open results or look again."""
    check_may(viewer, "open the results", EVIDENCE)


def check_draft_claim(viewer: Viewer, *, mission_id: int | None) -> None:
    """Raise unless the viewer may write claims into the ledger."""
    check_may(viewer, "write a claim", [*EVIDENCE, Role.MISSION_LEAD], mission_id=mission_id)


def check_keep_claim(viewer: Viewer, claim: Claim) -> None:
    """Raise unless the viewer may change this claim: its owner, or those who carry evidence."""
    if viewer.person_id is not None and claim.owner_id == viewer.person_id:
        return
    mission = claim.mission_id or (claim.innovation.mission_id if claim.innovation else None)
    check_may(viewer, "change this claim", [*EVIDENCE, Role.MISSION_LEAD], mission_id=mission)


def check_question_claim(viewer: Viewer) -> None:
    """Raise unless the viewer is somebody: everyone who signed in may ask."""
    if viewer.person is None:
        raise NotAllowed("Sign in to question a claim.")


def check_answer(viewer: Viewer, question: ClaimQuestion) -> None:
    """Raise unless the viewer was asked, or may change the claim."""
    if viewer.person_id is not None and question.asked_of_id == viewer.person_id:
        return
    check_keep_claim(viewer, question.claim)


def check_settle_conflict(viewer: Viewer, conflict: ClaimConflict) -> None:
    """Raise unless the viewer may change both claims: nobody settles for another alone."""
    check_keep_claim(viewer, conflict.one)
    check_keep_claim(viewer, conflict.other)


def check_decide(viewer: Viewer, gate: Gate) -> None:
    """Raise unless the viewer may record what the body decided."""
    check_may(viewer, "record the decision", [Role.ADMINISTRATOR, Role.BOARD_MEMBER])


def check_publish_decision(viewer: Viewer) -> None:
    """Raise unless the viewer may publish decisions."""
    check_may(viewer, "publish a decision", [Role.ADMINISTRATOR, Role.BOARD_MEMBER])
