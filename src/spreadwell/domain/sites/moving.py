"""Standing in a state: the one place where a site's state, spells and dates change together."""

from datetime import date

from .models import ImplementationSite, SiteSpell


def enter_state(site: ImplementationSite, to: str, on: date, reason: str) -> None:
    """Close the present spell on a day and open the next; callers have checked that they may."""
    site.spells.filter(left=None).update(left=on)
    SiteSpell.objects.create(site=site, state=to, entered=on, reason=reason)
    site.state = to
    if to == "live" and site.started is None:
        site.started = on
    if to == "stopped":
        site.stopped = on
        site.stopped_because = reason
    site.save(update_fields=["state", "started", "stopped", "stopped_because"])
