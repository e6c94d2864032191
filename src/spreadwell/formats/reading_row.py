"""One reading as a row: the rules every reading keeps, however it arrives."""

from enum import StrEnum
from typing import Any, NamedTuple, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from spreadwell.formats.cells import LARGEST, SUPPRESSED, Amount, Code, Number, PeriodCell, problem

MAY_BE_SUPPRESSED = ("numerator", "value")
"""The numbers for which files may write *; beside one, the denominator may be * too."""


class Statistic(StrEnum):
    """What the numbers of a measure are; it decides which rules and charts suit."""

    PROPORTION = "proportion"
    RATE = "rate"
    COUNT = "count"
    MEAN = "mean"


class ReadingRow(BaseModel):
    """One measure at one site in one period, in at most one stratum of each stratifier.

    Either ``numerator`` and ``denominator`` or ``value`` is filled; ``sd`` and ``n`` describe
    the subgroup behind a mean. ``statistic`` is what the measure's definition says, None when
    it is not known: a proportion's numerator cannot exceed its denominator. A suppressed reading
    was counted but is too small to be told: files write * in its numerator or value, and it has
    neither; its denominator may be there.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    measure: Code
    site: Code
    period: PeriodCell
    numerator: Amount = None
    denominator: Amount = None
    value: Number = None
    sd: Amount = None
    n: Amount = None
    suppressed: bool = False
    strata: dict[str, str] = Field(default_factory=dict)
    statistic: Statistic | None = None

    @model_validator(mode="before")
    @classmethod
    def _stars(cls, cells: Any) -> Any:
        if not isinstance(cells, dict) or not any(
            is_suppressed(cells.get(name)) for name in MAY_BE_SUPPRESSED
        ):
            return cells
        starred = [
            name for name in (*MAY_BE_SUPPRESSED, "denominator") if is_suppressed(cells.get(name))
        ]
        return cells | dict.fromkeys(starred) | {"suppressed": True}

    @model_validator(mode="after")
    def _rules(self) -> Self:
        broken = broken_rule(
            self.numerator,
            self.denominator,
            self.value,
            self.sd,
            self.n,
            statistic=self.statistic,
            suppressed=self.suppressed,
        )
        if broken:
            raise problem(broken.message, broken.column)
        return self


def is_suppressed(cell: Any) -> bool:
    """Tell whether a cell says that its number is too small to be told."""
    return isinstance(cell, str) and cell.strip() == SUPPRESSED


class BrokenRule(NamedTuple):
    """A rule between the numbers of one reading that does not hold, and where it shows."""

    column: str
    message: str


def broken_rule(
    numerator: float | None,
    denominator: float | None,
    value: float | None,
    sd: float | None,
    n: float | None,
    *,
    statistic: Statistic | None,
    suppressed: bool = False,
) -> BrokenRule | None:
    """The first rule that the numbers of one reading break, in words; None when all hold."""
    if suppressed:
        if numerator is None and value is None:
            return None
        column = "value" if value is not None else "numerator"
        return BrokenRule(column, "the reading is suppressed; it cannot have a number as well")
    if value is not None and (numerator is not None or denominator is not None):
        return BrokenRule("value", "give numerator and denominator or value, not both")
    if value is None and numerator is None:
        return BrokenRule("numerator" if denominator is not None else "value", _NO_NUMBER)
    if value is None and denominator is None:
        message = "the cell is blank; a count without a denominator goes under value"
        return BrokenRule("denominator", message)
    if numerator is not None and denominator is not None:
        if denominator == 0 and numerator > 0:
            return BrokenRule("denominator", f"it is 0 but the numerator is {numerator:.12g}")
        if numerator > denominator * LARGEST:
            message = f"{denominator:.12g} is too near 0 for a numerator of {numerator:.12g}"
            return BrokenRule("denominator", message)
        if statistic is Statistic.PROPORTION and numerator > denominator:
            message = f"{numerator:.12g} is above its denominator {denominator:.12g}"
            return BrokenRule("numerator", message)
    if statistic in (Statistic.COUNT, Statistic.RATE) and value is not None and value < 0:
        return BrokenRule("value", f"{value:.12g} is negative, but this measure is a {statistic}")
    if n == 0 and sd is not None:
        return BrokenRule("n", "it is 0 but there is an sd")
    return None


_NO_NUMBER = "the cell is blank; leave the row out when there was no reading"
