"""States of a mission."""

from ..foundation.states import State, table

MISSION = table(
    "mission",
    proposed=State("Proposed", "administrator", ("active", "closed"), colour="blue"),
    active=State("Active", "mission lead", ("closed",), colour="green"),
    closed=State("Closed", "administrator", end=True),
)
