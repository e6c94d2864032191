"""Forms of lessons, notices and packs."""

from typing import Any

from django import forms

from spreadwell.domain.innovations.models import Innovation
from spreadwell.domain.learning.models import Lesson
from spreadwell.domain.missions.models import Mission
from spreadwell.domain.people.viewer import Viewer
from spreadwell.domain.sites.models import ImplementationSite
from spreadwell.exchange.pack_file import MAX_FILE_BYTES

from ..asking import Choose, offer
from ..formkit import DayField, LongText, PageForm, Pick, choices_of


class LessonForm(PageForm):
    """A lesson."""

    text = LongText(label="What was learnt?", rows=3)
    about = Pick(label="What kind of lesson is it?", choices=choices_of(Lesson, "about"))
    site = Choose(label="At which site?", required=False)
    on = DayField(label="When?", required=False, help_text="Blank means today.")

    def __init__(self, *args: Any, viewer: Viewer, innovation: Innovation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = ImplementationSite.objects.visible_to(viewer)
        offer(self, "site", rows.filter(version__innovation=innovation))


class NoticeForm(PageForm):
    """A notice back."""

    did = forms.TypedChoiceField(
        label="What came of it?",
        widget=forms.RadioSelect,
        choices=[("yes", "We did"), ("no", "We did not, because …")],
        coerce=lambda value: value == "yes",
    )
    innovation = Choose(label="Through which innovation?", required=False)
    text = LongText(label="Tell them, in plain words", rows=3)

    def __init__(self, *args: Any, viewer: Viewer, mission: Mission, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "innovation", Innovation.objects.visible_to(viewer).filter(mission=mission))


class LoadForm(PageForm):
    """A pack from another store."""

    mission = Choose(label="Into which mission?")
    file = forms.FileField(
        label="The pack", required=False, help_text="A zip file made by a system like this one."
    )
    content = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "mission", Mission.objects.visible_to(viewer))

    def clean_file(self) -> Any:
        """Refuse what is too large before it is read."""
        file = self.cleaned_data.get("file")
        if file is not None and file.size > MAX_FILE_BYTES:
            limit = MAX_FILE_BYTES // 2**20
            raise forms.ValidationError(f"The file is larger than {limit} MB; it is no pack.")
        return file
