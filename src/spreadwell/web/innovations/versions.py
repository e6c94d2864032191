"""Versions of an innovation: released, and two of them side by side."""

from dataclasses import dataclass

from django.http import HttpResponse

from spreadwell.domain.foundation.refusals import allowed
from spreadwell.domain.innovations.actions import release_version
from spreadwell.domain.innovations.comparing import compare, words_changed
from spreadwell.domain.innovations.models import InnovationVersion
from spreadwell.domain.innovations.permissions import check_describe
from spreadwell.domain.innovations.queries import latest_version
from spreadwell.domain.innovations.tidier import TIDIER, item_words

from ..asking import Question, ask
from ..middleware import PageRequest
from ..pages import render
from . import forms
from .here import crumbs_of, here, one_innovation, trail


@dataclass(frozen=True, slots=True)
class Answer:
    """One question of TIDieR: as people ask it, as the framework calls it, and the answer."""

    question: str
    name: str
    answer: str


@dataclass(frozen=True, slots=True)
class Told:
    """What a version says by the twelve questions."""

    rows: tuple[Answer, ...]
    answered: int
    asked: int


def told(version: InnovationVersion) -> Told:
    """Return the twelve questions with a version's answers, those without one included."""
    rows = tuple(
        Answer(question, item_words(item), str(version.tidier.get(item, "")))
        for item, question in TIDIER.items()
    )
    return Told(rows, sum(bool(one.answer) for one in rows), len(rows))


def version(request: PageRequest, slug: str) -> HttpResponse:
    """Release the next version, starting from the one in force."""
    innovation = one_innovation(request, slug)
    latest = latest_version(innovation)
    initial = {}
    if latest is not None:
        parts = list(latest.components.order_by("pk"))
        initial = {f"tidier_{item}": latest.tidier.get(item, "") for item in TIDIER}
        initial["core"] = forms.parts_text(parts, "core")
        initial["adaptable"] = forms.parts_text(parts, "adaptable")
    number = latest.number + 1 if latest else 1
    lead = "Sites keep the version they run; the next sites start with this one."
    if latest is not None:
        lead += " Its logic model and driver diagram start as they are now."
    return ask(
        request,
        Question(
            f"Version {number} of {innovation.name}",
            "Release this version",
            "Released.",
            crumbs_of(innovation),
            lead,
        ),
        forms.VersionForm(request.POST or None, initial=initial),
        release_version,
        here(innovation),
        reason=allowed(check_describe, request.viewer, innovation),
        innovation=innovation,
    )


def _chosen(
    versions: list[InnovationVersion], number: str, default: InnovationVersion
) -> InnovationVersion:
    return next((one for one in versions if str(one.number) == number), default)


def compare_versions(request: PageRequest, slug: str) -> HttpResponse:
    """Show what changed from one version to another; without a choice, the last two."""
    innovation = one_innovation(request, slug)
    rows = InnovationVersion.objects.visible_to(request.viewer).filter(innovation=innovation)
    versions = list(rows.order_by("number"))
    context = {"innovation": innovation, "crumbs": trail(innovation), "versions": versions}
    if len(versions) > 1:
        before = _chosen(versions, request.GET.get("from", ""), versions[-2])
        after = _chosen(versions, request.GET.get("to", ""), versions[-1])
        made = compare(before, after)
        context |= {
            "before": before,
            "after": after,
            "made": made,
            "items": [(TIDIER[o.item], item_words(o.item), o.pieces) for o in made.items],
            "parts_changed": [
                (was, now, words_changed(was.description, now.description))
                for was, now in made.parts_changed
            ],
        }
    return render(request, "innovations/compare.jinja", context)
