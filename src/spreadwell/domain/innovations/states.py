"""Stages of an innovation and states of a gate."""

from ..foundation.states import State, table

STAGE = table(
    "innovation",
    preparing=State("Preparing", "mission lead", ("testing", "stopped"), colour="blue"),
    testing=State(
        "Testing",
        "mission lead",
        ("adapting", "spreading", "paused", "stopped"),
        colour="aqua-green",
    ),
    adapting=State(
        "Adapted, looking again",
        "mission lead",
        ("testing", "spreading", "paused", "stopped"),
        colour="yellow",
    ),
    spreading=State(
        "Spreading",
        "mission lead",
        ("scaled", "sustained", "adapting", "paused", "stopped"),
        colour="aqua-green",
    ),
    scaled=State("Scaled", "mission lead", ("sustained", "paused", "stopped"), colour="green"),
    sustained=State("Sustained", "mission lead", ("scaled", "paused", "stopped"), colour="green"),
    paused=State(
        "Paused", "mission lead", ("testing", "adapting", "spreading", "stopped"), colour="orange"
    ),
    stopped=State("Stopped, with learning", "mission lead", end=True),
)

LIVE_STAGES = ("testing", "adapting", "spreading", "scaled")

GATE = table(
    "gate",
    open=State("To be decided", "board", ("decided", "withdrawn"), colour="yellow"),
    decided=State("Decided", "board", end=True, colour="green"),
    withdrawn=State("Withdrawn", "mission lead", end=True),
)
