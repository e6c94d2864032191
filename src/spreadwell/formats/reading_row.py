"""One reading as a row: the rules every reading keeps, however it arrives."""

from enum import StrEnum
from typing import NamedTuple, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from spreadwell.formats.cells import Amount, Code, Number, PeriodCell, problem


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
    it is not known: a proportion's numerator cannot exceed its denominator.
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
    strata: dict[str, str] = Field(default_factory=dict)
    statistic: Statistic | None = None

    @model_validator(mode="after")
    def _rules(self) -> Self:
        broken = broken_rule(
            self.numerator, self.denominator, self.value, self.sd, self.n, statistic=self.statistic
        )
        if broken:
            raise problem(broken.message, broken.column)
        return self


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
) -> BrokenRule | None:
    """The first rule that the numbers of one reading break, in words; None when all hold."""
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
        if statistic is Statistic.PROPORTION and numerator > denominator:
            message = f"{numerator:.12g} is above its denominator {denominator:.12g}"
            return BrokenRule("numerator", message)
    if statistic in (Statistic.COUNT, Statistic.RATE) and value is not None and value < 0:
        return BrokenRule("value", f"{value:.12g} is negative, but this measure is a {statistic}")
    if n == 0 and sd is not None:
        return BrokenRule("n", "it is 0 but there is an sd")
    return None


_NO_NUMBER = "the cell is blank; leave the row out when there was no reading"
