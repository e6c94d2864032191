"""A test of change at its start and its end."""

from typing import Any

from spreadwell.domain.measures.models import Measure
from spreadwell.domain.people.viewer import Viewer
from spreadwell.domain.sites.models import ImplementationSite, TestOfChange

from ...asking import Choose, offer
from ...formkit import DayField, LongText, PageForm, Pick


class TestForm(PageForm):
    """A test of change at its start."""

    question = LongText(label="What do you want to find out?", rows=2)
    prediction = LongText(
        label="What do you expect to see?", rows=2, help_text="Before you look at any numbers."
    )
    plan = LongText(label="What will you do?", rows=2, required=False)
    measure = Choose(label="Which number should move?", required=False)
    on = DayField(label="Started", required=False, help_text="Blank means today.")

    def __init__(self, *args: Any, viewer: Viewer, site: ImplementationSite, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Measure.objects.visible_to(viewer).filter(
            innovations__innovation=site.version.innovation
        )
        offer(self, "measure", rows)


class FinishTestForm(PageForm):
    """A test of change at its end."""

    what_happened = LongText(label="What happened?", rows=3)
    learning = LongText(label="What did you learn?", rows=3)
    next_act = Pick(
        label="What next?",
        choices=[c for c in TestOfChange._meta.get_field("next_act").choices or [] if c[0]],
    )
    on = DayField(label="Ended", required=False, help_text="Blank means today.")
