"""Moving a grade by one: with a reason and a name, for the look that was seen and no other."""

from django.utils import timezone

from spreadwell.methods.effects.grade import ORDER, WORDS

from ..audit.actions import record
from ..foundation.actions import action
from ..foundation.refusals import Invalid, NotNow
from ..people.models import Person
from ..people.viewer import viewer_of
from . import permissions
from .models import Effect, GradeMove


def moves_open_to(effect: Effect) -> list[tuple[str, str]]:
    """The grades that this look may stand at: as computed, and one lower or higher.

    Empty where a grade says something else than how sure one can be.
    """
    computed = effect.result["grade"]["letter"]
    if computed not in ORDER or not effect.result["gate"]["ok"]:
        return []
    at = ORDER.index(computed)
    near = ORDER[max(at - 1, 0) : at + 2]
    return [
        (letter, WORDS[letter])
        for letter in near
        if letter != effect.grade and not _why_not(effect, computed, letter)
    ]


@action
def move_grade(*, by: Person, effect: Effect, to: str, why: str) -> GradeMove:
    """Let a look stand one grade lower or higher than computed, or as computed again.

    A new look starts from its own computed grade: a judgement is of the readings that were seen.
    """
    permissions.check_open(viewer_of(by))
    effect = Effect.objects.select_for_update(of=("self",)).get(pk=effect.pk)
    if not effect.is_latest:
        raise NotNow("There is a newer look; move the grade of that one.")
    if not why.strip():
        raise Invalid("Say why the grade is moved.", field="why")
    computed = effect.result["grade"]["letter"]
    if to not in dict(moves_open_to(effect)):
        raise Invalid(_why_not(effect, computed, to) or "A grade moves by one only.", field="to")
    was = effect.grade
    move = GradeMove.objects.create(
        effect=effect, was=was, to=to, why=why.strip(), by=by, at=timezone.now()
    )
    effect.grade = to
    effect.save(update_fields=["grade"])
    record(
        by=by,
        verb="claims.grade_moved",
        thing=effect.protocol,
        summary=f"{by} moved the grade of look {effect.look} from {was} to {to}: {why.strip()}",
        detail={"effect": effect.pk, "computed": computed},
    )
    return move


def _why_not(effect: Effect, computed: str, to: str) -> str:
    """Why this move is refused whatever the reason; empty where it may be."""
    if to == computed:
        return ""
    if computed == "E" and not effect.result["grade"]["shows_size"]:
        return "People were picked because a value was high, so no reason can raise this grade."
    if to == "A" and not effect.question.get("randomised"):
        return "Where the order of starting was not drawn by lot, no reason can raise it to A."
    return ""
