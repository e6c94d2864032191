"""States of a protocol and of a claim."""

from ..foundation.states import State, table

PROTOCOL = table(
    "protocol",
    draft=State("Draft", "analyst", ("registered",), colour="blue"),
    registered=State("Registered, results not opened", "analyst", ("opened",), colour="yellow"),
    opened=State("Opened", "analyst", end=True, colour="green"),
)

CLAIM = table(
    "claim",
    draft=State("Draft", "owner", ("current", "withdrawn"), colour="blue"),
    current=State("Current", "owner", ("questioned", "superseded", "withdrawn"), colour="green"),
    questioned=State(
        "Questioned", "owner", ("current", "superseded", "withdrawn"), colour="yellow"
    ),
    superseded=State("Superseded", "owner", end=True),
    withdrawn=State("Withdrawn", "owner", end=True),
)
