"""Ways on from a page: the text, where it leads, and why it is refused if it is."""

from dataclasses import dataclass

from django.urls import reverse

from spreadwell.domain.foundation.refusals import allowed


@dataclass(frozen=True, slots=True)
class Way:
    """One thing that can be done from a page; a reason says why this viewer cannot."""

    text: str
    href: str
    reason: str = ""
    first: bool = False


def way(
    text: str,
    name: str,
    *args: object,
    check: object = None,
    given: tuple[object, ...] = (),
    first: bool = False,
) -> Way:
    """Make a way; `check` with what it is `given` says whether it is open."""  # fmt: skip
    reason = allowed(check, *given) if check is not None else ""
    return Way(text, reverse(name, args=args), reason, first)
