"""When findings, themes and opportunities may be changed."""

from ..foundation.refusals import Invalid, NotNow
from ..missions.models import Mission
from .models import Opportunity, Theme
from .states import OPPORTUNITY, THEME


def check_open_to_findings(mission: Mission) -> None:
    """Raise when the mission no longer listens."""
    if mission.state == "closed":
        raise NotNow("This mission is closed and takes no more findings.")


def check_open_to_public(mission: Mission) -> None:
    """Raise unless the mission is shown to the public, and so hears it."""
    if mission.state != "active":
        raise NotNow("This mission does not take findings from the public now.")


def check_takes_findings(theme: Theme) -> None:
    """Raise when the theme was merged or closed."""
    if theme.state != "open":
        raise NotNow(f"The theme “{theme}” is {THEME.label(theme.state).lower()}; sort elsewhere.")


def check_merge(theme: Theme, into: Theme) -> None:
    """Raise unless one theme can be merged into the other."""
    if theme.pk == into.pk:
        raise Invalid("A theme cannot be merged into itself.", field="into")
    if theme.mission_id != into.mission_id:
        raise Invalid("Only themes of one mission can be merged.", field="into")
    THEME.check_move(theme.state, "merged")
    check_takes_findings(into)


def check_propose(opportunity: Opportunity) -> None:
    """Raise unless the opportunity can go before a panel."""
    OPPORTUNITY.check_move(opportunity.state, "proposed")


def check_screen(opportunity: Opportunity) -> None:
    """Raise unless the opportunity waits to be screened."""
    if opportunity.state != "raised":
        raise NotNow(
            f"This opportunity is {OPPORTUNITY.label(opportunity.state).lower()}; "
            "only one that was just raised is screened."
        )
