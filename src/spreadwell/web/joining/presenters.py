"""What the pages of calls print: the table, who has scored what, one's own application."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from spreadwell.domain.joining.models import CallReviewer, SiteApplication, SiteCall
from spreadwell.domain.joining.panel import Panel
from spreadwell.domain.joining.ranking import Ranked

# A cell that stands for what is not there.
NONE = "–"


@dataclass(frozen=True, slots=True)
class Line:
    """One application in the table, in words; a hidden one shows no numbers to this viewer."""

    pk: int
    name: str
    mean: str
    spread: str
    counted: str
    missing: str
    by_criterion: tuple[tuple[str, str], ...]
    hidden: bool = False


def line_of(row: Ranked, hidden: bool = False) -> Line:
    """Prepare one row; missing stays missing, and nothing is shown as nought that was not given."""
    if hidden:
        return Line(row.application, row.name, "", "", "", "", (), True)
    return Line(
        row.application,
        row.name,
        _number(row.mean) if row.mean is not None else "Not scored whole",
        _spread(row.spread, row.lowest, row.highest),
        _counted(row.counted, row.asked, row.aside),
        str(row.missing) if row.missing else "None",
        tuple((one.name, _number(one.mean)) for one in row.criteria),
    )


def frozen_lines(evidence: Mapping[str, Any], hidden: Collection[int] = ()) -> list[Line]:
    """Prepare the table as a decision kept it; `hidden` are applications without their numbers."""
    return [
        Line(one["application"], one["organisation"], "", "", "", "", (), True)
        if one["application"] in hidden
        else Line(
            one["application"],
            one["organisation"],
            _number(one["mean"]) if one["mean"] is not None else "Not scored whole",
            _spread(
                one["highest"] - one["lowest"] if one["counted"] > 1 else None,
                one["lowest"],
                one["highest"],
            ),
            _counted(one["counted"], one["asked"], one["set aside"]),
            str(one["missing"]) if one["missing"] else "None",
            tuple((each["name"], _number(each["mean"])) for each in one["by criterion"]),
        )
        for one in evidence.get("table") or ()
    ]


def _number(value: float | None) -> str:
    return NONE if value is None else f"{value:.1f}"


def _spread(spread: float | None, lowest: float | None, highest: float | None) -> str:
    if spread is None or lowest is None or highest is None:
        return NONE
    return f"{lowest:.1f} to {highest:.1f}"


def _counted(counted: int, asked: int, aside: int) -> str:
    text = f"{counted} of {asked}"
    return f"{text}; {aside} set aside" if aside else text


@dataclass(frozen=True, slots=True)
class ToScore:
    """One application as a reviewer meets it."""

    application: SiteApplication
    given: int
    of: int
    why_not: str

    @property
    def done(self) -> bool:
        """Tell whether nothing is left to score here."""
        return bool(self.why_not) or self.given == self.of


def to_score(panel: Panel, seat: CallReviewer) -> list[ToScore]:
    """Return the applications of a reviewer: what is given, or why they are set aside."""
    return [
        ToScore(
            one, panel.given(one, seat), len(panel.criteria), panel.aside.get((one.pk, seat.pk), "")
        )
        for one in panel.applications
    ]


@dataclass(frozen=True, slots=True)
class Reviewing:
    """How far one reviewer has come."""

    seat: CallReviewer
    done: int
    asked: int
    aside: tuple[str, ...]


def reviewing(panel: Panel) -> list[Reviewing]:
    """Return how far each reviewer has come, and from what they are set aside."""
    names = {one.pk: one.organisation.name for one in panel.applications}
    return [
        Reviewing(
            seat,
            panel.done_by(seat),
            len(panel.asked_of(seat)),
            tuple(
                f"{names[application]}: {why}"
                for (application, reviewer), why in panel.aside.items()
                if reviewer == seat.pk
            ),
        )
        for seat in panel.reviewers
    ]


def lines_of(panel: Panel, seat: CallReviewer | None, leads: bool) -> list[Line]:
    """Return the table as it stands; reviewers see nothing of what they are set aside from."""
    rows: Sequence[Ranked] = panel.ranked()
    hidden = set_aside(panel, seat, leads)
    return [line_of(row, hidden=row.application in hidden) for row in rows]


def set_aside(panel: Panel, seat: CallReviewer | None, leads: bool) -> set[int]:
    """Return the applications of whose scores a reviewer sees nothing, before and after."""
    if seat is None or leads:
        return set()
    return {application for application, reviewer in panel.aside if reviewer == seat.pk}


@dataclass(frozen=True, slots=True)
class Given:
    """What one reviewer gave an application, criterion by criterion."""

    name: str
    scores: tuple[tuple[str, str, str], ...]
    aside: str


def given_to(panel: Panel, application: SiteApplication) -> list[Given]:
    """Return every reviewer's scores and notes on one application."""
    found = []
    for seat in panel.reviewers:
        rows = []
        for criterion in panel.criteria:
            one = panel.scores.get((application.pk, seat.pk, criterion.pk))
            rows.append((criterion.name, str(one.score) if one else "Not given",
                         one.note if one else ""))  # fmt: skip
        aside = panel.aside.get((application.pk, seat.pk), "")
        if not aside or any(score != "Not given" for _, score, _ in rows):
            found.append(Given(str(seat.person), tuple(rows), aside))
    return found


def asked_words(call: SiteCall) -> str:
    """Say in a sentence what is sought, and how it stands."""
    places = "1 site is" if call.places == 1 else f"{call.places} sites are"
    return f"{places} sought for {call.version}, in {call.network}."
