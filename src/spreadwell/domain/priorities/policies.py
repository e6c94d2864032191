"""When a shortlist is scored, closed and decided."""

from ..foundation.refusals import NotNow
from .models import Shortlist
from .states import SHORTLIST


def check_scoring(shortlist: Shortlist) -> None:
    """Raise unless the shortlist is being scored."""
    if shortlist.state != "scoring":
        raise NotNow("Scoring of this shortlist is closed.")


def check_close_scoring(shortlist: Shortlist) -> None:
    """Raise unless scoring can close: without a score there is nothing to decide on."""
    SHORTLIST.check_move(shortlist.state, "deciding")
    if not any(entry.scores.exclude(value=None).exists() for entry in shortlist.entries.all()):
        raise NotNow("Nobody has given a score yet.")


def check_reopen_scoring(shortlist: Shortlist) -> None:
    """Raise unless scoring can be opened again."""
    SHORTLIST.check_move(shortlist.state, "scoring")


def check_decide(shortlist: Shortlist) -> None:
    """Raise unless the shortlist waits for its decision."""
    if shortlist.state == "scoring":
        raise NotNow("Close the scoring first, so that the decision rests on scores that stand.")
    SHORTLIST.check_move(shortlist.state, "decided")
