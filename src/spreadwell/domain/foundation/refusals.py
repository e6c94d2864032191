"""The ways in which the domain says no, each with the sentence that the user reads."""


class Refusal(Exception):
    """A user asked for something that cannot be done; `str()` is the sentence to show."""


class NotAllowed(Refusal):
    """This person may not do this (permissions: who may)."""


class NotNow(Refusal):
    """Nobody may do this in the present state (policies: when)."""


class Invalid(Refusal):
    """What was given does not hold together; `field` names where, if it is one field."""

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field


class Reason(str):
    """The sentence a check refuses with; `never` when it is who asks, not when, that stands."""

    never = False


def allowed(check: object, *args: object, **kwargs: object) -> Reason:
    """Run a `check_…` and return the sentence it refuses with, or an empty one.

    Pages use it for the reason beside a disabled button, so that the page and the action can
    never disagree. What this person can never do is marked, so that pages can leave it out.
    """
    try:
        check(*args, **kwargs)  # type: ignore[operator]
    except Refusal as refusal:
        reason = Reason(refusal)
        reason.never = isinstance(refusal, NotAllowed)
        return reason
    return Reason()
