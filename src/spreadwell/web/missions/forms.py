"""Forms about missions."""

from typing import Any

from django import forms

from spreadwell.domain.measures.models import Measure
from spreadwell.domain.people.models import Person
from spreadwell.domain.people.viewer import Viewer

from ..formkit import DayField, LongText, PageForm


class OpenMissionForm(PageForm):
    """A new mission."""

    title = forms.CharField(label="Title", max_length=160, help_text="Short, as people say it.")
    summary = LongText(
        label="What it seeks",
        help_text="In plain words: once the mission is active, the public reads this.",
        rows=3,
    )
    aim = LongText(
        label="The aim",
        required=False,
        rows=3,
        help_text="One sentence: how much of what, for whom, by when. It can be worded later.",
    )
    live_limit = forms.IntegerField(
        label="The most innovations live at once",
        initial=5,
        min_value=1,
        help_text="Fewer things for longer.",
    )
    committed_until = DayField(
        label="Committed until", required=False, help_text="How long this stays a priority."
    )


class AimForm(PageForm):
    """A wording of the aim and, where known, its numbers."""

    text = LongText(
        label="The aim", rows=3, help_text="One sentence: how much of what, for whom, by when."
    )
    why = LongText(
        label="Why it changes", rows=2, required=False, help_text="Needed from the second version."
    )
    source = forms.CharField(label="Where it is published", required=False)
    measure = forms.ModelChoiceField(
        Measure.objects.none(),
        label="Measure",
        required=False,
        empty_label="Not measured yet",
        help_text="Which measure shows whether the aim is reached.",
    )
    baseline = forms.FloatField(
        label="Where it starts",
        required=False,
        help_text="In the unit of the measure; blank takes the first reading.",
    )
    target = forms.FloatField(label="Where it should be", required=False)
    by_day = DayField(label="By when", required=False)

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        measure = self.fields["measure"]
        assert isinstance(measure, forms.ModelChoiceField)
        measure.queryset = Measure.objects.visible_to(viewer)

    def clean(self) -> dict[str, Any]:
        """A measure comes with a target and a day, and they with a measure."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        measured = given.get("measure") is not None
        for name, ask in [
            ("target", "Say where the measure should be."),
            ("by_day", "Say by when."),
        ]:
            if measured and given.get(name) is None and name not in self.errors:
                self.add_error(name, ask)
        if not measured and (given.get("target") is not None or given.get("baseline") is not None):
            self.add_error("measure", "Choose the measure that these numbers belong to.")
        return given


class OwnersForm(PageForm):
    """Who owns and who leads a mission."""

    sro = forms.ModelChoiceField(
        Person.objects.none(),
        label="Senior responsible owner",
        required=False,
        empty_label="Nobody yet",
        help_text="The executive who answers for the mission.",
    )
    lead = forms.ModelChoiceField(
        Person.objects.none(),
        label="Mission lead",
        required=False,
        empty_label="Nobody yet",
        help_text="Runs it from day to day, and gets the role for it.",
    )

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("sro", "lead"):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = Person.objects.visible_to(viewer)


class SafeguardingForm(PageForm):
    """Who hears of worries about somebody's safety."""

    owner = forms.ModelChoiceField(
        Person.objects.none(),
        label="Safeguarding owner",
        empty_label="Choose somebody",
        help_text="Somebody with the training for it, who reads e-mail every working day.",
    )

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner = self.fields["owner"]
        assert isinstance(owner, forms.ModelChoiceField)
        owner.queryset = Person.objects.visible_to(viewer).filter(is_active=True)


class StrandForm(PageForm):
    """A new strand."""

    name = forms.CharField(label="Name of the strand", max_length=160)


class CloseForm(PageForm):
    """Closing a mission."""

    why = LongText(label="Why the mission closes", rows=3)
