"""What is due to somebody, from every step: the one list behind Home and behind the digests."""

from collections.abc import Callable, Iterator
from datetime import date

from ..claims import due as claims
from ..discovery import due as discovery
from ..foundation.dues import Due
from ..innovations import due as innovations
from ..joining import due as joining
from ..learning import due as learning
from ..measures import due as measures
from ..networks import due as networks
from ..people.models import Person
from ..people.viewer import Viewer, viewer_of
from ..priorities import due as priorities
from ..sites import due as sites

Kind = Callable[[Viewer, date], Iterator[Due]]

# A line for each kind of thing that may wait. A new one is a function in the `due.py` of its step.
KINDS: tuple[Kind, ...] = (
    discovery.worries,
    sites.concerns,
    sites.numbers_due,
    sites.extracts_due,
    innovations.gates,
    innovations.assurance,
    priorities.scoring,
    priorities.shortlists,
    measures.submissions,
    measures.periods,
    claims.questions,
    claims.footing,
    claims.sources,
    claims.protocols,
    joining.offers,
    joining.calls,
    joining.reviews,
    joining.applications,
    sites.set_up,
    sites.costs,
    sites.ratings,
    networks.actions,
    networks.health_checks,
    learning.notices,
)


def due_for(viewer: Viewer, on: date) -> list[Due]:
    """Return what waits for a viewer on a day, concerns for safety before all, then the oldest."""
    found = [one for kind in KINDS for one in kind(viewer, on)]
    return sorted(found, key=lambda one: (not one.first, one.due is None, one.due or on))


def due_to(person: Person, on: date) -> list[Due]:
    """Return what waits for a person on a day, with the roles they hold on it."""
    return due_for(viewer_of(person, on=on), on)
