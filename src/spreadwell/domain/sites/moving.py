"""Standing in a state: the one place where a site's state, spells and dates change together."""

from datetime import date

from ..foundation.following import Moved, follow
from ..people.models import Person
from .models import ImplementationSite, SiteSpell
from .states import ENDED


def enter_state(site: ImplementationSite, to: str, on: date, reason: str, *, by: Person) -> None:
    """Close the present spell on a day and open the next; callers have checked that they may.

    What hangs on the site follows, as the table of the step lifecycle says.
    """
    was = site.state
    site.spells.filter(left=None).update(left=on)
    SiteSpell.objects.create(site=site, state=to, entered=on, reason=reason)
    site.state = to
    if to == "live" and site.started is None:
        site.started = on
    if to in ENDED:
        site.stopped = on
        site.stopped_because = reason
    site.save(update_fields=["state", "started", "stopped", "stopped_because"])
    follow(Moved(by, site, was, to, on, reason))
