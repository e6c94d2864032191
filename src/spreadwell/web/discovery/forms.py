"""Forms of discovery."""

import re
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from spreadwell.domain.discovery.models import Finding, SourceKind, Theme
from spreadwell.domain.discovery.voices import SpeakerRole, Voice
from spreadwell.domain.measures.models import Measure
from spreadwell.domain.missions.models import Mission
from spreadwell.domain.people.viewer import Viewer
from spreadwell.domain.search.queries import holding

from ..asking import Choose, FindOrganisation, find_for, offer
from ..formkit import DayField, LongText, PageForm, Pick, PickMany

PASTE_HINT = (
    "One finding a line; or a table from a spreadsheet or CSV file with a first line naming its "
    "columns: text, and any of quote, role (leader, staff, patient, carer, partner), voice, place, "
    "source, source_kind, speaks_as, strength, date, who, named, contact, address. "
    "What a row leaves blank is taken from below."
)


class MissionForm(PageForm):
    """A form that starts with the mission."""

    mission = Choose(label="Mission", empty_label=None)

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "mission", Mission.objects.visible_to(viewer).exclude(state="closed"))


class FindingForm(MissionForm):
    """One thing heard."""

    text = LongText(label="What was said or learnt", rows=4, help_text="Their words if you can.")
    role = Pick(label="In which role they spoke", choices=SpeakerRole.choices)
    voice = forms.ChoiceField(
        label="From which part of the system",
        required=False,
        choices=[("", "Patient or carer: nothing to choose"), *Voice.choices],
        help_text="Choose it for staff, leaders and partners.",
    )
    place = forms.CharField(
        label="Place", max_length=80, required=False, help_text="A borough or a wider area."
    )
    mine = forms.BooleanField(
        label="These are my own words",
        required=False,
        help_text="You will be told what they changed.",
    )
    source_kind = Pick(label="How it was learnt", choices=SourceKind.choices, initial="engagement")
    source = forms.CharField(
        label="Where", max_length=200, required=False, help_text="Which workshop, report or data."
    )
    strength = forms.TypedChoiceField(
        label="How strongly",
        coerce=int,
        choices=[
            (1, "One voice"),
            (2, "Several voices"),
            (3, "Borne out by data or research"),
        ],
        widget=forms.RadioSelect,
        initial=1,
    )
    heard_on = DayField(label="When", initial=timezone.localdate)


class FindingsForm(MissionForm):
    """Many at once."""

    text_files = ("file",)

    lines = LongText(label="The findings", rows=10, required=False, help_text=PASTE_HINT)
    file = forms.FileField(label="Or a CSV file with these columns", required=False)
    role = Pick(label="In which role, unless a row says so", choices=SpeakerRole.choices)
    voice = forms.ChoiceField(
        label="Whose voice, unless a row says so",
        required=False,
        choices=[("", "As the role says"), *Voice.choices],
    )
    place = forms.CharField(label="Place, unless a row says so", max_length=80, required=False)
    source = forms.CharField(label="Where it was learnt", max_length=200, required=False)
    source_kind = Pick(label="How it was learnt", choices=SourceKind.choices, initial="engagement")
    heard_on = DayField(label="When, unless a row says so", initial=timezone.localdate)


class SearchForm(PageForm):
    """Search and filters over findings."""

    unchecked = {"q": "Looked for, never stored."}

    q = forms.CharField(label="Words", required=False)
    voice = forms.ChoiceField(
        label="Voice", required=False, choices=[("", "All voices"), *Voice.choices]
    )
    place = forms.ChoiceField(label="Place", required=False)
    source_kind = forms.ChoiceField(
        label="Learnt from", required=False, choices=[("", "Everything"), *SourceKind.choices]
    )
    theme = forms.ChoiceField(label="Theme", required=False)

    def __init__(self, *args: Any, places: list[str], themes: list[Theme], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        place, theme = self.fields["place"], self.fields["theme"]
        assert isinstance(place, forms.ChoiceField) and isinstance(theme, forms.ChoiceField)
        place.choices = [("", "All places"), *((name, name) for name in places)]
        theme.choices = [
            ("", "All themes"),
            ("none", "Not sorted yet"),
            *((str(one.pk), one.name) for one in themes),
        ]

    def filters(self) -> dict[str, str]:
        """Return what to filter by; a value that is no choice counts as blank."""
        self.is_valid()
        given = {name: self.cleaned_data.get(name) or "" for name in self.fields}
        return {"words": given.pop("q")} | given


class ThemeForm(MissionForm):
    """A new theme."""

    name = forms.CharField(label="Name of the theme", max_length=160)
    need = LongText(label="The need behind it", rows=2, required=False)


class MergeForm(PageForm):
    """Merging a theme into another."""

    into = Choose(label="Merge into")


class AnswerForm(PageForm):
    """A notice to all who spoke in a theme."""

    did = Pick(
        label="What became of it",
        choices=[("yes", "We did something"), ("no", "We did not, and say why")],
    )
    text = LongText(
        label="What their words changed, or why not",
        rows=4,
        help_text="Two or three plain sentences, to the people who said it.",
    )
    public = forms.BooleanField(
        label="Show it to everybody under “you said, we did”",
        required=False,
        help_text="Only if it names nobody and nobody can be recognised.",
    )


class OpportunityForm(MissionForm):
    """A need with a candidate change."""

    title = forms.CharField(label="Title", max_length=160)
    need = LongText(label="The need", rows=3, help_text="In two sentences.")
    change = LongText(label="What could change it", rows=3)
    people_affected = forms.IntegerField(
        label="How many people it touches", required=False, min_value=0, help_text="Roughly."
    )
    who_bears_it = LongText(label="Who carries the burden today", rows=2, required=False)
    exists_elsewhere = LongText(label="What exists elsewhere", rows=2, required=False)
    why_new = LongText(
        label="Why what already runs here does not meet it",
        rows=2,
        required=False,
        help_text="Once you have looked at what is near.",
    )
    themes = PickMany(label="The themes it answers", required=False)

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, viewer=viewer, **kwargs)
        themes = self.fields["themes"]
        assert isinstance(themes, forms.MultipleChoiceField)
        self.known = {
            str(one.pk): one
            for one in Theme.objects.visible_to(viewer)
            .filter(state="open", mission__state__in=["proposed", "active"])
            .select_related("mission")
        }
        themes.choices = [(key, f"{one.name} ({one.mission})") for key, one in self.known.items()]

    def clean_themes(self) -> list[Theme]:
        """Return the themes themselves."""
        return [self.known[key] for key in self.cleaned_data["themes"]]


