"""The card of an opportunity in plain words, so that anybody on the panel can judge it."""

import re
from dataclasses import dataclass

from ..audit.actions import record
from ..foundation.actions import action
from ..foundation.answers import filled
from ..foundation.refusals import Invalid
from ..people.models import Person
from ..people.viewer import viewer_of
from .models import ShortlistEntry
from .permissions import check_run_shortlist
from .policies import check_before_decision

# Longer sentences lose readers: the length that guides to plain English ask for.
MOST_WORDS = 20
_ENDS = re.compile(r"(?<=[.!?])\s+")


@dataclass(frozen=True, slots=True)
class Card:
    """What a card says, a sentence a line; `plain` where somebody wrote it for this."""

    sentences: tuple[str, ...]
    plain: bool


def sentences_of(text: str) -> list[str]:
    """Return the sentences of a text."""
    return [one.strip() for one in _ENDS.split(" ".join(text.split())) if one.strip()]


def card_of(entry: ShortlistEntry) -> Card:
    """Return the card; until one is written, the need and the change sentence by sentence."""
    if entry.plain:
        return Card(tuple(sentences_of(entry.plain)), True)
    opportunity = entry.opportunity
    return Card(tuple(sentences_of(f"{opportunity.need} {opportunity.change}")), False)


@action
def write_card(*, by: Person, entry: ShortlistEntry, plain: str) -> ShortlistEntry:
    """Write the card in plain words; a sentence that is too long is named."""
    check_run_shortlist(viewer_of(by), entry.shortlist)
    check_before_decision(entry.shortlist)
    plain = filled(plain, "plain", "Write at least one sentence.")
    for sentence in sentences_of(plain):
        words = len(sentence.split())
        if words > MOST_WORDS:
            start = " ".join(sentence.split()[:6])
            raise Invalid(
                f"The sentence that begins “{start}…” has {words} words; split it, so that none "
                f"has more than {MOST_WORDS}.",
                field="plain",
            )
    entry.plain = plain
    entry.save(update_fields=["plain"])
    record(
        by=by,
        verb="shortlist.card_written",
        thing=entry.shortlist,
        summary=f"{by} wrote the card of “{entry.opportunity}”",
    )
    return entry
