"""Numbers unlike those before them, asked about before they are accepted: never a fault."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from django.utils import timezone

from spreadwell.formats.periods import Period
from spreadwell.formats.readings import Readings

from ..audit.actions import record
from ..foundation.actions import action
from ..foundation.refusals import Invalid
from ..people.models import Person
from ..people.viewer import Viewer, viewer_of
from . import policies
from .answers import answers_again
from .charts import series_of
from .columns import Columns, readings_as_columns
from .models import Measure, Reading, Submission
from .permissions import check_settle
from .usual import MANY_TIMES, PARTS, Numbers, Usual, usual_of

MOST_ASKED = 10
"""The worst of them: more questions would be ticked without being read."""

MOST_SERIES = 500
"""A file of more series than these is an extract, whose makers look at the icon table instead."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What was asked of a number that stands, and what its sender said."""

    question: str
    note: str
    who: str
    at: datetime


def questions_about(
    viewer: Viewer,
    readings: Readings,
    measures: Mapping[str, Measure],
    organisations: Mapping[str, int],
) -> list[dict[str, Any]]:
    """Return what to ask about readings that are to be stored, the most unlike first.

    Each is asked against the readings before the file's own, and against the number before it,
    be that stored or of the file.
    """
    whole = readings.whole()
    keys = np.stack([whole.measure.codes, whole.site.codes])
    series, row = np.unique(keys, axis=1, return_inverse=True)
    if series.shape[1] > MOST_SERIES:
        return []
    scope = Reading.objects.visible_to(viewer)
    found: list[tuple[float, dict[str, Any]]] = []
    for name in whole.measures:
        measure = measures[name]
        code = whole.measure.labels.index(name)
        places = {
            organisations[whole.site.labels[s]]: i
            for i, (m, s) in enumerate(series.T.tolist())
            if m == code
        }
        columns = readings_as_columns(scope, [measure], organisations=list(places))
        for place, i in places.items():
            mine = whole.take(np.flatnonzero(row.reshape(-1) == i))
            found += _of_series(measure, place, mine, columns)
    found.sort(key=lambda one: -one[0])
    return [one | {"key": str(i)} for i, (_, one) in enumerate(found[:MOST_ASKED])]


def _of_series(
    measure: Measure, place: int, mine: Readings, columns: Columns
) -> list[tuple[float, dict[str, Any]]]:
    stored = columns.of(organisations=[place])
    before = series_of(stored.take(~np.isin(stored.ordinal, mine.period)), measure, place)
    numbers: dict[int, Numbers] = {
        int(t): {part: _given(getattr(stored, part)[i]) for part in PARTS}
        for i, t in enumerate(stored.ordinal)
    }
    given: dict[int, Numbers] = {
        int(t): {part: _given(getattr(mine, part)[i]) for part in PARTS}
        for i, t in enumerate(mine.period)
    }
    together = numbers | given
    usual = usual_of(measure, before, None, Period(mine.kind, int(mine.period.min())))
    asked = []
    for i in np.argsort(mine.period, kind="stable").tolist():
        ordinal = int(mine.period[i])
        if numbers.get(ordinal) == given[ordinal]:
            continue
        period = Period(mine.kind, ordinal)
        here = Usual(
            usual.low, usual.high, together.get(ordinal - 1, dict.fromkeys(PARTS)),
            period.previous().label, usual.scale, usual.unit,
        )  # fmt: skip
        question = here.question(given[ordinal])
        if question:
            asked.append(
                (
                    _unlike(here, given[ordinal]),
                    {
                        "measure": measure.slug,
                        "organisation": place,
                        "site": mine.site.at(i),
                        "ordinal": ordinal,
                        "period": str(period),
                        "row": int(mine.rows[i]),
                        "numbers": [given[ordinal][part] for part in PARTS],
                        "question": question,
                    },
                )
            )
    return asked


def _unlike(usual: Usual, given: Numbers) -> float:
    """How unlike the usual numbers are: times the allowed distance, or times the allowed jump."""
    jumps = [
        number / last / MANY_TIMES
        for part, number in given.items()
        if number is not None and (last := usual.last.get(part))
    ]
    return max([*jumps, usual.distance(given), 0.0])


def _given(number: float) -> float | None:
    return None if math.isnan(number) else float(number)


@action
def keep_questions(
    *, by: Person, submission: Submission, asked: Sequence[dict[str, Any]]
) -> Submission:
    """Keep what a submission's sender is asked about its numbers."""
    check_settle(viewer_of(by), submission)
    policies.check_accept(submission)
    answers = answers_again(submission.said, asked)
    submission.said = submission.said | {"questions": list(asked), "answers": answers}
    submission.save(update_fields=["said"])
    record(
        by=by,
        verb="measures.submission_asked",
        thing=submission,
        summary=f"{len(asked)} numbers of {submission} were asked about",
    )
    return submission


@action
def answer_questions(*, by: Person, submission: Submission, notes: Mapping[str, str]) -> Submission:
    """Say that numbers asked about are right, each with a note or none."""
    submission = Submission.objects.select_for_update().get(pk=submission.pk)
    check_settle(viewer_of(by), submission)
    policies.check_accept(submission)
    asked = {one["key"]: one for one in submission.said.get("questions", [])}
    if not set(notes) <= set(asked):
        raise Invalid("That is not one of the numbers asked about.")
    now = timezone.now().isoformat()
    answers = dict(submission.said.get("answers", {}))
    for key, note in notes.items():
        answers[key] = {"note": note.strip()[:500], "by": by.pk, "who": str(by), "at": now}
        one = asked[key]
        record(
            by=by,
            verb="measures.number_confirmed",
            thing=submission,
            summary=f"{by} said that {one['measure']} at {one['site']} in {one['period']} is right"
            + (f": {note.strip()}" if note.strip() else ""),
        )
    submission.said = submission.said | {"answers": answers}
    submission.save(update_fields=["said"])
    return submission


def answers_of(viewer: Viewer, measure: Measure, organisation: int) -> dict[int, Answered]:
    """Return what senders said of numbers of one chart, by the ordinal of the period.

    Only of readings that stand; who said it is told to those who may see that person or sent it.
    """
    rows = Reading.objects.visible_to(viewer).current()
    standing = rows.filter(measure=measure, organisation=organisation, stratifier="")
    sources = Submission.objects.filter(
        state="accepted", said__has_key="questions", readings__in=standing
    ).distinct()
    by_submission = dict(standing.values_list("ordinal", "submission_id"))
    people = set(Person.objects.visible_to(viewer).values_list("pk", flat=True))
    found = {}
    for source in sources.only("said"):
        answers = source.said.get("answers", {})
        for one in source.said["questions"]:
            answer = answers.get(one["key"])
            mine = one["measure"] == measure.slug and one["organisation"] == organisation
            if answer is None or not mine or by_submission.get(one["ordinal"]) != source.pk:
                continue
            who = answer["who"] if answer["by"] in people else "Its sender"
            found[int(one["ordinal"])] = Answered(
                one["question"], answer["note"], who, datetime.fromisoformat(answer["at"])
            )
    return found