class ScreenForm(PageForm):
    """The two questions of the screen."""

    serves_the_aim = forms.TypedChoiceField(
        label="If it works, does it serve the aim of this mission?",
        choices=[("yes", "Yes"), ("no", "No")],
        coerce=lambda given: given == "yes",
        widget=forms.RadioSelect,
    )
    could_start_within_a_year = forms.TypedChoiceField(
        label="Could somebody start it within a year?",
        choices=[("yes", "Yes"), ("no", "No")],
        coerce=lambda given: given == "yes",
        widget=forms.RadioSelect,
    )
    why = LongText(
        label="Why",
        rows=2,
        required=False,
        help_text="Needed for a “no”: whoever raised it, and whose words it answers, reads it.",
    )


class AskVoiceForm(PageForm):
    """Asking those who were not heard."""

    unchecked = {"addresses": "E-mail addresses of those who are written to; they are not kept."}

    addresses = LongText(
        label="E-mail addresses",
        rows=3,
        required=False,
        help_text="One a line. They are not kept. Leave it blank if you ask in another way: it is "
        "noted that you did.",
    )
    letter = LongText(label="The letter", rows=12, required=False)

    def clean_addresses(self) -> list[str]:
        """Return the addresses apart."""
        return [one for one in re.split(r"[\s,;]+", self.cleaned_data["addresses"]) if one]


class WorryForm(PageForm):
    """What was done about a worry."""

    what_was_done = LongText(label="What was done about it", rows=3)


class NoWorryForm(PageForm):
    """Why words that suggested a worry tell of none."""

    why = LongText(label="Why there is no worry", rows=2)


class SplitForm(PageForm):
    """Which findings go to a theme of their own."""

    # More than these are found with the words of the search instead.
    most: ClassVar[int] = 200

    name = forms.CharField(label="Name of the new theme", max_length=160)
    need = LongText(label="The need behind it", rows=2, required=False)
    findings = PickMany(label="Findings that go there")

    def __init__(self, *args: Any, findings: QuerySet[Finding], words: str, **given: Any) -> None:
        super().__init__(*args, **given)
        findings = holding(findings, words)
        self.known = {str(one.pk): one for one in findings[: self.most]}
        chosen = self.fields["findings"]
        assert isinstance(chosen, forms.MultipleChoiceField)
        chosen.choices = [(key, one.text) for key, one in self.known.items()]

    def clean_findings(self) -> list[Finding]:
        """Return the findings themselves."""
        return [self.known[key] for key in self.cleaned_data["findings"]]


class TakeForm(PageForm):
    """A suggested group under a name of its own, or in a theme that there is."""

    name = forms.CharField(label="Name of the theme", max_length=160, required=False)
    need = LongText(label="The need behind it", rows=2, required=False)
    into = Choose(label="Or sort it into a theme that there is", required=False)


class DemandForm(PageForm):
    """What is sought, and the bar."""

    seeks = LongText(label="What we seek", rows=4)
    bar = LongText(label="What an offer must show", rows=4)


class MeasuresForm(PageForm):
    """The measures that an opportunity would move."""

    measures = PickMany(label="Measures", required=False)

    def __init__(self, *args: Any, rows: QuerySet[Measure], **given: Any) -> None:
        super().__init__(*args, **given)
        self.known = {str(one.pk): one for one in rows}
        chosen = self.fields["measures"]
        assert isinstance(chosen, forms.MultipleChoiceField)
        chosen.choices = [(key, one.name) for key, one in self.known.items()]

    def clean_measures(self) -> list[Measure]:
        """Return the measures themselves."""
        return [self.known[key] for key in self.cleaned_data["measures"]]


class PracticeForm(MissionForm):
    """Something that already runs well here."""

    what = forms.CharField(label="What runs well", max_length=160)
    text = LongText(label="What is done, for whom", rows=3)
    place = forms.CharField(label="Where", max_length=120)
    since = DayField(label="Since when")
    evidence = LongText(label="How it is known that it runs well", rows=3)
    organisation = FindOrganisation(label="Whom to ask")

    def __init__(self, *args: Any, viewer: Viewer, **given: Any) -> None:
        super().__init__(*args, viewer=viewer, **given)
        find_for(self, "organisation", viewer)
