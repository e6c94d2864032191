"""States of a shortlist: a screen, two rounds with talk between them, a decision."""

from ..foundation.states import State, table

SHORTLIST = table(
    "shortlist",
    screen=State("Two questions", "scorers", ("sifting",), colour="blue"),
    sifting=State("Being cut to twelve", "mission lead", ("scoring",), colour="yellow"),
    scoring=State("Being scored", "scorers", ("talking",), colour="blue"),
    talking=State("Being talked over", "mission lead", ("again", "decided"), colour="yellow"),
    again=State("Being scored again", "scorers", ("deciding",), colour="blue"),
    deciding=State("To be decided", "mission lead", ("again", "decided"), colour="yellow"),
    decided=State("Decided", "mission lead", end=True, colour="green"),
)

# While somebody may still score; what is given then is nobody's to see but the giver's.
OPEN_ROUNDS = ("scoring", "again")
# From when on the first and the second round's scores are the panel's to see.
AFTER_FIRST = ("talking", "again", "deciding", "decided")
AFTER_SECOND = ("deciding", "decided")


def round_of(state: str) -> int:
    """Return which round a score given in this state belongs to."""
    return 2 if state == "again" else 1
