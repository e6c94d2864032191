"""Loading the whole example in one transaction: all of it or nothing."""

from collections.abc import Callable

from django.db import connection
from django.utils import timezone

from spreadwell.domain.audit.actions import record
from spreadwell.domain.foundation.actions import action
from spreadwell.domain.foundation.refusals import NotNow
from spreadwell.domain.models import Person

from . import (
    bringing,
    charting,
    decisions,
    discovery,
    evidence,
    innovations,
    intake,
    joining,
    learning,
    missions,
    network_life,
    organisations,
    people,
    ratings,
    readings,
    shortlists,
    site_life,
    sites,
    teams,
)
from .loading import Loading

Progress = Callable[[str, float], None]
Step = Callable[[Loading], None]

# What is told while it runs, how much of the whole time it takes, and what is done.
STEPS: tuple[tuple[str, float, tuple[Step, ...]], ...] = (
    ("People and organisations", 0.12, (people.load, organisations.load)),
    ("Measures, missions and networks", 0.03,
     (missions.load_measures, missions.load, missions.load_networks)),
    ("What people said", 0.05, (discovery.load,)),
    ("Who decides", 0.01, (decisions.load_bodies,)),
    ("Innovations and sites", 0.09,
     (innovations.load, sites.load, people.give_roles, discovery.load_beside, site_life.load,
      teams.load, joining.load, network_life.load)),
    ("Shortlists", 0.02, (shortlists.load,)),
    ("Readings", 0.25, (readings.load, ratings.load, charting.load, intake.load,
      bringing.load)),
    ("Effects", 0.35, (evidence.load, evidence.load_claims)),
    ("Decisions and waves", 0.03, (decisions.load, decisions.load_open_gates, sites.load_waves)),
    ("Lessons and notices", 0.05, (learning.load,)),
)  # fmt: skip


def load(progress: Progress, by: Person | None = None) -> None:
    """Load the example portfolio into an empty store, in one transaction.

    `progress` is told what is being loaded and the share done so far, 0 to 1. NotNow where the
    store holds people already; a failure half-way leaves the store as it was.
    """
    _load(by=by, progress=progress)


@action
def _load(*, by: Person | None, progress: Progress) -> None:
    if Person.objects.exists():
        raise NotNow(
            "This store holds people already. The example portfolio loads into an empty store "
            "only, so that it never mixes with your own work."
        )
    loading = Loading(today=timezone.localdate(), progress=progress)
    done = 0.0
    for name, share, steps in STEPS:
        progress(name, done)
        for step in steps:
            step(loading)
        done += share
    administrator = loading.person("administrator")
    record(
        by=by, verb="portfolio.loaded", thing=administrator,
        summary="The example portfolio was loaded; its people and sites are invented",
    )  # fmt: skip
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            # Without statistics SQLite guesses wrongly which index of the readings to take.
            cursor.execute("ANALYZE")
    progress("Done", 1.0)
