"""When readings may be accepted or taken back."""

from ..foundation.refusals import NotNow
from .models import Submission
from .states import SUBMISSION


def check_accept(submission: Submission) -> None:
    """Raise unless the submission waits to be accepted."""
    SUBMISSION.check_move(submission.state, "accepted")


def check_discard(submission: Submission) -> None:
    """Raise unless the submission waits to be settled."""
    SUBMISSION.check_move(submission.state, "discarded")


def check_withdraw(submission: Submission) -> None:
    """Raise unless the submission stands."""
    SUBMISSION.check_move(submission.state, "withdrawn")


class StaleCheck(NotNow):
    """Readings changed between the check of a file and its acceptance."""

    def __init__(self) -> None:
        super().__init__(
            "Readings changed since this was checked. Look again at what it would change, "
            "then accept it."
        )
