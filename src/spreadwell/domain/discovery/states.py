"""States of a theme, of an opportunity and of a worry about safety."""

from ..foundation.states import State, table

THEME = table(
    "theme",
    open=State("Open", "mission lead", ("merged", "closed"), colour="blue"),
    merged=State("Merged into another", "mission lead", ("open",)),
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

SAFEGUARDING = table(
    "worry about safety",
    suggested=State(
        "To be read: its words may tell of harm", "safeguarding owner", ("raised", "no_worry"),
        colour="yellow",
    ),
    raised=State("To be acted on", "safeguarding owner", ("acted",), colour="red"),
    acted=State("Acted on", "safeguarding owner", end=True, colour="green"),
    no_worry=State("Read, no worry", "safeguarding owner", ("raised",)),
)  # fmt: skip
