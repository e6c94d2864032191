"""States of a submission."""

from ..foundation.states import State, table

SUBMISSION = table(
    "submission",
    checked=State(
        "Checked, waiting for you",
        "who sent it",
        ("accepted", "held", "discarded"),
        colour="blue",
    ),
    accepted=State("Accepted", "analyst", ("withdrawn",), colour="green"),
    held=State("To be put right by you", "who sent it", ("checked", "discarded"), colour="yellow"),
    discarded=State("Discarded", "who sent it", end=True),
    withdrawn=State("Withdrawn", "analyst", end=True),
)

WAITING = ("checked", "held")
"""A submission of these has stored nothing yet and keeps what was sent."""
