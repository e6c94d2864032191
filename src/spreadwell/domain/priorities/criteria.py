"""The criteria: those that come with the product, and those that a mission made its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import yaml
from django.utils import timezone
from django.utils.text import slugify

from ..audit.actions import record
from ..foundation.actions import action
from ..foundation.answers import filled
from ..foundation.refusals import Invalid
from ..missions.models import Mission
from ..people.models import Person
from ..people.viewer import viewer_of
from .models import CriteriaVersion, Criterion, Side
from .permissions import check_open_shortlist
from .policies import check_criteria

DEFAULT_FILE = "criteria.yaml"
WORDS = ("name", "question", "side", "anchors")


@dataclass(frozen=True, slots=True)
class CriterionGiven:
    """A criterion as somebody words it; `slug` is blank for a new one."""

    name: str
    question: str
    side: str
    anchors: Mapping[str, str]
    slug: str = ""


def load_criteria() -> list[Criterion]:
    """Put the default criteria into the store, or bring them up to date, and return them.

    One that was on a shortlist keeps its words: new words are a new number.
    """
    return [_kept(None, one["slug"], one, order) for order, one in enumerate(_product())]


def _product() -> list[dict[str, Any]]:
    """Return the words of the criteria that come with the product."""
    text = files("spreadwell.definitions").joinpath(DEFAULT_FILE).read_text(encoding="utf-8")
    return [
        {key: given[key] for key in ("slug", *WORDS)}
        | {"anchors": {str(score): words for score, words in given["anchors"].items()}}
        for given in yaml.safe_load(text)
    ]


def _kept(mission: Mission | None, slug: str, given: Mapping[str, Any], order: int) -> Criterion:
    """Return the latest criterion of this slug if it says the same, else its next number."""
    rows = Criterion.objects.filter(mission=mission, slug=slug)
    latest = rows.order_by("-number").first()
    words = {name: given[name] for name in WORDS}
    if latest is not None and all(getattr(latest, name) == words[name] for name in WORDS):
        return latest
    if latest is not None and not (latest.shortlists.exists() or latest.versions.exists()):
        Criterion.objects.filter(pk=latest.pk).update(**words, order=order)
        return Criterion.objects.get(pk=latest.pk)
    number = latest.number + 1 if latest else 1
    made: Criterion = Criterion.objects.create(
        mission=mission, slug=slug, number=number, order=order, **words
    )
    return made


def latest_version(mission: Mission) -> CriteriaVersion | None:
    """Return the mission's own criteria as they stand, None while it uses the product's."""
    found: CriteriaVersion | None = mission.criteria_versions.order_by("-number").first()
    return found


def criteria_told(mission: Mission) -> list[Criterion]:
    """Return the mission's criteria to be read; nothing is stored, so some may have no key yet."""
    version = latest_version(mission)
    if version is not None:
        return list(version.criteria.all())
    return [Criterion(**words, order=order) for order, words in enumerate(_product())]


def criteria_of(mission: Mission) -> list[Criterion]:
    """Return what a new shortlist of this mission is scored on, stored where it was not yet."""
    version = latest_version(mission)
    return list(version.criteria.all()) if version else load_criteria()


@action
def change_criteria(
    *, by: Person, mission: Mission, criteria: Sequence[CriterionGiven], why: str
) -> CriteriaVersion:
    """Adopt new criteria for a mission; shortlists opened before keep theirs."""
    check_open_shortlist(viewer_of(by), mission)
    why = filled(why, "why", "Say why the criteria change.")
    today = criteria_of(mission)
    used = [_worded(mission, given, order) for order, given in enumerate(criteria)]
    check_criteria(used)
    if len({one.pk for one in used}) < len(used):
        raise Invalid("Two criteria have the same name.", field="criteria")
    latest = latest_version(mission)
    if [one.pk for one in used] == [one.pk for one in today]:
        raise Invalid("Nothing changed: these are the criteria of today.", field="criteria")
    version: CriteriaVersion = CriteriaVersion.objects.create(
        mission=mission,
        number=latest.number + 1 if latest else 1,
        why=why,
        adopted_on=timezone.localdate(),
    )
    version.criteria.set(used)
    record(
        by=by,
        verb="criteria.changed",
        thing=mission,
        summary=f"{by} adopted criteria, version {version.number}: {why}",
        detail={"version": version.number, "criteria": [one.slug for one in used]},
    )
    return version


def _worded(mission: Mission, given: CriterionGiven, order: int) -> Criterion:
    """Return the stored criterion that says just this, made if there is none."""
    name = filled(given.name, "criteria", "Name every criterion.")
    question = filled(given.question, "criteria", f"Ask a question for “{name}”.")
    if given.side not in Side.values:
        raise Invalid(f"Say of “{name}” whether it is powerful or possible.", field="criteria")
    anchors = {score: given.anchors.get(score, "").strip() for score in "12345"}
    blank = next((score for score, words in anchors.items() if not words), None)
    if blank is not None:
        raise Invalid(f"Say what a {blank} means for “{name}”.", field="criteria")
    slug = given.slug or slugify(name)[:40]
    words = {"name": name, "question": question, "side": given.side, "anchors": anchors}
    product = Criterion.objects.filter(mission=None, slug=slug).order_by("-number").first()
    if product is not None and all(getattr(product, key) == words[key] for key in WORDS):
        return product
    return _kept(mission, slug, words, order)
