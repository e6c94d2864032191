"""States of a submission."""

from ..foundation.states import State, table

SUBMISSION = table(
    "submission",
    checked=State(
        "Checked, waiting for you", "who sent it", ("accepted", "discarded"), colour="blue"
    ),
    accepted=State("Accepted", "analyst", ("withdrawn",), colour="green"),
    discarded=State("Discarded", "who sent it", end=True),
    withdrawn=State("Withdrawn", "analyst", end=True),
)
