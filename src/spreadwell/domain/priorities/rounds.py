"""Scoring in two rounds: each scorer alone and unseen, talk between, then once more."""

from collections.abc import Mapping
from dataclasses import dataclass

from ..audit.actions import record
from ..foundation.actions import action
from ..foundation.answers import filled
from ..foundation.refusals import Invalid, NotNow
from ..people.models import Person
from ..people.viewer import viewer_of
from .models import Criterion, Score, Scorer, Shortlist, ShortlistEntry
from .permissions import check_run_shortlist, check_score
from .policies import check_close_scoring, check_score_again, check_scoring, check_talk
from .states import round_of

# The ends of the scale say much, so they come with a sentence.
EXTREMES = (1, 5)


@dataclass(frozen=True, slots=True)
class Scored:
    """How one save of scores went: how many were given, left as “don't know”."""

    given: int
    unknown: int


@action
def save_scores(
    *,
    by: Person,
    scorer: Scorer,
    entry: ShortlistEntry,
    values: Mapping[int, int | None],
    said: Mapping[int, str] | None = None,
) -> Scored:
    """Save a scorer's scores of one opportunity, by criterion key; None is “don't know”.

    `said` holds a sentence by criterion, owed at 1 and 5 unless the scorer is a lay one. In the
    second round the first round's scores stay as they were.
    """
    check_score(viewer_of(by), scorer)
    check_scoring(scorer.shortlist)
    if entry.shortlist_id != scorer.shortlist_id or entry.cut:
        raise Invalid("This opportunity is not before this panel.")
    if scorer.interest_in.filter(pk=entry.pk).exists():
        raise NotNow("You declared an interest here, so your scores are set aside.")
    why = {key: text.strip() for key, text in (said or {}).items()}
    known = {one.pk: one for one in scorer.shortlist.criteria.all()}
    for key, value in values.items():
        if key not in known:
            raise Invalid("This criterion is not part of the shortlist.")
        _check_value(known[key], value, why.get(key, ""), scorer.lay)
    Score.objects.bulk_create(
        [
            Score(
                entry=entry,
                scorer=scorer,
                criterion_id=key,
                round=round_of(scorer.shortlist.state),
                value=value,
                said=why.get(key, ""),
            )
            for key, value in values.items()
        ],
        update_conflicts=True,
        unique_fields=["entry", "scorer", "criterion", "round"],
        update_fields=["value", "said"],
    )
    # The event says that it was scored and nothing of how: the trail is read before rounds close.
    record(
        by=by,
        verb="shortlist.scored",
        thing=scorer.shortlist,
        summary=f"{by} scored “{entry.opportunity}”",
        detail={"entry": entry.pk},
    )
    unknown = sum(1 for value in values.values() if value is None)
    return Scored(len(values) - unknown, unknown)


def _check_value(criterion: Criterion, value: int | None, why: str, lay: bool) -> None:
    """Raise unless this is a score, with its sentence where one is owed."""
    if value is not None and value not in range(1, 6):
        raise Invalid("A score is 1 to 5; leave it blank for “don't know”.")
    if value in EXTREMES and not why and not lay:
        raise Invalid(
            f"Say in a sentence why “{criterion}” is {value}.", field=f"said_{criterion.pk}"
        )


@action
def close_scoring(*, by: Person, shortlist: Shortlist) -> Shortlist:
    """Close the round: after the first the panel sees the spread and talks, after the second it
    waits for its decision."""
    check_run_shortlist(viewer_of(by), shortlist)
    check_close_scoring(shortlist)
    second = shortlist.state == "again"
    did = "closed the second round" if second else "closed the first round"
    return _moved(by, shortlist, "deciding" if second else "talking", did)


@action
def score_again(*, by: Person, shortlist: Shortlist) -> Shortlist:
    """Let the panel score once more after it talked; the first round stays as it was."""
    check_run_shortlist(viewer_of(by), shortlist)
    check_score_again(shortlist)
    return _moved(by, shortlist, "again", "opened the second round")


@action
def note_talk(*, by: Person, entry: ShortlistEntry, talk: str) -> ShortlistEntry:
    """Keep what was said when the panel talked an opportunity over."""
    check_run_shortlist(viewer_of(by), entry.shortlist)
    check_talk(entry.shortlist)
    entry.talk = filled(talk, "talk", "Write down what was said.")
    entry.save(update_fields=["talk"])
    record(
        by=by,
        verb="shortlist.talked",
        thing=entry.shortlist,
        summary=f"{by} noted what was said about “{entry.opportunity}”",
    )
    return entry


def _moved(by: Person, shortlist: Shortlist, to: str, did: str) -> Shortlist:
    """Move a shortlist and write it down."""
    shortlist.state = to
    shortlist.save(update_fields=["state"])
    record(by=by, verb=f"shortlist.{to}", thing=shortlist, summary=f"{by} {did}")
    return shortlist
