"""What the options of `spreadwell chart` ask of each series."""

import argparse
from dataclasses import dataclass

from spreadwell.cli.arguments import period, share_or_number, whole
from spreadwell.cli.messages import UsageProblem
from spreadwell.cli.series import Series
from spreadwell.formats.periods import Period, PeriodKind
from spreadwell.formats.reading_row import Statistic
from spreadwell.methods.spc import Question


@dataclass(frozen=True, slots=True)
class Aim:
    """A target, from a period on or throughout."""

    since: Period | None
    value: float

    def __bool__(self) -> bool:
        return True


def aim(text: str) -> Aim:
    """A target such as 80%, or from a period on: 2024-04=80%."""
    when, _, number = text.rpartition("=")
    return Aim(period(when) if when else None, share_or_number(number))


def baseline(text: str) -> int:
    """A number of points that can hold a moving range."""
    points = whole(text)
    if points < 2:
        raise argparse.ArgumentTypeError("it must be 2 or more")
    return points


@dataclass(frozen=True, slots=True)
class Asking:
    """The options, with every period of the kind that the readings have."""

    options: argparse.Namespace
    rebase: list[Period]
    exclude: list[Period]
    aims: list[Aim]

    def of(self, series: Series) -> Question:
        """The question put to one series."""
        options = self.options
        return Question(
            baseline=options.baseline,
            rebase=series.starts(self.rebase),
            improvement=options.improvement,
            target=self._target(series),
            dialect=options.dialect,
            screen=options.screen,
            exclude=series.places(self.exclude),
        )

    def _target(self, series: Series) -> float | tuple[float | None, ...] | None:
        if all(one.since is None for one in self.aims):
            return self.aims[-1].value if self.aims else None
        steps = sorted(
            ((one.since.ordinal if one.since else -(10**12)), one.value) for one in self.aims
        )
        return tuple(
            next((value for since, value in reversed(steps) if since <= ordinal), None)
            for ordinal in series.ordinals
        )


def asking(options: argparse.Namespace, kind: PeriodKind) -> Asking:
    """The options as they are meant for readings of this kind of period.

    ``UsageProblem`` where a period is of another kind.
    """
    return Asking(
        options,
        [of_kind(one, kind) for one in options.rebase],
        [of_kind(one, kind) for one in options.exclude],
        [
            Aim(of_kind(one.since, kind) if one.since else None, one.value)
            for one in options.target or []
        ],
    )


def of_kind(one: Period, kind: PeriodKind) -> Period:
    """A period given on the command line as one of the readings' kind."""
    if one.kind is kind:
        return one
    if one.kind is PeriodKind.YEAR and kind is PeriodKind.INTEGER:
        return Period(kind, one.ordinal)
    raise UsageProblem(f"“{one}” is a {one.kind}, but the readings are by {kind}.")


def check_shares(aims: list[Aim], statistics: set[Statistic | None]) -> None:
    """A target above 1 cannot be meant for a proportion."""
    if statistics != {Statistic.PROPORTION}:
        return
    for one in aims:
        if one.value > 1:
            raise UsageProblem(
                f"A target of {one.value:g} is above 1 for a proportion; write it as a share of "
                f"1 or with a percent sign, such as {one.value:g}%."
            )
