"""States of a network."""

from ..foundation.states import State, table

NETWORK = table(
    "network",
    forming=State("Forming", "facilitator", ("active", "closed"), colour="blue"),
    active=State("Active", "facilitator", ("resting", "closed"), colour="green"),
    resting=State("Resting", "facilitator", ("active", "closed"), colour="yellow"),
    closed=State("Closed", "mission lead", end=True),
)
