"""Questions to the owner of a claim: asked, answered, and doubts that somebody raised."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from ..audit.actions import record
from ..foundation.actions import action
from ..foundation.answers import filled
from ..foundation.refusals import Invalid, NotNow
from ..people.models import Person
from ..people.viewer import viewer_of
from . import permissions, policies
from .filling import fill_claim
from .models import Claim, ClaimQuestion
from .questions import to_ask

# Two weeks: long enough to look it up, short enough to be remembered.
ANSWER_WITHIN = timedelta(days=14)


def asked_of(claim: Claim, by: Person) -> Person:
    """Return who answers for a claim: its owner, else the mission's lead, else whoever asks."""
    mission = claim.mission or (claim.innovation.mission if claim.innovation else None)
    lead = mission.lead if mission is not None else None
    return claim.owner or lead or by


@action
def ask_owner(
    *, by: Person, claim: Claim, parts: Collection[str] | None = None, on: date | None = None
) -> list[ClaimQuestion]:
    """Ask the owner for what a claim lacks; `parts` names which, all that can be asked if None."""
    permissions.check_question_claim(viewer_of(by))
    policies.check_ask_owner(claim)
    gaps = [gap for gap in to_ask(claim) if parts is None or gap.part in parts]
    if not gaps:
        raise NotNow("Nothing is left to ask: it was asked already, or nothing is missing.")
    day, person = on or timezone.localdate(), asked_of(claim, by)
    made = [_ask(by, claim, person, gap.part, gap.question, day) for gap in gaps]
    many = "1 question" if len(made) == 1 else f"{len(made)} questions"
    record(
        by=by,
        verb="claims.owner_asked",
        thing=claim,
        summary=f"{by} asked {person} {many}",
        detail={"parts": [one.part for one in made]},
    )
    return made


@action
def answer_asked(
    *, by: Person, question: ClaimQuestion, value: Any = None, not_known: str = ""
) -> Claim:
    """Answer what was asked: the value fills the claim, or `not_known` says why nobody knows."""
    claim = question.claim
    permissions.check_answer(viewer_of(by), question)
    if question.answered_on is not None:
        raise NotNow("This question was answered already.")
    if not_known.strip():
        said, known = not_known.strip(), False
    elif value in (None, ""):
        raise Invalid("Give the answer, or say why it is not known.", field="value")
    else:
        said, known = str(value), True
        if question.part:
            # Whoever was asked may answer: the check above stands for that of the ledger.
            fill_claim(by=by, claim=claim, parts={question.part: value}, answering=question)
    _close(question, by, said, known=known)
    told = said if known else f"not known, because {said}"
    record(
        by=by, verb="claims.answered", thing=claim,
        summary=f"{by} answered “{question.text}”: {told}",
    )  # fmt: skip
    doubts = claim.questions.filter(part="", answered_on=None)
    if not question.part and known and claim.state == "questioned" and not doubts.exists():
        _move(by, claim, "current", f"{by} answered the last doubt, so that it stands again")
    return claim


@action
def question_claim(*, by: Person, claim: Claim, why: str, on: date | None = None) -> Claim:
    """Question a claim; it stays visible, and says that it is questioned."""
    permissions.check_question_claim(viewer_of(by))
    policies.check_state(claim, "questioned")
    why = filled(why, "why", "Say what makes you doubt it.")
    _ask(by, claim, asked_of(claim, by), "", why, on or timezone.localdate())
    return _move(by, claim, "questioned", f"{by} questioned it: {why}")


@action
def answer_question(*, by: Person, claim: Claim, answer: str) -> Claim:
    """Answer the doubts put to a claim, so that it stands again."""
    permissions.check_keep_claim(viewer_of(by), claim)
    policies.check_state(claim, "current")
    answer = filled(answer, "answer", "Give the answer.")
    for doubt in claim.questions.filter(part="", answered_on=None):
        _close(doubt, by, answer, known=True)
    return _move(by, claim, "current", f"{by} answered: {answer}")


def _ask(
    by: Person, claim: Claim, person: Person, part: str, text: str, day: date
) -> ClaimQuestion:
    return ClaimQuestion.objects.create(
        claim=claim, part=part, text=text, asked_of=person, asked_by=by, asked_on=day,
        answer_by=day + ANSWER_WITHIN,
    )  # fmt: skip


def _close(question: ClaimQuestion, by: Person, answer: str, *, known: bool) -> None:
    question.answer, question.known = answer, known
    question.answered_by, question.answered_on = by, timezone.localdate()
    question.save(update_fields=["answer", "known", "answered_by", "answered_on"])


def _move(by: Person, claim: Claim, to: str, summary: str) -> Claim:
    claim.state = to
    claim.save(update_fields=["state"])
    record(by=by, verb=f"claims.{to}", thing=claim, summary=summary)
    return claim
