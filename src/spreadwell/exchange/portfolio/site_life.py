"""What happens at sites: set-up, readiness, conditions, tests of change, adaptations, a concern."""

from datetime import timedelta
from typing import Any

import numpy as np

from spreadwell.domain.models import (
    Adaptation,
    Component,
    ConditionRating,
    ImplementationSite,
    ReadinessRating,
    SafetyConcern,
    SetUpItem,
    TestOfChange,
)

from .content import innovations, told
from .loading import Loading, dice, keep_all

CONSTRUCTS = (
    "Engaging", "Work Infrastructure", "Relative Priority", "Available Resources",
    "Compatibility", "Mid-level Leaders: Motivation",
)  # fmt: skip
RATED = {"lipid-reviews": 0.85, "step-up-ward": 0.6, "home-first-line": 0.7}
NEEDED = ("dpia", "dcb0160", "data_sharing", "equality", "quality")
NASSS_WORDS = ("simple", "complicated", "complex")
# Ratings follow the invented effect by this much, the rest is noise.
FOLLOWS = 0.8


def load(loading: Loading) -> None:
    """Load the life of every invented site."""
    for one in innovations():
        mine = {place: site for (slug, place), site in loading.sites.items() if slug == one["slug"]}
        if not mine or "real" in one["sites"]:
            continue
        _set_up(loading, mine)
        _conditions(loading, one, mine)
        _adaptations(loading, one, mine)
        _tests(loading, one, mine)
    _words_of_sites(loading)
    _concern(loading)


def _set_up(loading: Loading, sites: dict[int, ImplementationSite]) -> None:
    items, ratings = [], []
    random = dice(told("truth")["seed"] + 3)
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
        if site.state == "planned" and site.planned_start is None:
            continue
        rated = (site.started or loading.today) - timedelta(days=30)
        for domain in range(1, 8):
            rating = NASSS_WORDS[int(random.choice(3, p=[0.5, 0.35, 0.15]))]
            ratings.append(
                ReadinessRating(
                    site=site, domain=domain, rating=rating, rated_on=rated,
                    rated_by=loading.person("facilitator"),
                )
            )  # fmt: skip
    keep_all(SetUpItem, items)
    keep_all(ReadinessRating, ratings)


def _conditions(
    loading: Loading, one: dict[str, Any], sites: dict[int, ImplementationSite]
) -> None:
    share = RATED.get(one["slug"])
    if share is None:
        return
    truth = told("truth")["conditions"]
    random = dice(truth["seed"] + len(one["slug"]))
    effects = loading.worlds[one["slug"]].effects[: len(sites)]
    live = effects != 0
    middle = float(effects[live].mean())
    spread = float(effects[live].std()) or 1.0
    made = []
    for place, site in sites.items():
        if site.started is None:
            continue
        # Larger in the direction of the effect is better, whatever its sign.
        better = float((effects[place - 1] - middle) / spread) * float(np.sign(middle))
        for construct in CONSTRUCTS:
            pull = FOLLOWS * better if construct in truth["drivers"] else 0.0
            value = int(np.clip(round(0.4 + pull + 0.8 * random.standard_normal()), -2, 2))
            # Nobody said anything of it: the rating stays blank, which is not 0.
            known = random.random() < share
            made.append(
                ConditionRating(
                    site=site, construct=construct, rating=value if known else None,
                    evidence=_said(construct, value) if known else "",
                    rated_on=site.started + timedelta(days=100),
                    rated_by=loading.person("facilitator"), shared=place % 3 != 0,
                )
            )  # fmt: skip
    keep_all(ConditionRating, made)


def _said(construct: str, value: int) -> str:
    tone = ("“This stands in our way.”", "“This makes it harder.”", "“Some say yes, some say no.”",
            "“This helps us.”", "“Without this it would not work here.”")[value + 2]  # fmt: skip
    return f"Two interviews about {construct.lower()}: {tone}"


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
            follows=last if last is not None and last.site_id == site.pk else None,
            question=each["question"], prediction=each["prediction"], plan=each["plan"],
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
