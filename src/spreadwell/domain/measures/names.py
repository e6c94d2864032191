"""What somebody's files call things: told once, used from then on, changed or forgotten."""

from collections.abc import Callable, Mapping

from ..audit.actions import record
from ..foundation.actions import action
from ..foundation.refusals import Invalid, NotAllowed
from ..people.models import Person
from ..people.viewer import Viewer, viewer_of
from .models import RememberedName
from .permissions import check_send

MOST = 1000
"""Names that one person's files may have; more is a list of codes, to be sent as codes."""

LONGEST = 200
"""As long as the store keeps a name."""


def remembered_by(person: Person) -> dict[tuple[str, str], RememberedName]:
    """Return what a person has explained, by kind and folded name."""
    rows = RememberedName.objects.visible_to(viewer_of(person)).filter(person=person)
    return {(one.what, one.written): one for one in rows}


def key_of(what: str, written: str) -> tuple[str, str]:
    """How a written name is remembered: without regard to case and spacing."""
    return what, " ".join(written.split()).casefold()[:LONGEST]


@action
def remember(
    *,
    by: Person,
    names: Mapping[tuple[str, str], str],
    check: Callable[[Viewer], None] = check_send,
) -> int:
    """Keep what names in somebody's files mean; a blank meaning leaves them out.

    `check` says who may send files of that kind.
    """
    check(viewer_of(by))
    if RememberedName.objects.filter(person=by).count() + len(names) > MOST:
        raise Invalid(f"You have told {MOST:,} names already; forget some, or send codes.")
    for (what, written), means in names.items():
        RememberedName.objects.update_or_create(
            person=by, what=what, written=written, defaults={"means": means[:120]}
        )
    told = "; ".join(f"“{written}”: {means or 'left out'}" for (_, written), means in names.items())
    record(
        by=by,
        verb="measures.names_told",
        thing=by,
        summary=f"{by} said what names in their files mean: {told}"[:1000],
    )
    return len(names)


@action
def change(*, by: Person, name: RememberedName, means: str) -> RememberedName:
    """Say anew what one name means; blank leaves it out."""
    _check_own(by, name)
    name.means = means[:120]
    name.save(update_fields=["means", "told_at"])
    record(
        by=by,
        verb="measures.names_told",
        thing=by,
        summary=f"{by} said anew what “{name.written}” means: {means or 'left out'}",
    )
    return name


@action
def forget(*, by: Person, name: RememberedName) -> bool:
    """Forget what one name means, so that it is asked about again."""
    _check_own(by, name)
    name.delete()
    record(
        by=by,
        verb="measures.name_forgotten",
        thing=by,
        summary=f"{by} let what “{name.written}” means be forgotten",
    )
    return True


def _check_own(by: Person, name: RememberedName) -> None:
    if name.person_id != by.pk:
        raise NotAllowed("What a name means is for the person whose files have it.")
