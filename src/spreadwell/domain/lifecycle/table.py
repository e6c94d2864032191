"""The one table: each kind of thing that hangs on an innovation or a site, and its fate.

`docs/reference/lifecycle.md` is drawn from it; a test finds every model that hangs on either
through Django and fails for one that has no row here.
"""

from . import of_innovations as innovations
from . import of_sites as sites
from . import site_moves
from .shapes import Fate, Row

STAYS = Fate("Stays as it is.")
KEPT = Fate("Kept, to be read.")
ASKED_AGAIN = Fate("Asked for again from the next whole period on.")
NOTHING = Fate("Nothing changes.")


def _kept(thing: str, *models: str, pause: Fate = STAYS, of_site: bool = True) -> Row:
    """Return the row of a record that nothing is done with."""
    return Row(thing, models, pause, KEPT, KEPT if of_site else None, NOTHING)


def _ends(
    thing: str, models: tuple[str, ...], pause: Fate, ends: Fate, go_on: Fate = NOTHING
) -> Row:
    """Return the row of a thing that ends alike when a site stops and when it de-adopts."""
    return Row(thing, models, pause, ends, ends, go_on)


OF_SITES: tuple[Row, ...] = (
    _ends(
        "Numbers due", (),
        Fate("Not asked for meanwhile.", sites.numbers_wait),
        Fate("No longer asked for. Readings sent before stay.", sites.numbers_end),
        ASKED_AGAIN,
    ),
    _ends(
        "Tests of change that run", ("TestOfChange",),
        Fate("Stay open and wait.", sites.tests_wait),
        Fate("End that day as abandoned, with what was learnt.", sites.tests_end, sites.end_tests),
    ),
    _ends(
        "Set-up items not settled", ("SetUpItem",),
        STAYS,
        Fate("Left as they are, no longer asked for.", sites.set_up_ends),
    ),
    _ends(
        "Team", ("TeamMember",),
        STAYS,
        Fate("Everybody's place ends that day.", sites.teams_end, sites.end_teams),
    ),
    _ends(
        "Drafts of a month", ("MonthDraft",),
        STAYS,
        Fate("Thrown away: they can no longer be sent.", sites.drafts_go, sites.throw_drafts),
    ),
    _ends(
        "Costs due", ("SiteCost",),
        Fate("Still asked for: a pause costs, too."),
        Fate("No longer asked for; what was told is kept."),
    ),
    _ends(
        "Place in a wave", ("WaveSite",),
        STAYS,
        Fate("Freed where the wave is planned; kept where it was open or is done.",
             sites.places_freed, sites.free_places),
    ),
    _ends(
        "Safety concerns not resolved", ("SafetyConcern",),
        Fate("Stay open with the safety lead.", sites.concerns),
        Fate("Stay open with the safety lead until they are resolved.", sites.concerns),
        Fate("One that paused the site holds it until it is resolved."),
    ),
    _kept("Adaptations", "Adaptation"),
    _ends(
        "Condition ratings", ("ConditionRating",),
        Fate("Stay; a rating that is due can still be given."),
        Fate("Kept. The rating at the end is asked for once more; after that no other is."),
    ),
    _kept("Readiness ratings", "ReadinessRating"),
    _kept("The team's own score of its progress", "ProgressScore"),
    _kept("Time in each state", "SiteSpell",
          pause=Fate("The present state closes, “paused” opens.")),
    _kept("Lessons", "Lesson", pause=STAYS),
    _kept("The application it came from", "SiteApplication"),
    _kept("Roles held at the site", "RoleHeld"),
    _ends(
        "Reminders", (),
        Fate("None for what is not asked for meanwhile."),
        Fate("None any more, except for safety concerns and the rating at the end."),
        Fate("Come again with what is due."),
    ),
)  # fmt: skip

OF_INNOVATIONS: tuple[Row, ...] = (
    Row(
        "Sites", ("ImplementationSite",),
        Fate("Live ones pause with it.", site_moves.sites_told, site_moves.move_sites),
        Fate("All that have not ended stop with it, and what hangs on each follows.",
             site_moves.sites_told, site_moves.move_sites),
        None,
        Fate("Those that paused with it are live again, unless a safety concern holds them.",
             site_moves.sites_told, site_moves.move_sites),
    ),
    Row(
        "Questions at a gate", ("Gate",),
        Fate("Can still be decided.", innovations.gates_stay),
        Fate("Taken back.", innovations.gates_end, innovations.withdraw_gates),
        None, NOTHING,
    ),
    Row(
        "Waves", ("Wave",),
        Fate("Planned ones cannot open meanwhile.", innovations.waves_wait),
        Fate("Planned ones are withdrawn and their places freed; open ones are closed.",
             innovations.waves_end, innovations.end_waves),
        None,
        Fate("Can open again."),
    ),
    Row(
        "Calls for sites", ("SiteCall",),
        Fate("Go on.", innovations.calls_stay),
        Fate("Withdrawn; everybody who applied is answered with the reason.",
             innovations.calls_end, innovations.withdraw_calls),
        None, NOTHING,
    ),
    Row(
        "Protocols not opened, and opened ones with their effects", ("Protocol", "Effect"),
        STAYS,
        Fate("Stay: what was planned is still told, so that nothing is hidden by stopping. "
             "Readings count up to the stop.", innovations.protocols),
        None, NOTHING,
    ),
    Row(
        "Claims", ("Claim",),
        STAYS,
        Fate("Stay in the ledger, each with its period.", innovations.claims),
        None, NOTHING,
    ),
    Row(
        "Actions of its network", (),
        Fate("Stay with the network.", innovations.promised),
        Fate("Stay with the network, which looks which are still needed.", innovations.promised),
        None, NOTHING,
    ),
    Row(
        "Assurance that expires", ("AssuranceItem",),
        STAYS,
        Fate("Kept; its expiry needs nobody any more."),
        None, NOTHING,
    ),
    _kept("Versions, components and needed capabilities", "InnovationVersion", "Component",
          "NeededCapability", of_site=False),
    _kept("Measures and their link to the aim", "InnovationMeasure", of_site=False),
    _kept("Time in each stage", "StageSpell",
          pause=Fate("The present stage closes, “paused” opens."), of_site=False),
    _kept("Adaptations that a version took up", "Adaptation", of_site=False),
    _kept("Lessons and packs", "Lesson", "Pack", of_site=False),
    _kept("Notices back", "Notice", of_site=False),
    _kept("Confidential records", "ConfidentialRecord", of_site=False),
)  # fmt: skip
