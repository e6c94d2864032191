"""The shapes of the one table: the events, what moves, and what becomes of a kind of thing."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ..innovations.models import Innovation
from ..people.models import Person
from ..sites.models import ImplementationSite


class Event(StrEnum):
    """What may happen to an innovation or a site that others hang on."""

    PAUSE = "pause"
    STOP = "stop"
    DE_ADOPT = "de-adopt"
    GO_ON = "go on"


_BY_STATE = {"paused": Event.PAUSE, "stopped": Event.STOP, "de_adopted": Event.DE_ADOPT}


def event_of(was: str, to: str) -> Event | None:
    """Return the event that a move from one state to another is, None where nothing follows."""
    return _BY_STATE.get(to) or (Event.GO_ON if was == "paused" else None)


@dataclass(frozen=True, slots=True)
class Moving:
    """What moves: one innovation, or the sites that move; `sites` are those that move either way.

    `by` is None where somebody only looks at what would happen.
    """

    event: Event
    on: date
    sites: tuple[ImplementationSite, ...] = ()
    innovation: Innovation | None = None
    reason: str = ""
    by: Person | None = None


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of one kind of thing: in words, as counted before, and as done.

    `tell` returns a sentence with counts, empty where there is nothing of it; `act` does it.
    """

    words: str
    tell: Callable[[Moving], str] | None = None
    act: Callable[[Moving], None] | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One kind of thing that hangs on an innovation or on a site, with its fate at each event.

    `models` are the names of the models it stands for; none for what is worked out from others.
    A fate that is None means that the event does not happen to that kind of thing.
    """

    thing: str
    models: tuple[str, ...]
    pause: Fate
    stop: Fate
    de_adopt: Fate | None
    go_on: Fate

    def fate(self, event: Event) -> Fate | None:
        """Return what becomes of it at an event."""
        return {
            Event.PAUSE: self.pause,
            Event.STOP: self.stop,
            Event.DE_ADOPT: self.de_adopt,
            Event.GO_ON: self.go_on,
        }[event]
