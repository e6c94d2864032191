"""How far a scorer and a panel are: counts only, never what was said."""

from dataclasses import dataclass

from spreadwell.domain.priorities.models import Scorer, Shortlist, ShortlistEntry
from spreadwell.domain.priorities.pace import Left
from spreadwell.domain.priorities.queries import left_for, to_score, to_screen
from spreadwell.domain.priorities.states import OPEN_ROUNDS

HOW = {"done": "scored", "started": "begun", "open": "waits", "aside": "set aside"}


@dataclass(frozen=True, slots=True)
class Standing:
    """What one scorer has still to do; `todo` is each entry with how far it is, in a word."""

    left: int
    total: int
    minutes: int
    pairs: int
    todo: tuple[tuple[ShortlistEntry, str, str], ...]


def standing_of(scorer: Scorer) -> Standing:
    """Return how far a scorer is in what is open now."""
    shortlist, remains = scorer.shortlist, left_for(scorer)
    if shortlist.state == "screen":
        total = shortlist.entries.count() - scorer.interest_in.count()
        minutes = Left(screens=remains.screens).minutes
        return Standing(remains.screens, total, minutes, 0, ())
    if shortlist.state not in OPEN_ROUNDS:
        return Standing(0, 0, 0, 0, ())
    todo = to_score(scorer)
    left = sum(how in ("open", "started") for _, how in todo)
    rows = tuple((entry, how, HOW[how]) for entry, how in todo)
    return Standing(left, len(todo), remains.minutes, max(0, remains.pairs), rows)


def progress_of(shortlist: Shortlist) -> list[tuple[str, str, int, int]]:
    """Return each scorer of an open round: name, group, how many are done, of how many."""
    found = []
    for scorer in shortlist.scorers.select_related("person", "shortlist"):
        if shortlist.state == "screen":
            total = shortlist.entries.count() - scorer.interest_in.count()
            found.append((str(scorer), scorer.group, total - len(to_screen(scorer)), total))
        elif shortlist.state in OPEN_ROUNDS:
            held = [how for _, how in to_score(scorer) if how != "aside"]
            done = sum(how == "done" for how in held)
            found.append((str(scorer), scorer.group, done, len(held)))
    return found
