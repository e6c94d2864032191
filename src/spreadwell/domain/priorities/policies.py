"""When a shortlist is screened, scored, talked over and decided."""

from collections.abc import Collection

from ..discovery.models import Opportunity
from ..foundation.refusals import Invalid, NotNow
from ..missions.models import Mission
from .models import Criterion, Shortlist, Side
from .pace import MOST_BEFORE_THE_PANEL
from .states import AFTER_FIRST, OPEN_ROUNDS, SHORTLIST


def check_may_stand(
    opportunities: Collection[Opportunity], mission: Mission, *, screen: bool
) -> None:
    """Raise unless these may stand on one shortlist of the mission.

    A long list may hold what was only raised, and what runs today to be compared with it.
    """
    if not opportunities:
        raise Invalid("Choose at least one opportunity.", field="opportunities")
    fit = {"raised", "proposed", "taken_up"} if screen else {"proposed", "taken_up"}
    for one in opportunities:
        if one.mission_id != mission.pk:
            raise Invalid(f"“{one}” belongs to another mission.", field="opportunities")
        if one.state not in fit:
            raise Invalid(f"“{one}” is not before the panel.", field="opportunities")
        if one.entries.exclude(shortlist__state="decided").exists():
            raise Invalid(f"“{one}” stands on an open shortlist.", field="opportunities")
    if not screen and len(opportunities) > MOST_BEFORE_THE_PANEL:
        raise Invalid(
            f"{len(opportunities)} are too many to score on every criterion. Begin with the two "
            f"questions, which leave at most {MOST_BEFORE_THE_PANEL}.",
            field="opportunities",
        )


def check_criteria(criteria: Collection[Criterion]) -> None:
    """Raise unless both sides have a criterion."""
    if {criterion.side for criterion in criteria} != set(Side.values):
        raise Invalid("Both powerful and possible need a criterion.", field="criteria")


def check_panel_changes(shortlist: Shortlist) -> None:
    """Raise once the first round is closed: the panel that scored is the panel."""
    if shortlist.state not in ("screen", "sifting", "scoring"):
        raise NotNow("The first round is closed, so the panel stays as it is.")


def check_screening(shortlist: Shortlist) -> None:
    """Raise unless the two questions are being asked."""
    if shortlist.state != "screen":
        raise NotNow("The two questions are closed for this shortlist.")


def check_close_screen(shortlist: Shortlist) -> None:
    """Raise unless the screen can close: without an answer it would cut blindly."""
    SHORTLIST.check_move(shortlist.state, "sifting")
    if not any(entry.screened.exists() for entry in shortlist.entries.all()):
        raise NotNow("Nobody has answered the two questions yet.")


def check_cut(shortlist: Shortlist) -> None:
    """Raise unless the list waits to be cut."""
    if shortlist.state == "screen":
        raise NotNow("Close the two questions first, so that nobody answers after the cut.")
    SHORTLIST.check_move(shortlist.state, "scoring")


def check_scoring(shortlist: Shortlist) -> None:
    """Raise unless the shortlist is being scored, in either round."""
    if shortlist.state in ("screen", "sifting"):
        raise NotNow("The two questions come first; scoring opens once they are closed.")
    if shortlist.state not in OPEN_ROUNDS:
        raise NotNow("Scoring of this shortlist is closed.")


def check_declare(shortlist: Shortlist) -> None:
    """Raise once the shortlist is decided."""
    if shortlist.state == "decided":
        raise NotNow("This shortlist is decided; the interests declared stand with the decision.")


def check_close_scoring(shortlist: Shortlist) -> None:
    """Raise unless the round can close: without a score there is nothing to look at."""
    to = "deciding" if shortlist.state == "again" else "talking"
    SHORTLIST.check_move(shortlist.state, to)
    if not any(entry.scores.exclude(value=None).exists() for entry in shortlist.entries.all()):
        raise NotNow("Nobody has given a score yet.")


def check_score_again(shortlist: Shortlist) -> None:
    """Raise unless the panel can score again: the first round is closed, nothing is decided.

    The first round itself never opens again: its scores were given blind and stay so.
    """
    if shortlist.state == "scoring":
        raise NotNow("Close the first round before the panel scores again.")
    SHORTLIST.check_move(shortlist.state, "again")


def check_seen(shortlist: Shortlist) -> None:
    """Raise until the first round is closed: nobody sees what others gave before."""
    if shortlist.state not in AFTER_FIRST:
        raise NotNow("What the panel said is shown once the first round is closed.")


def check_talk(shortlist: Shortlist) -> None:
    """Raise unless the panel talks: what is said before would be heard by those who score."""
    if shortlist.state not in ("talking", "again"):
        raise NotNow("The panel talks once the first round is closed, until it is decided.")


def check_before_decision(shortlist: Shortlist) -> None:
    """Raise once the shortlist is decided: its inputs are frozen with the decision."""
    if shortlist.state == "decided":
        raise NotNow("This shortlist is decided; what it rested on stays as it was.")


def check_decide(shortlist: Shortlist) -> None:
    """Raise unless the shortlist waits for its decision."""
    if shortlist.state in ("screen", "sifting", *OPEN_ROUNDS):
        raise NotNow("Close the scoring first, so that the decision rests on scores that stand.")
    SHORTLIST.check_move(shortlist.state, "decided")
