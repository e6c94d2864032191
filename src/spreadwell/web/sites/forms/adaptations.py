"""An adaptation."""

from typing import Any

from spreadwell.domain.innovations.models import Component, InnovationVersion
from spreadwell.domain.people.viewer import Viewer

from ...asking import Choose, offer
from ...formkit import DayField, LongText, PageForm


class AdaptationForm(PageForm):
    """An adaptation, in under a minute."""

    what = LongText(label="What changed?", rows=2)
    why = LongText(label="And why?", rows=2)
    component = Choose(label="Which part does it touch?", required=False)
    on = DayField(label="Since when?", required=False, help_text="Blank means today.")

    def __init__(
        self, *args: Any, version: InnovationVersion, viewer: Viewer, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "component", Component.objects.visible_to(viewer).filter(version=version))
