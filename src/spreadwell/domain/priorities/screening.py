"""The two questions that cut a long list: would it be powerful, would it be possible?"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from ..audit.actions import record
from ..discovery.opportunities import move_opportunity
from ..foundation.actions import action
from ..foundation.refusals import Invalid, NotNow
from ..people.models import Person
from ..people.viewer import viewer_of
from .models import Scorer, ScreenAnswer, ScreenWord, Shortlist, ShortlistEntry
from .pace import MOST_BEFORE_THE_PANEL
from .permissions import check_run_shortlist, check_score
from .policies import check_close_screen, check_cut, check_screening

Answer = tuple[str, str]
# How much a word counts towards going on; who does not know says neither yes nor no.
COUNTS = {ScreenWord.YES.value: 1.0, ScreenWord.NO.value: 0.0}


@action
def answer_screen(*, by: Person, scorer: Scorer, answers: Mapping[int, Answer]) -> int:
    """Save a scorer's answers, (powerful, possible) by entry key; return how many were saved."""
    check_score(viewer_of(by), scorer)
    check_screening(scorer.shortlist)
    known = set(scorer.shortlist.entries.values_list("pk", flat=True))
    aside = set(scorer.interest_in.values_list("pk", flat=True))
    for entry, said in answers.items():
        if entry not in known:
            raise Invalid("This opportunity stands on another shortlist.")
        if entry in aside:
            raise NotNow("You declared an interest here, so your answer is set aside.")
        if not set(said) <= set(ScreenWord.values):
            raise Invalid("Answer yes, no or “I don't know”.")
    ScreenAnswer.objects.bulk_create(
        [
            ScreenAnswer(scorer=scorer, entry_id=entry, powerful=powerful, possible=possible)
            for entry, (powerful, possible) in answers.items()
        ],
        update_conflicts=True,
        unique_fields=["entry", "scorer"],
        update_fields=["powerful", "possible"],
    )
    record(
        by=by,
        verb="shortlist.screened",
        thing=scorer.shortlist,
        summary=f"{by} answered the two questions about {len(answers)} opportunities",
    )
    return len(answers)


@dataclass(frozen=True, slots=True)
class Screened:
    """How the panel answered of one entry; shares from 0 to 1, None where nobody knows."""

    entry: ShortlistEntry
    powerful: float | None
    possible: float | None
    answers: int
    unknown: int

    @property
    def order(self) -> float:
        """What the list is ordered by: the weaker of the two, as both are needed."""
        middle = 0.5
        return min(
            self.powerful if self.powerful is not None else middle,
            self.possible if self.possible is not None else middle,
        )


def screened(shortlist: Shortlist) -> list[Screened]:
    """Return how each entry stands after the screen, best first; each group has an equal voice."""
    rows = ScreenAnswer.objects.filter(entry__shortlist=shortlist).select_related("scorer")
    aside = set(Scorer.interest_in.through.objects.values_list("scorer_id", "shortlistentry_id"))
    given: dict[int, list[ScreenAnswer]] = {}
    for row in rows:
        if (row.scorer_id, row.entry_id) not in aside:
            given.setdefault(row.entry_id, []).append(row)
    found = [
        _standing(entry, given.get(entry.pk, []))
        for entry in shortlist.entries.select_related("opportunity")
    ]
    return sorted(
        found,
        key=lambda one: (
            -one.order, -(one.powerful or 0.0) - (one.possible or 0.0), one.entry.opportunity.title,
        ),
    )  # fmt: skip


def _standing(entry: ShortlistEntry, answers: list[ScreenAnswer]) -> Screened:
    """Return one entry's shares, each group weighing the same."""
    return Screened(
        entry,
        _share([(one.scorer.group, one.powerful) for one in answers]),
        _share([(one.scorer.group, one.possible) for one in answers]),
        len(answers),
        sum((one.powerful == "unknown") + (one.possible == "unknown") for one in answers),
    )


def _share(said: list[tuple[str, str]]) -> float | None:
    """Return the mean of the groups' shares of yes; None where nobody said yes or no."""
    groups: dict[str, list[float]] = {}
    for group, word in said:
        if word in COUNTS:
            groups.setdefault(group, []).append(COUNTS[word])
    means = [sum(each) / len(each) for each in groups.values()]
    return sum(means) / len(means) if means else None


@action
def close_screen(*, by: Person, shortlist: Shortlist) -> Shortlist:
    """Close the two questions; only now does anybody see how they were answered."""
    check_run_shortlist(viewer_of(by), shortlist)
    check_close_screen(shortlist)
    shortlist.state = "sifting"
    shortlist.save(update_fields=["state"])
    record(
        by=by,
        verb="shortlist.screen_closed",
        thing=shortlist,
        summary=f"{by} closed the two questions",
    )
    return shortlist


@action
def cut_list(
    *, by: Person, shortlist: Shortlist, keep: Collection[int], why: str = ""
) -> Shortlist:
    """Keep these entries (by key) for the panel, at most twelve, and leave out the others.

    `why` is owed where others are kept than the answers propose. Those left out may be raised
    again; what runs today goes on as it is.
    """
    check_run_shortlist(viewer_of(by), shortlist)
    check_cut(shortlist)
    standing = screened(shortlist)
    kept = set(keep)
    if not kept:
        raise Invalid("Keep at least one for the panel.", field="keep")
    if len(kept) > MOST_BEFORE_THE_PANEL:
        raise Invalid(
            f"{len(kept)} are kept; at most {MOST_BEFORE_THE_PANEL} go before the panel, so that "
            "each is scored with care.",
            field="keep",
        )
    if kept - {one.entry.pk for one in standing}:
        raise Invalid("An opportunity stands on another shortlist.", field="keep")
    proposed = {one.entry.pk for one in standing[:MOST_BEFORE_THE_PANEL]}
    if not kept <= proposed and not why.strip():
        raise Invalid(
            "Say why you keep others than the answers propose: those left out will read it.",
            field="why",
        )
    for one in standing:
        _leave(one, one.entry.pk not in kept, why)
    shortlist.state = "scoring"
    shortlist.save(update_fields=["state"])
    record(
        by=by,
        verb="shortlist.cut",
        thing=shortlist,
        summary=f"{by} cut the list: {len(kept)} of {len(standing)} go before the panel",
        detail={"kept": sorted(kept), "why": why.strip()},
    )
    return shortlist


def _leave(one: Screened, cut: bool, why: str) -> None:
    """Move one entry on to the panel, or out of this round with the reason."""
    opportunity = one.entry.opportunity
    if cut:
        one.entry.cut = True
        one.entry.cut_because = " ".join(filter(None, [said_of(one), why.strip()]))
        one.entry.save(update_fields=["cut", "cut_because"])
    if opportunity.state == "raised":
        move_opportunity(opportunity, "screened_out" if cut else "proposed")
    elif opportunity.state == "proposed" and cut:
        move_opportunity(opportunity, "not_this_round")


def said_of(one: Screened) -> str:
    """Word how the panel answered of one entry."""
    if not one.answers:
        return "Nobody on the panel answered about it."
    parts = [
        "not known" if share is None else f"{round(100 * share)} of 100"
        for share in (one.powerful, one.possible)
    ]
    return f"Powerful, say {parts[0]}; possible, say {parts[1]}, each group with an equal voice."
