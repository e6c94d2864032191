"""What a chart is asked, whatever its kind: one value that says and checks it all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, TypedDict

import numpy as np
from numpy.typing import ArrayLike

from spreadwell.methods.spc.dialects import DIALECTS, Dialect, dialect_named
from spreadwell.methods.spc.segments import as_values, check_baseline
from spreadwell.methods.spc.shapes import Floats, Improvement

Target = ArrayLike | Sequence[float | None] | None


class Asked(TypedDict, total=False):
    """The parts of a question as keyword arguments of every chart; see `Question`."""

    baseline: int | None
    rebase: Sequence[int]
    improvement: str
    target: Target
    dialect: str | Dialect
    screen: bool | None
    exclude: Sequence[int]


@dataclass(frozen=True, slots=True)
class Question:
    """What a chart is asked; ValueError with one sentence where it cannot be asked.

    `baseline`: limits rest on the first so many observed points of each segment. `rebase`:
    positions of the first points of new segments, counted from 0. `improvement`: up, down or
    neither. `target`: a number, or one a period (None where there is none). `dialect`: whose
    rules. `screen`: whether large moving ranges are left out of their mean; None leaves it to
    the dialect. `exclude`: positions left out of the limits; they are drawn and tested.
    """

    baseline: int | None = None
    rebase: Sequence[int] = ()
    improvement: str = "up"
    target: Target = None
    dialect: str | Dialect = "mdc"
    screen: bool | None = None
    exclude: Sequence[int] = ()

    def __post_init__(self) -> None:
        check_baseline(self.baseline)
        dialect_named(self.dialect)
        put = object.__setattr__
        put(self, "improvement", direction(self.improvement))
        for name in ("rebase", "exclude"):
            put(self, name, tuple(sorted({int(place) for place in getattr(self, name)})))
        if self.exclude and min(self.exclude) < 0:
            raise ValueError(f"There is no position {min(self.exclude)} to leave out.")
        put(self, "target", _plain_target(self.target))

    @property
    def rules(self) -> Dialect:
        """The dialect, screening as asked."""
        rules = dialect_named(self.dialect)
        if self.screen is None:
            return rules
        return replace(
            rules, screen=self.screen, screen_others=self.screen, screen_ranges=self.screen
        )

    @property
    def way(self) -> Improvement:
        """The direction of improvement."""
        return Improvement(self.improvement)

    def to_dict(self) -> dict[str, Any]:
        """The question as plain values, for JSON; `from_dict` reads it back."""
        rules = dialect_named(self.dialect)
        plain = rules.name if DIALECTS.get(rules.name) == rules else asdict(rules)
        target = self.target
        return {
            "baseline": self.baseline,
            "rebase": list(self.rebase),
            "improvement": self.way.value,
            "target": list(target) if isinstance(target, tuple) else target,
            "dialect": plain,
            "screen": self.screen,
            "exclude": list(self.exclude),
        }

    @classmethod
    def from_dict(cls, plain: Mapping[str, Any]) -> Question:
        """The question that `to_dict` wrote; ValueError names what it does not know."""
        unknown = sorted(set(plain) - set(cls.__slots__))
        if unknown:
            raise ValueError(f"A chart is not asked {unknown[0]!r}.")
        dialect = plain.get("dialect", "mdc")
        rules = Dialect(**dialect) if isinstance(dialect, Mapping) else dialect
        return cls(**{**plain, "dialect": rules})


def question_of(question: Question | None, asked: Asked) -> Question:
    """A question with what keyword arguments change in it."""
    return replace(question or Question(), **asked) if asked else question or Question()


def direction(improvement: str) -> Improvement:
    """The direction of improvement; ValueError names the choices."""
    try:
        return Improvement(improvement)
    except ValueError:
        raise ValueError(
            f"There is no direction {improvement!r}: choose up, down or neither."
        ) from None


def targets(target: Target, count: int, length: int) -> Floats | None:
    """Targets as 1 or `count` rows × 1 or `length` columns; ValueError says what fits."""
    if target is None:
        return None
    aims = np.atleast_2d(as_values(target, "targets"))
    if aims.shape[0] not in (1, count) or aims.shape[1] not in (1, length):
        raise ValueError(f"Give one target, one a series, or one for each of {length} periods.")
    return aims


def _plain_target(target: Target) -> float | tuple[float | None, ...] | None:
    """A number, or one a period with None for none: plain values that compare and travel."""
    if target is None or isinstance(target, float):
        return None if target is None else float(as_values(target, "targets"))
    aims = as_values(target, "targets")
    if aims.ndim > 1:
        raise ValueError("Give one target, or one for each period.")
    if aims.ndim == 0:
        return float(aims)
    return tuple(None if aim != aim else aim for aim in aims.tolist())
