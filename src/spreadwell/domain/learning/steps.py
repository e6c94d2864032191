"""What those who spoke hear of each step, in plain words, and whom it concerns."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils import timezone

from ..audit.models import Event
from ..claims.gates import MOVES
from ..claims.models import Claim
from ..decisions.models import Decision
from ..discovery.models import Opportunity, Theme
from ..innovations.models import Gate, Innovation
from ..missions.models import AimVersion, Mission
from ..priorities.models import EntryChoice, Shortlist
from ..priorities.queries import before_panel


@dataclass(frozen=True, slots=True)
class Told:
    """A step that some findings made, and what those who said them are told of it."""

    findings: Q
    text: str
    did: bool = True
    innovation: Innovation | None = None
    on: date | None = None


def _behind(opportunity: Opportunity) -> Q:
    """Return the rule for the findings on which an opportunity rests."""
    return Q(theme__opportunities=opportunity.pk)


def _ended(text: str) -> str:
    """Return a sentence with one full stop at its end."""
    text = " ".join(text.split())
    return text if text.endswith((".", "!", "?", "”")) else f"{text}."


def _why(reason: str, public: bool) -> str:
    """Return the reason as a further sentence, where those who spoke may read it by now."""
    return f" Why: {_ended(reason)}" if public and reason.strip() else ""


def merged(event: Event, theme: Theme) -> Iterator[Told]:
    """A theme became part of another."""
    into = Theme.objects.get(pk=event.detail["into"])
    yield Told(
        Q(pk__in=event.detail["findings"]),
        f"Others said the same in other words. What you said stands with theirs now, under “{into}”"
        ", as you said it.",
    )


def parted(event: Event, theme: Theme) -> Iterator[Told]:
    """A theme stands by itself again."""
    yield Told(
        Q(pk__in=event.detail["findings"]),
        f"It was put together with something else, and that did not fit. What you said stands under"
        f" “{theme}” again.",
    )


def split(event: Event, theme: Theme) -> Iterator[Told]:
    """Some findings got a theme of their own."""
    made = Theme.objects.get(pk=event.detail["into"])
    yield Told(
        Q(pk__in=event.detail["findings"]),
        f"What you said is a need of its own, and stands under “{made}” now.",
    )


def distilled(event: Event, mission: Mission) -> Iterator[Told]:
    """An aim says that it came of some findings."""
    aim = AimVersion.objects.get(mission=mission, number=event.detail["aim"])
    yield Told(
        Q(pk__in=event.detail["added"]),
        f"What you said is among what the aim of {mission} came of: {_ended(aim.text)}",
    )


def raised(event: Event, one: Opportunity) -> Iterator[Told]:
    """Somebody saw what could be done."""
    yield Told(_behind(one), f"Somebody proposed what could change it: “{one}”.")


def screened(event: Event, one: Opportunity) -> Iterator[Told]:
    """The two questions were answered."""
    if event.detail["passed"]:
        yield Told(
            _behind(one), f"“{one}” serves the aim and could start within a year. A panel may come."
        )
    else:
        yield Told(
            _behind(one), f"“{one}” is not this round: {_ended(event.detail['why'])}", did=False
        )


def raised_again(event: Event, one: Opportunity) -> Iterator[Told]:
    """One that was left out is looked at again."""
    yield Told(_behind(one), f"“{one}” is looked at again.")


def proposed(event: Event, one: Opportunity) -> Iterator[Told]:
    """It goes before a panel."""
    yield Told(_behind(one), f"“{one}” goes before a panel, which says how much it would help.")


def cut(event: Event, shortlist: Shortlist) -> Iterator[Told]:
    """The panel's two questions cut the long list."""
    kept = set(event.detail["kept"])
    # A round that is told afterwards was cut by its closing day, not today.
    for entry in shortlist.entries.select_related("opportunity"):
        one = entry.opportunity
        if entry.pk in kept:
            text = f"“{one}” goes before a panel, which says how much it would help."
            yield Told(_behind(one), text, on=shortlist.closes_on)
        else:
            why = _ended(entry.cut_because)
            text = f"“{one}” is not this round. The panel was asked two questions. {why}"
            yield Told(_behind(one), text, did=False, on=shortlist.closes_on)


def decided(event: Event, shortlist: Shortlist) -> Iterator[Told]:
    """The shortlist was decided."""
    decision = shortlist.decision
    assert decision is not None
    why, on = _why(decision.reasons, decision.published), decision.decided_on
    for entry in before_panel(shortlist):
        one = entry.opportunity
        match entry.choice:
            case EntryChoice.IN:
                yield Told(_behind(one), f"“{one}” is on the shortlist.{why}", on=on)
            case EntryChoice.DEPENDS:
                text = f"Whether “{one}” is taken up depends on what is still asked.{why}"
                yield Told(_behind(one), text, on=on)
            case EntryChoice.NOT_THIS_ROUND:
                text = f"“{one}” was scored by the panel and is not this round.{why}"
                yield Told(_behind(one), text, did=False, on=on)


def reasons_published(event: Event, decision: Decision) -> Iterator[Told]:
    """The reasons of a decision may be read from now on."""
    why, on = _ended(decision.reasons), timezone.localdate()
    shortlist = getattr(decision, "shortlist", None)
    if shortlist is not None:
        text = f"Why “{shortlist}” was decided as it was can be read by everybody now: {why}"
        said = Q(theme__opportunities__entries__in=before_panel(shortlist))
        yield Told(said, text, on=on)
    gate = getattr(decision, "gate", None)
    if gate is not None:
        text = f"Why it was decided so of “{gate.innovation}” can be read by everybody now: {why}"
        for one in _of(gate.innovation):
            yield Told(_behind(one), text, True, gate.innovation, on)


def _of(innovation: Innovation) -> Iterator[Opportunity]:
    """Yield the opportunity that an innovation came of, where it came of one."""
    if innovation.opportunity is not None:
        yield innovation.opportunity


def started(event: Event, innovation: Innovation) -> Iterator[Told]:
    """An innovation came of it."""
    on = innovation.spells.order_by("entered").values_list("entered", flat=True).first()
    for one in _of(innovation):
        text = f"“{one}” became something that is tried: {_ended(innovation.sentence)}"
        yield Told(_behind(one), text, innovation=innovation, on=on)


def stage_moved(event: Event, innovation: Innovation) -> Iterator[Told]:
    """What is tried went further, was put on hold, or ended."""
    spell = innovation.spells.get(left=None)
    stage = innovation.get_stage_display().lower()
    text = f"“{innovation}” is {stage} now.{_why(spell.reason, innovation.public)}"
    did = innovation.stage not in ("paused", "stopped")
    for one in _of(innovation):
        yield Told(_behind(one), text, did, innovation, spell.entered)


def gate_decided(event: Event, gate: Gate) -> Iterator[Told]:
    """It was decided to go on as it is; any other choice is told with the move that follows."""
    decision, innovation = gate.decision, gate.innovation
    assert decision is not None
    if MOVES.get(decision.choice, innovation.stage) != innovation.stage:
        return
    text = (
        f"It was decided that “{innovation}” goes on.{_why(decision.reasons, decision.published)}"
    )
    for one in _of(innovation):
        yield Told(_behind(one), text, True, innovation, decision.decided_on)


def claimed(event: Event, claim: Claim) -> Iterator[Told]:
    """A result may be read by everybody."""
    if claim.innovation is not None:
        text = f"There is a result of “{claim.innovation}”: {_ended(claim.sentence)}"
        for one in _of(claim.innovation):
            yield Told(_behind(one), text, innovation=claim.innovation)
