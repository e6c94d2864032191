"""Every look at an effect: how many were planned, how many were made, and whether it is early."""

from collections.abc import Sequence
from dataclasses import dataclass

from .models import Effect, Protocol


@dataclass(frozen=True, slots=True)
class Looking:
    """Where a look stands among those planned.

    Looks on readings that reach the same period count once: a correction is no further look.
    `alone` is whether the range of this look may lead as if it were the only one.
    """

    made: int
    planned: int

    @property
    def alone(self) -> bool:
        """Exactly the one look that was planned."""
        return self.made == self.planned == 1

    @property
    def sentence(self) -> str:
        """Which look this is, and what follows for its range."""
        if self.alone:
            return "This is the one look that was planned."
        if self.made > self.planned:
            plan = "1 was" if self.planned == 1 else f"{self.planned} were"
            return (
                f"This is look {self.made}, and {plan} planned. Whoever looks often finds "
                "something in the end, so the wider range leads."
            )
        if self.made == self.planned:
            return (
                f"This is the last of {self.planned} looks that were planned. The wider range "
                "leads, since it holds at every look."
            )
        return (
            f"This is early: look {self.made} of {self.planned} that were planned. The wider range "
            "leads, since it holds at every look."
        )


def looking_of(protocol: Protocol, looks: Sequence[Effect], effect: Effect) -> Looking:
    """Where a look stands; `looks` are all of its protocol."""
    upto = {one.result["last_period"] for one in looks if one.look <= effect.look}
    return Looking(len(upto), protocol.looks_planned)


def over_time(looks: Sequence[Effect]) -> list[Effect]:
    """The last look at each period that readings reached, earliest first."""
    last: dict[str, Effect] = {}
    for one in sorted(looks, key=lambda effect: effect.look):
        last[one.result["last_period"]] = one
    return list(last.values())
