"""States of an implementation site and of a safety concern."""

from ..foundation.states import State, table

SITE = table(
    "site",
    planned=State("Planned", "mission lead", ("preparing", "stopped"), colour="white"),
    preparing=State("Preparing", "site lead", ("live", "paused", "stopped"), colour="blue"),
    live=State("Live", "site lead", ("paused", "stopped", "de_adopted"), colour="green"),
    paused=State(
        "Paused",
        "safety lead",
        ("preparing", "live", "stopped", "de_adopted"),
        colour="orange",
    ),
    stopped=State("Stopped, with learning", "mission lead", end=True),
    de_adopted=State("De-adopted, with learning", "mission lead", end=True),
)

ENDED = ("stopped", "de_adopted")
"""A site that stopped ended what was tried; one that de-adopted took out what it used to do."""

CONCERN = table(
    "safety concern",
    raised=State("Raised", "safety lead", ("seen", "resolved"), colour="red"),
    seen=State("Being looked into", "safety lead", ("resolved",), colour="orange"),
    resolved=State("Resolved", "safety lead", end=True),
)
