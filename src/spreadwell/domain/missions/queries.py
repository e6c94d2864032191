"""Reading missions."""

from .models import AimVersion, Mission


def current_aim(mission: Mission) -> AimVersion | None:
    """Return the latest version of the mission's aim, None when it has no wording yet."""
    aim: AimVersion | None = mission.aims.order_by("-number").first()
    return aim
