"""Deciding a shortlist, with what it rested on kept as it was."""

from datetime import date

from ..audit.actions import record
from ..decisions.bodies import known_body
from ..decisions.models import Choice, DecidingBody
from ..decisions.recording import add_decision
from ..discovery.opportunities import move_opportunity
from ..foundation.actions import action
from ..foundation.origins import Origin
from ..foundation.refusals import Invalid
from ..people.models import Person
from ..people.viewer import viewer_of
from .evidence import Chosen, evidence_of
from .expecting import keep_forecasts
from .models import EntryChoice, Scorer, Shortlist, ShortlistEntry
from .permissions import check_decide_shortlist
from .policies import check_decide
from .queries import before_panel

# What a choice does to the opportunity; one that depends stays before the panel, and what runs
# stays where it is until its gate decides.
MOVES = {EntryChoice.IN: "shortlisted", EntryChoice.NOT_THIS_ROUND: "not_this_round"}
NEW_CHOICES = (EntryChoice.IN, EntryChoice.DEPENDS, EntryChoice.NOT_THIS_ROUND)
RUNNING_CHOICES = (EntryChoice.GOES_ON, EntryChoice.STOP)


@action
def name_body(*, by: Person, shortlist: Shortlist, name: str) -> DecidingBody:
    """Return the body of this name, made known if it is new."""
    check_decide_shortlist(viewer_of(by), shortlist)
    body = known_body(name)
    record(by=by, verb="shortlist.body_named", thing=shortlist, summary=f"{body} decides")
    return body


@action
def decide_shortlist(
    *,
    by: Person,
    shortlist: Shortlist,
    body: DecidingBody,
    chosen: Chosen,
    reasons: str,
    dissent: str = "",
    decided_on: date | None = None,
) -> Shortlist:
    """Record what the body decided of each entry, with the evidence frozen and a forecast kept
    for each that is in."""
    check_decide_shortlist(viewer_of(by), shortlist)
    check_decide(shortlist)
    entries = before_panel(shortlist)
    check_choices(shortlist, entries, chosen)
    decision = add_decision(
        by=by,
        body=body,
        question=f"Which opportunities does {shortlist.mission} take up?",
        choice=Choice.SHORTLIST,
        reasons=reasons,
        dissent=dissent,
        decided_on=decided_on,
        evidence=evidence_of(shortlist, chosen),
        interests=[
            (scorer.person, _said(scorer), False)
            for scorer in shortlist.scorers.exclude(interest="").select_related("person")
        ],
        origin=Origin(shortlist.origin),
    )
    keep_forecasts(shortlist, decision, [e for e in entries if chosen.choices[e.pk] == "in"])
    for entry in entries:
        entry.choice = chosen.choices[entry.pk]
        entry.save(update_fields=["choice"])
        to = MOVES.get(EntryChoice(entry.choice))
        if to:
            move_opportunity(entry.opportunity, to)
    shortlist.state, shortlist.decision = "decided", decision
    shortlist.save(update_fields=["state", "decision"])
    record(by=by, verb="shortlist.decided", thing=shortlist, summary=f"{body} decided {shortlist}")
    return shortlist


def _said(scorer: Scorer) -> str:
    """Word what was declared and where the scores were set aside."""
    titles = scorer.interest_in.values_list("opportunity__title", flat=True)
    return f"{scorer.interest} Scores set aside for: {', '.join(titles)}."


def check_choices(shortlist: Shortlist, entries: list[ShortlistEntry], chosen: Chosen) -> None:
    """Raise unless every entry has a choice that holds together with its forecast and limits."""
    choices = chosen.choices
    for entry in entries:
        choice = choices.get(entry.pk)
        if entry.runs and choice not in RUNNING_CHOICES:
            raise Invalid(f"Choose goes on or stop for “{entry.opportunity}”, which runs today.")
        if not entry.runs and choice not in NEW_CHOICES:
            raise Invalid(f"Choose in, depends or not this round for “{entry.opportunity}”.")
        if choice == EntryChoice.STOP and not chosen.stop_why.get(entry.pk, "").strip():
            raise Invalid(
                f"Say what shows that “{entry.opportunity}” should stop.", field=f"why_{entry.pk}"
            )
        if choice == EntryChoice.IN and entry.expected is None:
            raise Invalid(
                f"Write down what is expected of “{entry.opportunity}” first: what is chosen is "
                "held against its forecast later.",
                field=f"choice_{entry.pk}",
            )
    starts = sum(choices[entry.pk] == EntryChoice.IN for entry in entries)
    stops = sum(choices[entry.pk] == EntryChoice.STOP for entry in entries)
    if starts > shortlist.places:
        raise Invalid(f"{starts} are in, and there are {shortlist.places} places.")
    limit = shortlist.mission.live_limit
    if starts and chosen.live + starts - stops > limit and not chosen.above.strip():
        raise Invalid(
            f"{chosen.live} are live, {starts} would start and {stops} would stop: that is "
            f"{chosen.live + starts - stops}, and the limit is {limit}. Choose fewer for longer, "
            "or say in a sentence why the mission goes beyond its limit.",
            field="above",
        )
