"""One thing that waits for somebody: the shape that every step tells it in.

A step says what waits in its own `due.py`, as functions of a viewer and a day that yield `Due`;
`reminders.queries.KINDS` names them all. Home and the digests by e-mail read that one list.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Due:
    """One thing to do: what, on which page, and by when; None where there is no day.

    `page` is the name of the page and `args` its arguments, since addresses belong to the web.
    Where somebody may be harmed it stands `first`.
    """

    text: str
    page: str
    args: tuple[int | str, ...] = ()
    due: date | None = None
    invented: bool = False
    first: bool = False

    def is_late(self, on: date) -> bool:
        """Tell whether its day has passed."""
        return self.due is not None and self.due < on
