"""What happens at sites: set-up, tests of change, adaptations, a concern."""

from datetime import timedelta
from typing import Any

from spreadwell.domain.models import (
    Adaptation,
    Component,
    ImplementationSite,
    SafetyConcern,
    SetUpItem,
    TestOfChange,
)

from .content import innovations
from .loading import Loading, keep_all

NEEDED = ("dpia", "dcb0160", "data_sharing", "equality", "quality")


def load(loading: Loading) -> None:
    """Load the life of every invented site."""
    for one in innovations():
        mine = {place: site for (slug, place), site in loading.sites.items() if slug == one["slug"]}
        if not mine or "real" in one["sites"]:
            continue
        _set_up(loading, mine)
        _adaptations(loading, one, mine)
        _tests(loading, one, mine)
    _words_of_sites(loading)
    _concern(loading)


def _set_up(loading: Loading, sites: dict[int, ImplementationSite]) -> None:
    items = []
    for place, site in sites.items():
        owner = loading.helpers[place % len(loading.helpers)]
        for i, what in enumerate(NEEDED):
            if site.started:
                day = site.started - timedelta(days=12 + 5 * i)
                items.append(SetUpItem(site=site, what=what, owner=owner, due=day, done_on=day))
                continue
            due = loading.today + timedelta(days=(-4, 3, 10, 17, 24)[i] + place % 3)
            done = loading.today - timedelta(days=9) if i in (1, 4) else None
            items.append(SetUpItem(site=site, what=what, owner=owner, due=due, done_on=done))
    keep_all(SetUpItem, items)


def _adaptations(
    loading: Loading, one: dict[str, Any], sites: dict[int, ImplementationSite]
) -> None:
    made = []
    for each in one.get("adaptations", []):
        site = sites[each["place"]]
        version = loading.versions[one["slug"], 1]
        adopted = each.get("adopted_in")
        made.append(
            Adaptation(
                site=site, on=each["day"], what=each["what"], why=each["why"],
                component=Component.objects.get(version=version, name=each["component"]),
                frame=each.get("frame", {}), recorded_by=loading.person(each["by"]),
                adopted_in=loading.versions[one["slug"], adopted] if adopted else None,
            )
        )  # fmt: skip
    keep_all(Adaptation, made)


def _tests(loading: Loading, one: dict[str, Any], sites: dict[int, ImplementationSite]) -> None:
    last: TestOfChange | None = None
    for each in one.get("tests_of_change", []):
        site = sites[each["place"]]
        last = TestOfChange.objects.create(
            site=site, measure=loading.measures.get(each.get("measure", "")),
            follows=last if each.get("follows") else None,
            question=each["question"], prediction=each["prediction"], plan=each["plan"],
            predicted_on=each["predicted"], tried_with=each["with"],
            started=each["started"], what_happened=each.get("happened", ""),
            learning=each.get("learning", ""), next_act=each.get("next", ""),
            ended=each.get("ended"),
        )  # fmt: skip


def _words_of_sites(loading: Loading) -> None:
    third = loading.sites["lipid-reviews", 3]
    third.what_changed = "We ring on Tuesday and Thursday evenings now."
    late = loading.sites["lipid-reviews", 11]
    late.needs_help = "Our coordinator left; who can lend us one for two months?"
    ImplementationSite.objects.bulk_update([third, late], ["what_changed", "needs_help"])


def _concern(loading: Loading) -> None:
    for one in innovations():
        if "concern" in one:
            site = loading.sites[one["slug"], one["concern"]["place"]]
            SafetyConcern.objects.create(
                site=site, text=one["concern"]["text"], state="seen",
                raised_by=loading.person("site.member"),
            )  # fmt: skip
