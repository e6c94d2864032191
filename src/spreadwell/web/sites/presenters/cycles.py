"""Tests of change as ramps, what the record says to the team, and its own progress score."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from spreadwell.domain.foundation.refusals import allowed
from spreadwell.domain.people.viewer import Viewer
from spreadwell.domain.sites.coaching import coaching_for, cycles_at, ramps_of
from spreadwell.domain.sites.models import Adaptation, ImplementationSite, TestOfChange
from spreadwell.domain.sites.permissions import check_say_progress, check_work
from spreadwell.domain.sites.policies import check_not_stopped
from spreadwell.domain.sites.progress import SCORES, progress_of

AGAIN = ("adapt", "repeat")


@dataclass(frozen=True, slots=True)
class TestRow:
    """One test in its ramp: which it is, and whether a follow-up is what it asked for."""

    __test__ = False

    test: TestOfChange
    number: int
    asks_for_next: bool
    may_follow: bool


@dataclass(frozen=True, slots=True)
class Ramp:
    """Tests that follow one another, in order; the last one is what stands today."""

    rows: tuple[TestRow, ...]

    @property
    def last(self) -> TestRow:
        """The test that stands today."""
        return self.rows[-1]

    @property
    def earlier(self) -> tuple[TestRow, ...]:
        """The tests that led to it."""
        return self.rows[:-1]


def cycles_part(viewer: Viewer, site: ImplementationSite, today: date) -> dict[str, Any]:
    """Return what the site's page prints of tests, adaptations and progress."""
    tests = cycles_at(viewer, site)
    works = not allowed(check_work, viewer, site) and not allowed(check_not_stopped, site)
    said = progress_of(viewer, site)
    adaptations = Adaptation.objects.visible_to(viewer).filter(site=site)
    return {
        "ramps": _ramps(tests, works),
        "works_here": works,
        "coaching": coaching_for(viewer, site, tests, today),
        "progress": said,
        "progress_words": dict(SCORES),
        "may_say_progress": not allowed(check_say_progress, viewer, site),
        "adaptations": adaptations.select_related("component", "adopted_in").order_by("-on"),
    }


def _ramps(tests: Sequence[TestOfChange], works: bool) -> list[Ramp]:
    """Number each ramp's tests; a follow-up is offered once, where nothing follows yet."""
    followed = {one.follows_id for one in tests}
    return [
        Ramp(
            tuple(
                TestRow(
                    test,
                    number,
                    test.next_act in AGAIN and test.pk not in followed,
                    works and test.ended is not None and test.pk not in followed,
                )
                for number, test in enumerate(ramp, start=1)
            )
        )
        for ramp in ramps_of(tests)
    ]
