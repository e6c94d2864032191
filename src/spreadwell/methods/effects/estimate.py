"""The two shapes that every result is made of: an estimate, and the unit it is in."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scale:
    """The unit of every number: `kind` is "proportion" or "value", `words` such as "in 100".

    `factor` is what a number is multiplied by when it is said in those words.
    """

    kind: str
    per: int
    words: str
    factor: float = 1.0


@dataclass(frozen=True, slots=True)
class Estimate:
    """An estimate with its uncertainty; `df` None means a normal interval."""

    estimate: float
    se: float | None
    lower: float | None
    upper: float | None
    df: float | None
    level: float

    @property
    def excludes_zero(self) -> bool:
        """True when the interval exists and does not hold zero."""
        return (
            self.lower is not None and self.upper is not None and (self.lower > 0 or self.upper < 0)
        )
