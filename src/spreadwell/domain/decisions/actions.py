"""What is done with a decision once it is recorded."""

from ..audit.actions import record
from ..foundation.actions import action
from ..foundation.refusals import NotNow
from ..people.models import Person
from ..people.permissions import check_may
from ..people.roles import Role
from ..people.viewer import viewer_of
from .models import Choice, Decision


@action
def publish_decision(*, by: Person, decision: Decision) -> Decision:
    """Show a decision beyond the team."""
    check_may(viewer_of(by), "publish a decision", [Role.ADMINISTRATOR, Role.BOARD_MEMBER])
    if decision.published:
        raise NotNow("This decision is public already.")
    if decision.choice == Choice.SITES:
        raise NotNow(
            "A choice of sites holds every applicant's scores, so it is not published; each "
            "applicant is answered instead."
        )
    decision.published = True
    decision.save(update_fields=["published"])
    record(
        by=by,
        verb="decisions.published",
        thing=decision,
        summary=f"{by} published this decision",
    )
    return decision
