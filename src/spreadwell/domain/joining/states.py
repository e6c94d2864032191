"""States of an expression of interest, of a call for sites and of an application to it."""

from ..foundation.states import State, table

INTEREST = table(
    "expression of interest",
    received=State(
        "Received", "mission lead", ("talking", "accepted", "declined"), colour="yellow"
    ),
    talking=State("In conversation", "mission lead", ("accepted", "declined"), colour="blue"),
    accepted=State("Accepted", "mission lead", end=True, colour="green"),
    declined=State("Not now", "mission lead", end=True),
)

CALL = table(
    "call for sites",
    draft=State("Being written", "mission lead", ("open", "withdrawn"), colour="white"),
    open=State("Open", "mission lead", ("reviewing", "withdrawn"), colour="green"),
    reviewing=State("Being reviewed", "reviewers", ("decided", "withdrawn"), colour="yellow"),
    decided=State("Decided", "mission lead", end=True, colour="blue"),
    withdrawn=State("Withdrawn", "mission lead", end=True),
)

APPLICATION = table(
    "application",
    received=State(
        "Received", "mission lead", ("chosen", "not_chosen", "withdrawn"), colour="yellow"
    ),
    chosen=State("Chosen", "mission lead", end=True, colour="green"),
    not_chosen=State("Not chosen this time", "mission lead", end=True),
    withdrawn=State("Withdrawn", "applicant", end=True),
)
