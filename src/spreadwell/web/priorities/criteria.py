"""A mission's criteria: what they are today, what they were, and changing them."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from spreadwell.domain.foundation.refusals import allowed
from spreadwell.domain.missions.models import Mission
from spreadwell.domain.people.models import Person
from spreadwell.domain.priorities.criteria import (
    CriterionGiven,
    change_criteria,
    criteria_told,
    latest_version,
)
from spreadwell.domain.priorities.models import CriteriaVersion, Criterion, Side
from spreadwell.domain.priorities.permissions import check_open_shortlist

from ..asking import Question, ask
from ..formkit import LongText, PageForm
from ..middleware import PageRequest
from ..pages import find, render
from .forms import Lines, ScorePick, Sentence

SCORES = "12345"
# One blank criterion is offered beside those there are.
BLANK = 1


class CriteriaForm(PageForm):
    """All criteria of a mission; one without a name is left out."""

    def __init__(self, *args: Any, held: list[Criterion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.slugs = [*(one.slug for one in held), *[""] * BLANK]
        for at, one in enumerate([*held, *[None] * BLANK]):
            label, held_here = (one.name, True) if one else ("A new one", False)
            self.fields[f"name_{at}"] = Sentence(
                label=f"{label}: its name",
                required=held_here,
                max_length=80,
                initial=one.name if one else "",
                help_text="Leave it blank to drop this criterion." if one else "",
            )
            self.fields[f"question_{at}"] = Sentence(
                label=f"{label}: the question",
                required=held_here,
                initial=one.question if one else "",
            )
            self.fields[f"side_{at}"] = ScorePick(
                label=f"{label}: it says how",
                choices=Side.choices,
                required=held_here,
                initial=one.side if one else "",
            )
            self.fields[f"anchors_{at}"] = Lines(
                label=f"{label}: what 1 to 5 mean, a line each",
                rows=5,
                required=held_here,
                initial="\n".join(one.anchors[score] for score in SCORES) if one else "",
            )
        self.fields["why"] = LongText(label="Why they change", rows=2)

    def clean(self) -> dict[str, Any]:
        """Refuse more lines than there are scores, or a meaning would be lost."""
        data: dict[str, Any] = super().clean() or {}
        for at in range(len(self.slugs)):
            many = len(data.get(f"anchors_{at}", "").splitlines())
            if many > len(SCORES):
                words = f"There are {many} lines; write one for each score, 1 to 5."
                self.add_error(f"anchors_{at}", words)
        return data

    def given(self) -> list[CriterionGiven]:
        """Return the criteria as they were worded."""
        data = self.cleaned_data
        return [
            CriterionGiven(
                data[f"name_{at}"],
                data[f"question_{at}"],
                data[f"side_{at}"],
                dict(zip(SCORES, data[f"anchors_{at}"].splitlines(), strict=False)),
                slug,
            )
            for at, slug in enumerate(self.slugs)
            if data[f"name_{at}"].strip()
        ]


def _mission(request: PageRequest, slug: str) -> Mission:
    return find(Mission.objects.visible_to(request.viewer), slug=slug)


def criteria(request: PageRequest, slug: str) -> HttpResponse:
    """Show what shortlists of a mission are scored on, and the versions before."""
    mission = _mission(request, slug)
    versions = CriteriaVersion.objects.visible_to(request.viewer).filter(mission=mission)
    context = {
        "mission": mission,
        "version": latest_version(mission),
        "criteria": [(one, sorted(one.anchors.items())) for one in criteria_told(mission)],
        "versions": [
            (one, [(each, sorted(each.anchors.items())) for each in one.criteria.all()])
            for one in versions.prefetch_related("criteria", "shortlists")
        ],
        "may_change": not allowed(check_open_shortlist, request.viewer, mission),
    }
    return render(request, "priorities/criteria.jinja", context)


def change(request: PageRequest, slug: str) -> HttpResponse:
    """Change the criteria of a mission from now on."""
    mission = _mission(request, slug)
    back = reverse("priorities:criteria", args=[slug])
    question = Question(
        "Change the criteria",
        "Adopt them",
        "Adopted. New shortlists are scored on these; those before keep theirs.",
        [(mission.title, reverse("missions:detail", args=[slug])), ("Criteria", back)],
        "Fewer than ten keep a scorer within half an hour. Five is always the best for people.",
    )
    form = CriteriaForm(request.POST or None, held=criteria_told(mission))

    def adopt(*, by: Person, why: str, **_: Any) -> CriteriaVersion:
        """Adopt what the form holds."""
        return change_criteria(by=by, mission=mission, criteria=form.given(), why=why)

    reason = allowed(check_open_shortlist, request.viewer, mission)
    return ask(request, question, form, adopt, back, reason=reason)
