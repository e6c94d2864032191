"""Forms of shortlists."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from spreadwell.domain.discovery.models import Opportunity
from spreadwell.domain.missions.models import Mission
from spreadwell.domain.people.models import Person
from spreadwell.domain.people.viewer import Viewer
from spreadwell.domain.priorities.models import Criterion, ShortlistEntry
from spreadwell.domain.priorities.pace import MOST_BEFORE_THE_PANEL

from ..asking import Choose, offer
from ..formkit import DayField, LongText, PageForm, Pick, PickMany

# Not blank: what nobody looked at yet is not answered.
DONT_KNOW = "unknown"
SCORES = ("1", "2", "3", "4", "5")
# What stands behind a title where it is offered for a round.
STANDS = {"proposed": "", "raised": " (raised, not screened)", "taken_up": " (runs today)"}


def _on_open_shortlists(viewer: Viewer) -> Any:
    """Return the entries of rounds that are not decided."""
    return ShortlistEntry.objects.visible_to(viewer).exclude(shortlist__state="decided")


class OpenShortlistForm(PageForm):
    """A new round."""

    title = forms.CharField(label="Title of this round", max_length=160)
    opportunities = PickMany(label="Opportunities before the panel")
    screen = forms.BooleanField(
        label="Begin with two questions: would it be powerful, would it be possible?",
        required=False,
        help_text=f"Needed above {MOST_BEFORE_THE_PANEL}: they leave at most that many.",
    )
    places = forms.IntegerField(
        label="How many can be taken up", initial=5, min_value=1, help_text="Fewer for longer."
    )
    closes_on = DayField(label="Scores by", required=False)

    def __init__(self, *args: Any, viewer: Viewer, mission: Mission, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        states = ("proposed", "raised", "taken_up")
        rows = Opportunity.objects.visible_to(viewer).filter(mission=mission, state__in=states)
        free = rows.exclude(entries__in=_on_open_shortlists(viewer))
        order = sorted(free, key=lambda one: states.index(one.state))
        self.known = {str(one.pk): one for one in order}
        field = self.fields["opportunities"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(key, one.title + STANDS[one.state]) for key, one in self.known.items()]
        proposed = [key for key, one in self.known.items() if one.state == "proposed"]
        field.initial = proposed or [k for k, one in self.known.items() if one.state == "raised"]
        self.fields["screen"].initial = not proposed or len(field.initial) > MOST_BEFORE_THE_PANEL

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
    lay = forms.BooleanField(
        label="They speak from living with it, not from work",
        required=False,
        help_text="They get cards in plain words and owe no reasons; their voice is equal.",
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


class MayBeBlank(forms.Field):
    """A field that may be left out without a word at every one: the page or the action says so."""

    def validate(self, value: Any) -> None:
        """Take a blank; refuse what is no answer."""
        if value not in self.empty_values:
            super().validate(value)


class ScorePick(MayBeBlank, Pick):
    """One of a few, where a blank means “don't know” or “later”."""


class Sentence(MayBeBlank, forms.CharField):
    """A line that is owed under some answers only."""


class Lines(MayBeBlank, LongText):
    """Several lines that are owed under some answers only."""


class ScoreForm(PageForm):
    """All criteria of one opportunity, with their anchors in words."""

    def __init__(
        self,
        *args: Any,
        criteria: Sequence[Criterion],
        saved: Mapping[int, int | None],
        said: Mapping[int, str],
        lay: bool,
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
            self.fields[f"said_{criterion.pk}"] = Sentence(
                label=f"Why 1 or 5 for {criterion.name.lower()}?",
                required=not lay,
                max_length=400,
                initial=said.get(criterion.pk, ""),
                help_text="" if lay else "One sentence, where you choose an end of the scale.",
            )

    def values(self) -> dict[int, int | None]:
        """Return the scores by criterion, None for “don't know”."""
        given = {c.pk: self.cleaned_data.get(f"criterion_{c.pk}") for c in self.criteria}
        return {key: int(value) if value in SCORES else None for key, value in given.items()}

    def said(self) -> dict[int, str]:
        """Return the sentences by criterion."""
        return {c.pk: self.cleaned_data.get(f"said_{c.pk}", "") for c in self.criteria}


def _anchors(criterion: Criterion) -> list[tuple[str, str]]:
    """Return score and words, lowest first."""
    return sorted((str(score), str(words)) for score, words in criterion.anchors.items())
