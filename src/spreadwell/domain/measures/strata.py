"""Strata come in by an analyst's extract alone, with values that are known."""

import numpy as np

from spreadwell.formats.problems import RowProblem
from spreadwell.formats.readings import Readings
from spreadwell.formats.strata import STRATA

from ..people.roles import Role
from ..people.viewer import Viewer
from .models import Measure, ReadingColumns

SEND_STRATA = (Role.ADMINISTRATOR, Role.ANALYST)
BY_EXTRACT = (
    "readings of single groups of people come by an analyst's extract; send those of everyone "
    "together, and leave this column out"
)
UNKNOWN_WAY = f"there is no such way to tell people apart; use {', '.join(STRATA)}"


def sends_strata(viewer: Viewer) -> bool:
    """Tell whether the viewer's files may hold readings of single groups of people."""
    return viewer.holds(*SEND_STRATA)


def strata_problems(viewer: Viewer, readings: Readings) -> list[RowProblem]:
    """Strata that this person may not send, and values that no stratifier has.

    What a person may not send is told once a column; a wrong value for each row that has it.
    """
    problems: list[RowProblem] = []
    for name, column in readings.strata.items():
        filled = np.flatnonzero(column.codes >= 0)
        if not len(filled):
            continue
        row = int(readings.rows[filled[0]])
        if not sends_strata(viewer):
            problems.append(RowProblem(row, name, BY_EXTRACT, column.at(int(filled[0]))))
        elif name not in STRATA:
            problems.append(RowProblem(row, name, UNKNOWN_WAY, column.at(int(filled[0]))))
        else:
            wrong = [STRATA[name].problem(label) for label in column.labels]
            problems += [
                RowProblem(int(readings.rows[i]), name, wrong[column.codes[i]], column.at(i))
                for i in filled.tolist()
                if wrong[column.codes[i]]
            ]
    return problems


def stratifiers_of(viewer: Viewer, measure: Measure) -> list[str]:
    """By what the readings of a measure that a viewer may see are told apart, in our order."""
    rows = ReadingColumns.objects.visible_to(viewer).filter(measure=measure)
    found = set(rows.exclude(stratifier="").order_by().values_list("stratifier", flat=True))
    return [key for key in STRATA if key in found]
