"""States of a wave."""

from ..foundation.states import State, table

WAVE = table(
    "wave",
    planned=State("Planned", "mission lead", ("open", "cancelled"), colour="blue"),
    open=State("Open", "mission lead", ("done", "cancelled"), colour="green"),
    done=State("Done", "mission lead", end=True),
    cancelled=State("Cancelled", "mission lead", end=True),
)
