"""When a wave may take sites and open."""

from ..decisions.models import Choice, Decision
from ..foundation.refusals import Invalid, NotNow
from ..sites.models import ImplementationSite
from ..sites.states import ENDED
from .models import Wave, WaveSite

OPENING = (Choice.SPREAD, Choice.SCALE)
"""The decisions on which a later wave may open."""


def check_planned(wave: Wave) -> None:
    """Raise unless the wave is still being planned."""
    if wave.state != "planned":
        raise NotNow(f"{wave} is {wave.get_state_display().lower()}; its sites are settled.")


def check_place(wave: Wave, site: ImplementationSite) -> None:
    """Raise unless the site runs this innovation and stands in no wave yet."""
    if site.version.innovation_id != wave.version.innovation_id:
        raise Invalid(f"{site} runs another innovation.", field="site")
    if site.state in ENDED:
        raise Invalid(f"{site} has ended.", field="site")
    held = WaveSite.objects.filter(site=site).select_related("wave").first()
    if held is not None:
        raise Invalid(f"{site} stands in wave {held.wave.number} already.", field="site")


def check_ready_to_open(wave: Wave, decision: Decision | None) -> None:
    """Raise unless the wave has sites and, from the second on, a decision to spread or scale."""
    if wave.version.innovation.stage == "paused":
        raise NotNow(f"{wave.version.innovation} is paused; no wave of it opens until it goes on.")
    if not wave.places.exists():
        raise NotNow(f"{wave} has no sites yet; add the sites that start together.")
    if wave.number == 1:
        return
    if decision is None:
        raise NotNow(
            "A later wave opens on a decision to spread or to scale. Bring it to a gate first."
        )
    if decision.choice not in OPENING:
        raise NotNow(
            f"The decision says “{decision.get_choice_display().lower()}”; a later wave opens on "
            "a decision to spread or to scale."
        )
    gate = getattr(decision, "gate", None)
    if gate is not None and gate.innovation_id != wave.version.innovation_id:
        raise NotNow("This decision is about another innovation.")
    if hasattr(decision, "superseded_by"):
        raise NotNow("This decision was superseded by a later one.")
