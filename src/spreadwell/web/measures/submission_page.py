"""What a page says of a submission: its changes by measure and site, and its corrections."""

from dataclasses import dataclass
from typing import Any

from spreadwell.charts.equity_wording import KEPT_BACK
from spreadwell.domain.measures.changes import counts_in_words
from spreadwell.domain.measures.models import Measure, Submission
from spreadwell.domain.measures.strata import knows_strata
from spreadwell.domain.networks.models import Organisation
from spreadwell.domain.people.viewer import Viewer
from spreadwell.formats.periods import Period

from .intake_forms import AnswersForm, QuestionAsked

SHOWN_PROBLEMS = 500
SHOWN_SITES = 60


@dataclass(frozen=True, slots=True)
class MeasureChange:
    """One measure of a submission, with its sites."""

    measure: str
    span: str
    new: int
    corrected: int
    same: int
    sites: tuple[tuple[str, int, int, int], ...]
    more_sites: int


@dataclass(frozen=True, slots=True)
class Correction:
    """One number that is corrected."""

    where: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Changes:
    """All that a submission changes, in words and rows."""

    words: str
    brings: bool
    measures: tuple[MeasureChange, ...]
    corrections: tuple[Correction, ...]
    more_corrections: int
    notes: tuple[str, ...]


def changes_of(viewer: Viewer, submission: Submission) -> Changes:
    """Prepare the changes of a submission for its page."""
    told = submission.changes
    knows = knows_strata(viewer, submission)
    corrections = tuple(_correction(one, knows) for one in told.get("corrections", []))
    return Changes(
        words=counts_in_words(told),
        brings=bool(told.get("new") or told.get("corrected")),
        measures=tuple(_measure(one) for one in told.get("measures", [])),
        corrections=corrections,
        more_corrections=max(int(told.get("corrected", 0)) - len(corrections), 0),
        notes=tuple(dict.fromkeys([*submission.said.get("notes", []), *told.get("notes", [])])),
    )


def _measure(one: dict[str, Any]) -> MeasureChange:
    first, last = one["first"], one["last"]
    sites = tuple((str(s[0]), int(s[1]), int(s[2]), int(s[3])) for s in one["sites"])
    return MeasureChange(
        one["measure"],
        first if first == last else f"{first} to {last}",
        one["new"],
        one["corrected"],
        one["same"],
        sites[:SHOWN_SITES],
        max(len(sites) - SHOWN_SITES, 0),
    )


def _correction(one: dict[str, Any], knows_strata: bool) -> Correction:
    where = ", ".join(p for p in (one["measure"], one["site"], one["period"], one["stratum"]) if p)
    if one["stratum"] and not knows_strata:
        return Correction(where, KEPT_BACK, KEPT_BACK)
    return Correction(where, _said(one["before"]), _said(one["after"]))


def _said(numbers: list[float | None]) -> str:
    top, bottom, value = numbers
    if value is not None:
        return f"{value:,.6g}"
    if top is None:  # counted, and too few to be told
        return "suppressed" if bottom is None else f"suppressed, of {bottom:,.6g}"
    return f"{top:,.6g} of {bottom or 0:,.6g}"


def questions_on(viewer: Viewer, submission: Submission, form: AnswersForm) -> list[QuestionAsked]:
    """Prepare what is asked of a submission's numbers, with the answers so far."""
    asked = submission.said.get("questions", [])
    measures = Measure.objects.visible_to(viewer).filter(slug__in={q["measure"] for q in asked})
    there = {q["organisation"] for q in asked}
    organisations = Organisation.objects.visible_to(viewer).filter(pk__in=there)
    names = dict(measures.values_list("slug", "name"))
    places = dict(organisations.values_list("pk", "name"))
    answers = submission.said.get("answers", {})
    made = []
    for one in asked:
        key = one["key"]
        is_open = f"right-{key}" in form.fields
        where = [
            names.get(one["measure"], one["measure"]),
            places.get(one["organisation"], one["site"]),
            Period.parse(one["period"]).label,
        ]
        made.append(
            QuestionAsked(
                key=key,
                where=", ".join(where),
                words=f"{_said(one['numbers'])}. {one['question']}",
                right=form[f"right-{key}"] if is_open else None,
                note=form[f"note-{key}"] if is_open else None,
                answered=_answered(answers.get(key)),
            )
        )
    return made


def _answered(answer: dict[str, str] | None) -> str:
    if answer is None:
        return ""
    return f"{answer['who']} said that it is right" + (
        f": {answer['note']}" if answer["note"] else "."
    )


def same_file(viewer: Viewer, submission: Submission) -> Submission | None:
    """Return the submission that brought this very file before, if it was accepted."""
    if not submission.sha256:
        return None
    rows = Submission.objects.visible_to(viewer).filter(
        sha256=submission.sha256, state="accepted", pk__lt=submission.pk
    )
    return rows.defer("content").first()
