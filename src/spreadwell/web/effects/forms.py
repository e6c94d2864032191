"""The form that registers how an effect will be estimated."""

from typing import Any

from django import forms

from spreadwell.domain.innovations.models import Innovation
from spreadwell.domain.measures.models import Measure
from spreadwell.domain.people.viewer import Viewer

from ..asking import Choose, offer
from ..formkit import LongText, PageForm, Pick


class RegisterForm(PageForm):
    """What will be estimated, and against whom, before any result is seen."""

    innovation = Choose(label="Innovation")
    measure = Choose(label="Measure on which it is judged")
    compared = Pick(
        label="Compared with whom?",
        choices=[
            ("same_kind", "Places of the same kind that have readings and do not use it"),
            ("not_yet", "Only its own sites that start later"),
        ],
        initial="same_kind",
    )
    comparators = LongText(
        label="Say in words who that is, and why they are alike",
        rows=3,
    )
    smallest_worthwhile = forms.FloatField(
        label="The smallest change that would matter",
        help_text="In the measure's own unit, such as 1 in 100.",
        required=False,
    )
    window = forms.IntegerField(
        label="Periods from the start that count neither before nor after",
        required=False,
        min_value=0,
        max_value=24,
    )
    randomised = forms.BooleanField(
        label="The order in which sites started was drawn at random", required=False
    )

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "innovation", Innovation.objects.visible_to(viewer))
        offer(self, "measure", Measure.objects.visible_to(viewer))
