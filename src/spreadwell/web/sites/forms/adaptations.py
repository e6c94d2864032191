"""An adaptation: in under a minute first, by FRAME later."""

from typing import Any

from django import forms

from spreadwell.domain.innovations.models import Component, InnovationVersion
from spreadwell.domain.people.viewer import Viewer
from spreadwell.domain.sites.frame import frame_fields
from spreadwell.domain.sites.models import Adaptation

from ...asking import Choose, offer
from ...formkit import DayField, LongText, PageForm, PickMany


class AdaptationForm(PageForm):
    """An adaptation, in under a minute."""

    later = ("on",)
    later_title = "Since when, if not today"

    what = LongText(label="What changed?", rows=2)
    why = LongText(label="And why?", rows=2)
    component = Choose(label="Which part does it touch?", required=False)
    on = DayField(label="Since when?", required=False, help_text="Blank means today.")

    def __init__(
        self, *args: Any, version: InnovationVersion, viewer: Viewer, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "component", Component.objects.visible_to(viewer).filter(version=version))


class FrameForm(PageForm):
    """FRAME's further detail, every question optional."""

    later = ("level_of_delivery", "contextual_type", "who_decided", "reasons")
    later_title = "For whom, who decided, and the reasons"

    def __init__(self, *args: Any, adaptation: Adaptation, **kwargs: Any) -> None:
        known = dict(adaptation.frame)
        for one in frame_fields():
            if one.many and isinstance(known.get(one.key), str):
                known[one.key] = [known[one.key]]
        super().__init__(*args, **{"initial": known, **kwargs})
        for one in frame_fields():
            made = PickMany if one.many else forms.ChoiceField
            choices = one.options if one.many else (("", "–"), *one.options)
            self.fields[one.key] = made(label=one.question, required=False, choices=choices)

    def clean(self) -> dict[str, Any]:
        """Gather the answers as the action takes them."""
        return {"frame": {one.key: self.cleaned_data.get(one.key) for one in frame_fields()}}


class AdoptForm(PageForm):
    """Into which version an adaptation goes."""

    version = Choose(label="Which version takes it up?")

    def __init__(self, *args: Any, adaptation: Adaptation, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = InnovationVersion.objects.visible_to(viewer)
        offer(self, "version", rows.filter(innovation=adaptation.site.version.innovation_id))
