"""Worries about somebody's safety: who hears of them at once, and what is done."""

from collections.abc import Sequence

from django.utils import timezone

from ..audit.actions import record
from ..foundation.actions import action
from ..foundation.refusals import Invalid
from ..missions.models import Mission
from ..missions.telling import leads_of, tell
from ..people.models import Person
from ..people.viewer import viewer_of
from .evidence import SafeguardingFlag
from .harm import signs_of_harm
from .models import Finding
from .permissions import SAY, check_name_safeguarding_owner, check_safeguard
from .states import SAFEGUARDING

WORDS_LIMIT = 200


def can_answer(person: Person | None) -> bool:
    """Tell whether somebody can read worries today: they can sign in, and hold a role."""
    return person is not None and person.is_active and viewer_of(person).holds(*SAY)


def owners_of(mission: Mission) -> list[Person]:
    """Return who hears of a worry: the owner named, else who leads the mission."""
    owner = mission.safeguarding_owner
    if owner is not None and can_answer(owner):
        return [owner]
    return leads_of(mission)


def flag_worries(findings: Sequence[Finding], *, raised: bool = False) -> list[SafeguardingFlag]:
    """Keep a worry for each finding that was said with one, or whose words suggest one.

    The owners of the missions hear at once, by e-mail that does not repeat what was said.
    """
    made = []
    for finding in findings:
        words = ", ".join(signs_of_harm(f"{finding.text} {finding.quote}"))[:WORDS_LIMIT]
        if not (raised or words):
            continue
        made.append(
            SafeguardingFlag(
                finding=finding,
                state="raised" if raised else "suggested",
                by_words=not raised,
                words=words,
                owner=next(iter(owners_of(finding.mission)), None),
                raised_at=timezone.now(),
            )
        )
    kept: list[SafeguardingFlag] = SafeguardingFlag.objects.bulk_create(made)
    for mission in dict.fromkeys(flag.finding.mission for flag in kept):
        of_it = [flag for flag in kept if flag.finding.mission_id == mission.pk]
        _tell(mission, raised=raised, many=len(of_it))
        record(
            by=None,
            verb="mission.worry_raised",
            thing=mission,
            summary=_summary(mission, raised=raised, many=len(of_it)),
            detail={"findings": [flag.finding_id for flag in of_it], "raised": raised},
        )
    return kept


def _summary(mission: Mission, *, raised: bool, many: int) -> str:
    who = ", ".join(str(one) for one in owners_of(mission)) or "nobody: no owner is named"
    if raised:
        return f"A worry about somebody's safety went to {who}"
    said = "finding" if many == 1 else f"of {many:,} findings"
    return f"Words {'of a ' if many == 1 else ''}{said} may tell of harm; {who} was asked to read"


def _tell(mission: Mission, *, raised: bool, many: int) -> None:
    what = "Somebody said that they are worried about a person's safety"
    if not raised:
        things = "something" if many == 1 else f"{many:,} things"
        what = f"The words of {things} said may tell of harm"
    tell(
        owners_of(mission),
        f"Safeguarding: please read now, “{mission}”",
        f"{what}. Sign in to Spreadwell to read it and to say what is done. You are the named "
        "owner for this mission. Follow your organisation's safeguarding policy.",
    )


@action
def settle_worry(*, by: Person, flag: SafeguardingFlag, what_was_done: str) -> SafeguardingFlag:
    """Say what was done about a worry about somebody's safety."""
    check_safeguard(viewer_of(by), flag)
    if not what_was_done.strip():
        raise Invalid("Say what was done about it.", field="what_was_done")
    if flag.state == "suggested":
        SAFEGUARDING.check_move(flag.state, "raised")
        flag.state = "raised"
    return _settled(by, flag, "acted", what_was_done.strip(), "acted on a worry about safety")


@action
def find_no_worry(*, by: Person, flag: SafeguardingFlag, why: str) -> SafeguardingFlag:
    """Say that words which suggested a worry tell of none, and why."""
    check_safeguard(viewer_of(by), flag)
    if not why.strip():
        raise Invalid("Say why there is no worry.", field="why")
    return _settled(by, flag, "no_worry", why.strip(), "read words that may tell of harm: no worry")


@action
def raise_anyway(*, by: Person, flag: SafeguardingFlag) -> SafeguardingFlag:
    """Take words read as no worry for one after all."""
    check_safeguard(viewer_of(by), flag)
    SAFEGUARDING.check_move(flag.state, "raised")
    flag.state, flag.settled_at, flag.settled_by = "raised", None, None
    flag.save(update_fields=["state", "settled_at", "settled_by"])
    _tell(flag.finding.mission, raised=True, many=1)
    record(by=by, verb="finding.worry_raised", thing=flag.finding, summary=f"{by} raised a worry")
    return flag


def _settled(
    by: Person, flag: SafeguardingFlag, state: str, words: str, what: str
) -> SafeguardingFlag:
    SAFEGUARDING.check_move(flag.state, state)
    flag.state, flag.what_was_done = state, words
    flag.settled_at, flag.settled_by = timezone.now(), by
    flag.save(update_fields=["state", "what_was_done", "settled_at", "settled_by"])
    record(
        by=by,
        verb="finding.worry_read",
        thing=flag.finding,
        summary=f"{by} {what}",  # the words stand on the flag, for those who may answer
    )
    return flag


@action
def name_safeguarding_owner(*, by: Person, mission: Mission, owner: Person) -> Mission:
    """Name who hears at once of worries about somebody's safety; open ones become theirs."""
    check_name_safeguarding_owner(viewer_of(by), mission)
    if not owner.is_active:
        raise Invalid(f"{owner} can no longer sign in, and would hear of nothing.", field="owner")
    if not can_answer(owner):
        raise Invalid(f"{owner} holds no role, and could read nothing. Give them one first.",
                      field="owner")  # fmt: skip
    mission.safeguarding_owner = owner
    mission.save(update_fields=["safeguarding_owner"])
    waiting = SafeguardingFlag.objects.filter(finding__mission=mission, settled_at=None)
    many = waiting.update(owner=owner)
    if many:
        _tell(mission, raised=False, many=many)
    record(
        by=by,
        verb="mission.safeguarding_owner_named",
        thing=mission,
        summary=f"{by} named {owner} as safeguarding owner",
    )
    return mission
