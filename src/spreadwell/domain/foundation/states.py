"""States as one table a thing: what each state means, who owns it, where it may go."""

from collections.abc import Mapping
from dataclasses import dataclass

from .refusals import NotNow


@dataclass(frozen=True, slots=True)
class State:
    """One state: its label for people, whose it is to move on, and its exits.

    `end` marks a state that is meant to be left by nobody; it has no exits.
    """

    label: str
    owner: str
    exits: tuple[str, ...] = ()
    end: bool = False
    colour: str = "grey"


@dataclass(frozen=True, slots=True)
class StateTable:
    """All states of one thing, by key, the first being where it starts."""

    thing: str
    states: Mapping[str, State]

    def choices(self) -> list[tuple[str, str]]:
        """Return (key, label) pairs for a model field."""
        return [(key, state.label) for key, state in self.states.items()]

    def first(self) -> str:
        """Return the state in which the thing starts."""
        return next(iter(self.states))

    def keys(self) -> list[str]:
        """Return the keys in order."""
        return list(self.states)

    def label(self, key: str) -> str:
        """Return the label that people read."""
        return self.states[key].label

    def exits(self, key: str) -> tuple[str, ...]:
        """Return where the thing may go from `key`."""
        return self.states[key].exits

    def check_move(self, current: str, to: str) -> None:
        """Raise NotNow with a sentence unless `current` → `to` is in the table."""
        if to in self.states[current].exits:
            return
        ways = [self.states[key].label.lower() for key in self.states[current].exits]
        tail = f"From here it can become {' or '.join(ways)}." if ways else "It stays so."
        raise NotNow(
            f"This {self.thing} is {self.states[current].label.lower()} and cannot become "
            f"{self.states[to].label.lower()}. {tail}"
        )


REGISTER: dict[str, StateTable] = {}


def table(thing: str, **states: State) -> StateTable:
    """Make and register the state table of one thing (the docs are drawn from the register)."""
    made = StateTable(thing, states)
    REGISTER[thing] = made
    return made
