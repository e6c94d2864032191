"""Forms of a file of findings: the file with what its rows leave unsaid, and how it is taken."""

from typing import Any

from django import forms
from django.utils import timezone

from spreadwell.domain.discovery.loads import LARGEST, MOST_ROWS
from spreadwell.domain.discovery.models import SourceKind
from spreadwell.domain.discovery.permissions import check_add_many
from spreadwell.domain.discovery.voices import SpeakerRole, Voice
from spreadwell.domain.foundation.refusals import allowed
from spreadwell.domain.missions.models import Mission
from spreadwell.domain.people.viewer import Viewer

from ..asking import Choose, offer
from ..formkit import DayField, PageForm

READS = (
    "CSV or Excel from interviews and surveys; or records as RIS, NBIB, BibTeX, or JSON or CSV of "
    f"PubMed, OpenAlex or ClinicalTrials.gov. Up to {LARGEST // 2**20} MB and {MOST_ROWS:,} rows."
)


class FindingsFileForm(PageForm):
    """A file, its mission, and what stands for rows that say less."""

    later = ("role", "voice", "place", "source_kind", "heard_on")
    later_title = "What stands for rows that do not say it"

    file = forms.FileField(
        label="The file", widget=forms.FileInput, help_text=READS, allow_empty_file=True,
        error_messages={"required": "Choose a file."},
    )  # fmt: skip
    mission = Choose(label="Mission", required=False, empty_label="Each row names its own")
    source = forms.CharField(
        label="Where it was learnt", max_length=200, required=False,
        help_text="Which survey, interviews or search.",
    )  # fmt: skip
    role = forms.ChoiceField(
        label="Role", required=False, choices=[("", "Each row says it"), *SpeakerRole.choices]
    )
    voice = forms.ChoiceField(
        label="Voice", required=False, choices=[("", "As the role says"), *Voice.choices]
    )
    place = forms.CharField(label="Place", max_length=80, required=False)
    source_kind = forms.ChoiceField(
        label="How it was learnt", choices=SourceKind.choices, initial="engagement"
    )
    heard_on = DayField(label="Day", initial=timezone.localdate)

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Mission.objects.visible_to(viewer)
        keys = [
            one.pk
            for one in rows.exclude(state="closed")
            if not allowed(check_add_many, viewer, one)
        ]
        offer(self, "mission", rows.filter(pk__in=keys))


class TakeFileForm(PageForm):
    """How a file is taken: what is answered of words asked about, and of rows nearly known."""

    said_fine = forms.BooleanField(
        label="None of these words is about a patient: add these rows too", required=False
    )
    leave_near = forms.BooleanField(
        label="Leave these rows out: they are the same voice twice", required=False
    )

    def __init__(self, *args: Any, asked: int, near: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asked:
            del self.fields["said_fine"]
        if not near:
            del self.fields["leave_near"]
