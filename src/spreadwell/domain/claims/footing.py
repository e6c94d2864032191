"""Whether a claim still stands on what it was said of, and when it was last true."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from spreadwell.methods.effects.grade import ORDER
from spreadwell.methods.effects.wording import between, number

from ..audit.actions import record
from ..foundation.actions import action
from ..foundation.answers import filled
from ..people.models import Person
from ..people.viewer import Viewer, viewer_of
from . import permissions, policies
from .models import Claim, Effect
from .stored import result_of, shows_size


@dataclass(frozen=True, slots=True)
class Lost:
    """A claim lost its footing: since when, at which look, and why, in sentences."""

    since: date
    look: int
    why: tuple[str, ...]


def lost_footing(claim: Claim) -> Lost | None:
    """Tell whether the latest look at the effect no longer supports a claim, and why.

    None where the claim rests on no effect, ended, or was found to stand at that look.
    """
    effect = claim.effect
    if effect is None or claim.state in policies.ENDED:
        return None
    seen = max(effect.look, claim.checked_look or 0)
    rows = Effect.objects.filter(protocol_id=effect.protocol_id, is_latest=True, look__gt=seen)
    latest: Effect | None = rows.first()
    if latest is None:
        return None
    why = _no_longer(claim, effect, latest)
    day = timezone.localdate(latest.computed_at)
    return Lost(day, latest.look, why) if why else None


def lost_among(viewer: Viewer) -> list[tuple[Claim, Lost]]:
    """Return the claims that the viewer may see and that lost their footing."""
    rows = Claim.objects.visible_to(viewer).filter(
        state__in=("current", "questioned"), effect__is_latest=False
    )
    found = []
    for claim in rows.select_related("effect", "owner", "innovation"):
        lost = lost_footing(claim)
        if lost is not None:
            found.append((claim, lost))
    return found


@action
def confirm_claim(*, by: Person, claim: Claim, why: str, on: date | None = None) -> Claim:
    """Say that a claim was looked at and still stands, as of a day and the look of that day."""
    permissions.check_keep_claim(viewer_of(by), claim)
    policies.check_stands(claim)
    why = filled(why, "why", "Say what you looked at.")
    claim.checked_on, claim.checked_by = on or timezone.localdate(), by
    if claim.effect is not None:
        looks = Effect.objects.filter(protocol_id=claim.effect.protocol_id)
        claim.checked_look = looks.order_by("-look").values_list("look", flat=True).first()
    claim.save(update_fields=["checked_on", "checked_by", "checked_look"])
    record(
        by=by, verb="claims.checked", thing=claim, summary=f"{by} found it to be still true: {why}"
    )
    return claim


def data_until(claim: Claim) -> str:
    """The last period of the data behind a claim, as far as it is known."""
    if claim.effect is not None:
        return str(claim.effect.result.get("last_period", ""))
    return claim.period


def _no_longer(claim: Claim, effect: Effect, latest: Effect) -> tuple[str, ...]:
    """Why the latest look does not support what was said at an earlier one."""
    was, now = result_of(effect), result_of(latest)
    if not shows_size(now):
        return ("It can no longer be evaluated, or shows no size.",)
    why = []
    grade = latest.grade or now.grade.letter
    if _weaker(claim.grade, grade):
        why.append(f"It is less certain now: {now.grade.words}.")
    low, high = was.headline.lower, was.headline.upper
    if low is not None and high is not None and not low <= now.estimate <= high:
        why.append(
            f"The size left the range that it was said with: now {number(now.estimate)}, then "
            f"{between(was.headline, was.scale)}."
        )
    return tuple(why)


def _weaker(said: str, now: str) -> bool:
    """Tell whether a grade supports less than what was said; N is an answer of its own."""
    if said == now:
        return False
    if said in ORDER and now in ORDER:
        return ORDER.index(now) > ORDER.index(said)
    return said != ""
