"""What is asked of the readings: one small value object, checked when it is made."""

from dataclasses import dataclass
from typing import Any, Final

from spreadwell.methods.effects.plain import from_plain, to_plain

DESIGNS: Final = (
    "auto",
    "imputation",
    "callaway-santanna",
    "synthetic-did",
    "synthetic-control",
    "interrupted-time-series",
)
COMPARISONS: Final = ("never", "notyet")
BASES: Final = ("varying", "universal")
WEIGHTINGS: Final = ("patients", "sites")
IMPROVEMENTS: Final = ("up", "down", "neither")


@dataclass(frozen=True, slots=True)
class EffectQuestion:
    """An effect asked for, with everything that may change the answer.

    `per` is the unit of every number (100 for "in 100"; None lets the data choose);
    `smallest_worthwhile` is in that unit. `window` periods from the start count neither before
    nor after; `periods_after` keeps the first N periods after the first one (None keeps all).
    `donut` leaves that many periods before the start out; 0 forbids it, None leaves three out
    where they look like a bad spell. `base` is what the check holds periods before a start
    against: the period before each, or the one before the start.
    `group_words` names what the groups are when adoption was decided for groups of sites.
    A field that makes no sense is a ValueError with the sentence a user reads.
    """

    design: str = "auto"
    compare: str = "notyet"
    base: str = "varying"
    weights: str = "patients"
    window: int = 0
    donut: int | None = None
    periods_after: int | None = None
    level: float = 0.95
    draws: int = 999
    seed: int = 20240401
    per: int | None = None
    improvement: str = "up"
    smallest_worthwhile: float | None = None
    randomised: bool = False
    also_live: tuple[str, ...] = ()
    selected_for_high_value: bool = False
    group_words: str = "sites"

    def __post_init__(self) -> None:
        for name, allowed in (
            ("design", DESIGNS),
            ("compare", COMPARISONS),
            ("base", BASES),
            ("weights", WEIGHTINGS),
            ("improvement", IMPROVEMENTS),
        ):
            if getattr(self, name) not in allowed:
                raise ValueError(
                    f"{name} is {getattr(self, name)!r}; it must be one of {', '.join(allowed)}."
                )
        if self.window < 0:
            raise ValueError(f"window is {self.window}; it must be 0 or more periods.")
        if self.donut is not None and self.donut < 0:
            raise ValueError(f"donut is {self.donut}; it must be 0 or more periods.")
        if self.periods_after is not None and self.periods_after < 0:
            raise ValueError(f"periods_after is {self.periods_after}; it must be 0 or more.")
        if not 0.5 < self.level < 1:
            raise ValueError(f"level is {self.level}; it must lie between 0.5 and 1.")
        if self.draws < 99:
            raise ValueError(f"draws is {self.draws}; at least 99 are needed.")
        if self.per is not None and self.per < 1:
            raise ValueError(f"per is {self.per}; it must be 1 or more.")

    def to_dict(self) -> dict[str, Any]:
        """The question as plain data."""
        return dict(to_plain(self))

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> "EffectQuestion":
        """The question from its plain data."""
        return from_plain(cls, data)
