"""A small panel on a shortlist, for tests of rounds, screens and decisions."""

from typing import Any

from spreadwell.domain.models import Mission, Person, Scorer, Shortlist, ShortlistEntry
from spreadwell.domain.priorities.actions import add_scorer, open_shortlist
from spreadwell.domain.priorities.rounds import save_scores
from tests.factories import make_mission, make_opportunity, make_person


def make_shortlist(
    by: Person, many: int = 3, *, mission: Mission | None = None, **given: Any
) -> Shortlist:
    """Open a shortlist of so many opportunities; with screen=True a long list."""
    mission = mission or make_mission()
    state = "raised" if given.get("screen") else "proposed"
    held = [make_opportunity(mission, state=state, title=f"Idea {n:02}") for n in range(many)]
    return open_shortlist(
        by=by, mission=mission, title="Spring", opportunities=held, **{"places": 2, **given}
    )


def seat(shortlist: Shortlist, by: Person, group: str = "Patients", **more: Any) -> Scorer:
    """Seat somebody new."""
    person = more.pop("person", None) or make_person()
    return add_scorer(by=by, shortlist=shortlist, person=person, group=group, **more)


def score_all(scorer: Scorer, entry: ShortlistEntry, value: int | None) -> None:
    """Give one value on every criterion, with a sentence."""
    scorer.refresh_from_db()
    values = dict.fromkeys(scorer.shortlist.criteria.values_list("pk", flat=True), value)
    said = dict.fromkeys(values, "Because.")
    save_scores(by=scorer.person, scorer=scorer, entry=entry, values=values, said=said)
