"""The sites of an innovation that pause, stop or go on with it."""

from ..audit.actions import record
from ..innovations.models import Innovation
from ..sites.models import ImplementationSite
from ..sites.moving import enter_state
from ..sites.states import ENDED, SITE
from .shapes import Event, Moving
from .words import one_or_many

TO = {Event.PAUSE: "paused", Event.STOP: "stopped", Event.GO_ON: "live"}


def because(innovation: Innovation, event: Event) -> str:
    """Return the reason that the sites of an innovation carry when they move with it."""
    return {
        Event.PAUSE: f"{innovation} was paused",
        Event.STOP: f"{innovation} stopped",
        Event.GO_ON: f"{innovation} goes on",
    }[event]


def sites_moving(innovation: Innovation, event: Event) -> tuple[ImplementationSite, ...]:
    """Return the sites that move when their innovation does.

    Live ones pause with it; all that have not ended stop with it; those that paused with it go on
    with it, except where a safety concern holds them.
    """
    rows = ImplementationSite.objects.filter(version__innovation=innovation)
    rows = rows.select_related("version__innovation", "organisation")
    if event is Event.PAUSE:
        return tuple(rows.filter(state="live"))
    if event is Event.STOP:
        return tuple(rows.exclude(state__in=ENDED))
    paused_with_it = rows.filter(
        state="paused",
        spells__left=None,
        spells__reason__startswith=because(innovation, Event.PAUSE),
    )
    held = ImplementationSite.objects.filter(
        concerns__paused_site=True, concerns__state__in=("raised", "seen")
    )
    return tuple(paused_with_it.exclude(pk__in=held))


def sites_told(moving: Moving) -> str:
    """Say how many sites move with the innovation."""
    number = len(moving.sites)
    if moving.event is Event.PAUSE:
        return one_or_many(number, "1 live site pauses with it.", "{} live sites pause with it.")
    if moving.event is Event.STOP:
        return one_or_many(number, "1 site stops with it.", "{} sites stop with it.")
    return one_or_many(
        number,
        "1 site that paused with it is live again.",
        "{} sites that paused with it are live again.",
    )


def move_sites(moving: Moving) -> None:
    """Move the sites; each in its turn takes along what hangs on it."""
    innovation = moving.innovation
    assert innovation is not None and moving.by is not None
    to = TO[moving.event]
    reason = because(innovation, moving.event)
    if moving.reason:
        reason = f"{reason}: {moving.reason}"
    for site in moving.sites:
        spell = site.spells.get(left=None)
        enter_state(site, to, max(moving.on, spell.entered), reason, by=moving.by)
        record(
            by=moving.by,
            verb="lifecycle.site_moved",
            thing=site,
            summary=f"{site} became {SITE.label(to).lower()}: {reason}",
            detail={"to": to},
        )
