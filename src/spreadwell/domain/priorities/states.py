"""States of a shortlist."""

from ..foundation.states import State, table

SHORTLIST = table(
    "shortlist",
    scoring=State("Being scored", "scorers", ("deciding",), colour="blue"),
    deciding=State("To be decided", "mission lead", ("scoring", "decided"), colour="yellow"),
    decided=State("Decided", "mission lead", end=True, colour="green"),
)
