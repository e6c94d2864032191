"""States of a theme and of an opportunity."""

from ..foundation.states import State, table

THEME = table(
    "theme",
    open=State("Open", "mission lead", ("merged", "closed"), colour="blue"),
    merged=State("Merged into another", "mission lead", end=True),
    closed=State("Closed", "mission lead", ("open",)),
)

OPPORTUNITY = table(
    "opportunity",
    raised=State("Raised", "mission lead", ("proposed", "screened_out"), colour="blue"),
    screened_out=State("Not this round", "mission lead", ("raised",)),
    proposed=State(
        "Before the panel", "mission lead", ("shortlisted", "not_this_round"), colour="yellow"
    ),
    shortlisted=State(
        "On the shortlist", "mission lead", ("taken_up", "not_this_round"), colour="aqua-green"
    ),
    not_this_round=State("Not this round", "mission lead", ("raised",)),
    taken_up=State("Became an innovation", "mission lead", end=True, colour="green"),
)
