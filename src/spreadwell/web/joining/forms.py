"""Forms of offers and of calls for sites."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from spreadwell.domain.innovations.models import InnovationVersion
from spreadwell.domain.joining.applying import ANSWER_LIMIT
from spreadwell.domain.joining.letters import in_a_sentence
from spreadwell.domain.joining.models import ApplicationScore, CallCriterion, ExpressionOfInterest
from spreadwell.domain.joining.permissions import organisations_of
from spreadwell.domain.joining.reviewing import SCALE, Given
from spreadwell.domain.networks.models import Network, Organisation, OrganisationKind
from spreadwell.domain.people.models import Person
from spreadwell.domain.people.roles import Role
from spreadwell.domain.people.viewer import Viewer

from ..asking import Choose, FindOrganisation, find_for, offer
from ..formkit import DayField, LongText, PageForm, Pick


class AcceptForm(PageForm):
    """What it takes to make an offer a membership."""

    network = Choose(label="In which network?", empty_label=None)
    role = forms.CharField(label="What will it bring or do there?", max_length=120)
    organisation = FindOrganisation(
        label="Is it here already?",
        required=False,
        help_text="Its code or its name; a part of the name will do. Leave it blank to add it.",
    )
    kind = forms.ChoiceField(
        label="If it is new: what kind of organisation?",
        required=False,
        choices=[("", "–"), *OrganisationKind.choices],
    )
    code = forms.CharField(
        label="If it is new: its code",
        required=False,
        max_length=24,
        help_text="Its ODS code where it has one. Blank gives it one of this system.",
    )
    answer = LongText(label="The answer", rows=5)

    def __init__(
        self, *args: Any, viewer: Viewer, interest: ExpressionOfInterest, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        rows = Network.objects.visible_to(viewer).filter(missions=interest.mission)
        offer(self, "network", rows.exclude(state="closed"))
        find_for(self, "organisation", viewer)


class AnswerForm(PageForm):
    """An answer in words."""

    answer = LongText(label="The answer", rows=6, help_text="With the reason, in plain words.")


class CallForm(PageForm):
    """What a call says."""

    title = forms.CharField(label="What is the call called?", max_length=160)
    text = LongText(
        label="What is offered, and what is asked of a site?",
        rows=6,
        help_text="For people who know nothing of it yet: everybody can read this.",
    )
    places = forms.IntegerField(label="How many sites are sought?", min_value=1, max_value=500)
    opens = DayField(label="First day to apply", required=False, help_text="Blank means today.")
    closes = DayField(label="Last day to apply")
    answers_by = DayField(label="By when is everybody answered?")


class NewCallForm(CallForm):
    """A new call: of what, and in which network."""

    version = Choose(label="For which innovation?")
    network = Choose(label="In which network?")
    field_order = ["version", "network"]

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = InnovationVersion.objects.visible_to(viewer).exclude(innovation__stage="stopped")
        networks = Network.objects.visible_to(viewer).exclude(state="closed")
        if not viewer.holds(Role.ADMINISTRATOR):
            rows = rows.filter(innovation__mission_id__in=viewer.mission_ids)
            networks = networks.filter(missions__in=viewer.mission_ids).distinct()
        offer(self, "version", rows.select_related("innovation"))
        offer(self, "network", networks)


class ExtendForm(PageForm):
    """More time."""

    closes = DayField(label="New last day to apply")
    answers_by = DayField(label="By when is everybody answered?")


class CriterionForm(PageForm):
    """What applications are scored by."""

    name = forms.CharField(label="Criterion", max_length=120, help_text="In a word or two.")
    question = LongText(label="What is the applicant asked?", rows=3)
    weight = Pick(
        label="How much does it weigh?",
        choices=[(str(n), str(n)) for n in range(1, 6)],
        initial="1",
    )

    def clean_weight(self) -> int:
        """Return the weight as a number."""
        return int(self.cleaned_data["weight"])


class ReviewerForm(PageForm):
    """Who scores."""

    person = Choose(label="Who?")

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "person", Person.objects.visible_to(viewer).filter(is_active=True))


class ReasonForm(PageForm):
    """Why a call is withdrawn."""

    reason = LongText(label="Why?", rows=3, help_text="Whoever applied is told this.")


class InterestForm(PageForm):
    """An interest that excludes a reviewer."""

    what = LongText(
        label="What is your interest?",
        rows=2,
        help_text="For example work, money, research or family. It is kept with the decision.",
    )


class ApplyForm(PageForm):
    """The questions of a call; cleans to what the action takes."""

    def __init__(
        self,
        *args: Any,
        viewer: Viewer,
        criteria: Sequence[CallCriterion],
        new: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = criteria
        if new:
            self.fields["organisation"] = Choose(label="For which organisation?", empty_label=None)
            places = Organisation.objects.visible_to(viewer).filter(pk__in=organisations_of(viewer))
            offer(self, "organisation", places)
            self.initial.setdefault("organisation", places.first())
        for one in criteria:
            self.fields[f"criterion_{one.pk}"] = LongText(
                label=one.name,
                help_text=one.question,
                rows=5,
                max_length=ANSWER_LIMIT,
                error_messages={"required": f"Answer the question on “{one.name}”."},
            )

    def given(self) -> dict[str, Any]:
        """Return what the action takes."""
        answers = {one.pk: self.cleaned_data[f"criterion_{one.pk}"] for one in self.criteria}
        place = self.cleaned_data.get("organisation")
        return {"answers": answers} | ({"organisation": place} if place is not None else {})


class ScoreForm(PageForm):
    """One application on every criterion: a score, or not yet, and a note."""

    def __init__(
        self,
        *args: Any,
        criteria: Sequence[CallCriterion],
        saved: Mapping[int, ApplicationScore],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = criteria
        for one in criteria:
            before = saved.get(one.pk)
            self.fields[f"score_{one.pk}"] = Pick(
                label=f"Score for {in_a_sentence(one.name)}",
                choices=[*((str(n), f"{n}. {said}") for n, said in SCALE.items()),
                         ("", "Not yet")],
                required=False,
                initial=str(before.score) if before else "",
            )  # fmt: skip
            self.fields[f"note_{one.pk}"] = LongText(
                label=f"Note on {in_a_sentence(one.name)}",
                rows=2,
                required=False,
                initial=before.note if before else "",
            )

    def given(self) -> dict[int, Given]:
        """Return score and note by criterion."""
        found: dict[int, Given] = {}
        for one in self.criteria:
            score = self.cleaned_data[f"score_{one.pk}"]
            found[one.pk] = (int(score) if score else None, self.cleaned_data[f"note_{one.pk}"])
        return found
