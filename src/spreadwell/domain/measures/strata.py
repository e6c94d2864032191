"""Strata come in by an analyst's extract alone, with values that are known."""

from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from spreadwell.formats.strata import STRATA
from spreadwell.formats.tables import TextColumn

from ..people.roles import Role
from ..people.viewer import Viewer
from .models import Measure, ReadingColumns, Submission

SEND_STRATA = (Role.ADMINISTRATOR, Role.ANALYST)
BY_EXTRACT = (
    "readings of single groups of people come by an analyst's extract; send those of everyone "
    "together, and leave this column out"
)
NO_SHARES = (
    "a proportion or rate of a single group of people needs its numerator and denominator; a share "
    "that is worked out already cannot be added up or tested for small numbers"
)
UNKNOWN_WAY = f"there is no such way to tell people apart; use {', '.join(STRATA)}"


def sends_strata(viewer: Viewer) -> bool:
    """Tell whether the viewer's files may hold readings of single groups of people."""
    return viewer.holds(*SEND_STRATA)


def wrong_strata(
    strata: Mapping[str, TextColumn], *, sends: bool, shares: NDArray[np.bool_]
) -> Iterator[tuple[int, str, str, str]]:
    """Strata that this person may not send, values that no stratifier has, and finished shares.

    `sends` is whether they may at all; `shares` the rows whose `value` is that of a proportion or
    rate. Gives the position of the row, the column, the message and
    the value: what may not be sent once a column, a wrong value for each row that has it.
    """
    for name, column in strata.items():
        filled = np.flatnonzero(column.codes >= 0)
        if not len(filled):
            continue
        first = int(filled[0])
        if not sends:
            yield first, name, BY_EXTRACT, column.at(first)
        elif name not in STRATA:
            yield first, name, UNKNOWN_WAY, column.at(first)
        else:
            wrong = [STRATA[name].problem(label) for label in column.labels]
            bad = np.array([bool(one) for one in wrong] + [False])[column.codes]
            for at in np.flatnonzero(bad).tolist():
                yield at, name, wrong[column.codes[at]], column.at(at)
            for at in filled[shares[filled] & ~bad[filled]].tolist():
                yield at, "value", NO_SHARES, ""


def knows_strata(viewer: Viewer, submission: Submission) -> bool:
    """Tell whether the viewer supplied the strata of a submission, or may supply any.

    Whoever else reads its page sees that a group's number changed, not from what to what.
    """
    return submission.sent_by_id == viewer.person_id or sends_strata(viewer)


def stratifiers_of(viewer: Viewer, measure: Measure) -> list[str]:
    """By what the readings of a measure that a viewer may see are told apart, in our order."""
    rows = ReadingColumns.objects.visible_to(viewer).filter(measure=measure)
    found = set(rows.exclude(stratifier="").order_by().values_list("stratifier", flat=True))
    return [key for key in STRATA if key in found]
