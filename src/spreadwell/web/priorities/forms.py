"""Forms of shortlists."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from spreadwell.domain.decisions.models import DecidingBody
from spreadwell.domain.discovery.models import Opportunity
from spreadwell.domain.missions.models import Mission
from spreadwell.domain.people.models import Person
from spreadwell.domain.people.viewer import Viewer
from spreadwell.domain.priorities.deciding import Expectation
from spreadwell.domain.priorities.models import Criterion, ShortlistEntry

from ..asking import Choose, offer
from ..formkit import DayField, LongText, PageForm, Pick, PickMany

DONT_KNOW = ""


class OpenShortlistForm(PageForm):
    """A new round."""

    title = forms.CharField(label="Title of this round", max_length=160)
    opportunities = PickMany(label="Opportunities before the panel")
    places = forms.IntegerField(
        label="How many can be taken up", initial=5, min_value=1, help_text="Fewer for longer."
    )
    closes_on = DayField(label="Scores by", required=False)

    def __init__(self, *args: Any, viewer: Viewer, mission: Mission, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Opportunity.objects.visible_to(viewer).filter(mission=mission, state="proposed")
        waiting = rows.exclude(entries__shortlist__state__in=["scoring", "deciding"])
        self.known = {str(one.pk): one for one in waiting}
        field = self.fields["opportunities"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(key, one.title) for key, one in self.known.items()]
        field.initial = list(self.known)

    def clean_opportunities(self) -> list[Opportunity]:
        """Return the opportunities themselves."""
        return [self.known[key] for key in self.cleaned_data["opportunities"]]


class EntriesForm(PageForm):
    """A form that may tick entries of a shortlist."""

    def __init__(self, *args: Any, entries: Sequence[ShortlistEntry], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.entries = {str(entry.pk): entry for entry in entries}
        field = self.fields["interest_in"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(key, entry.opportunity.title) for key, entry in self.entries.items()]

    def clean_interest_in(self) -> list[ShortlistEntry]:
        """Return the entries themselves."""
        return [self.entries[key] for key in self.cleaned_data["interest_in"]]


class SeatForm(EntriesForm):
    """Somebody on the panel."""

    person = Choose(label="Who")
    group = forms.CharField(
        label="For which group they speak",
        max_length=60,
        help_text="Each group has an equal voice, however many sit for it: patients, clinicians, …",
    )
    interest = LongText(label="Interest declared", rows=2, required=False)
    interest_in = PickMany(label="It applies to", required=False)

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "person", Person.objects.visible_to(viewer))


class InterestForm(EntriesForm):
    """One's own interest."""

    interest = LongText(
        label="What is your interest?", rows=2, help_text="Work, money, research, family."
    )
    interest_in = PickMany(
        label="To which does it apply?",
        help_text="Your scores there are set aside, and it is said.",
    )


class ScorePick(Pick):
    """A score that may be left out; one line on the page says so, not a word at every field."""

    def validate(self, value: Any) -> None:
        """Take a blank as “don't know”; refuse what is no choice."""
        if value not in self.empty_values:
            super().validate(value)


class ScoreForm(PageForm):
    """All criteria of one opportunity, with their anchors in words."""

    def __init__(
        self,
        *args: Any,
        criteria: Sequence[Criterion],
        saved: Mapping[int, int | None],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = criteria
        for criterion in criteria:
            choices = [(score, f"{score}. {words}") for score, words in _anchors(criterion)]
            value = saved.get(criterion.pk)
            self.fields[f"criterion_{criterion.pk}"] = ScorePick(
                label=criterion.name,
                help_text=criterion.question,
                choices=[*choices, (DONT_KNOW, "I don't know")],
                initial=str(value) if value else DONT_KNOW if criterion.pk in saved else None,
            )

    def values(self) -> dict[int, int | None]:
        """Return the scores by criterion, None for “don't know”."""
        given = {c.pk: self.cleaned_data.get(f"criterion_{c.pk}") for c in self.criteria}
        return {key: int(value) if value else None for key, value in given.items()}


def _anchors(criterion: Criterion) -> list[tuple[str, str]]:
    """Return score and words, lowest first."""
    return sorted((str(score), str(words)) for score, words in criterion.anchors.items())


class ExpectForm(PageForm):
    """What is expected of an entry."""

    low = forms.FloatField(label="At least, in 100 people", required=False)
    middle = forms.FloatField(label="Most likely, in 100 people", required=False)
    high = forms.FloatField(label="At most, in 100 people", required=False)
    reach = forms.IntegerField(label="People it would reach", required=False, min_value=0)
    by_day = DayField(label="By when", required=False)

    def expectation(self) -> Expectation:
        """Return what was given."""
        return Expectation(**self.cleaned_data)


class DecideForm(PageForm):
    """What the body decided of each entry, and why."""

    def __init__(
        self,
        *args: Any,
        viewer: Viewer,
        entries: Sequence[ShortlistEntry],
        proposed: Sequence[str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.entries = entries
        bodies = list(DecidingBody.objects.visible_to(viewer).values_list("name", flat=True))
        self.fields["body"] = forms.CharField(
            label="Which body decides",
            max_length=160,
            initial=bodies[0] if len(bodies) == 1 else "",
            help_text=f"Known here: {', '.join(bodies)}." if bodies else "",
        )
        for entry, verdict in zip(entries, proposed, strict=True):
            self.fields[f"choice_{entry.pk}"] = Pick(
                label=entry.opportunity.title,
                choices=[
                    ("in", "In"),
                    ("depends", "Depends: say on what in the reasons"),
                    ("not_this_round", "Not this round"),
                ],
                help_text=f"The scores say: {verdict}." if verdict else "",
                error_messages={"required": f"Choose for “{entry.opportunity}”."},
            )
        self.fields["reasons"] = LongText(
            label="Reasons", help_text="Where you differ from the scores, say why."
        )
        self.fields["dissent"] = LongText(label="Dissent", rows=2, required=False)

    def choices(self) -> dict[int, str]:
        """Return the choice of each entry by its key."""
        return {entry.pk: self.cleaned_data[f"choice_{entry.pk}"] for entry in self.entries}
