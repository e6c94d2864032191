"""A test of change at its start and its end, and the team's own word on its progress."""

from decimal import Decimal
from typing import Any

from django import forms

from spreadwell.domain.measures.models import Measure
from spreadwell.domain.people.viewer import Viewer
from spreadwell.domain.sites.models import ImplementationSite, TestOfChange
from spreadwell.domain.sites.progress import SCORES

from ...asking import Choose, offer
from ...formkit import DayField, LongText, PageForm, Pick


def how_many(**given: Any) -> forms.IntegerField:
    """Return the field for the number of people a test is tried with."""
    return forms.IntegerField(
        required=False, min_value=0, max_value=1_000_000,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "nhsuk-input--width-5"}),
        **given,
    )  # fmt: skip


class TestForm(PageForm):
    """A test of change at its start: three questions, the rest behind a line."""

    __test__ = False
    later = ("plan", "measure", "follows", "on")
    later_title = "Plan, measure, and what it follows"

    question = LongText(label="What do you want to find out?", rows=2)
    prediction = LongText(
        label="What do you expect to see?", rows=2, help_text="Before you look at any numbers."
    )
    tried_with = how_many(
        label="With how many people or cases?",
        help_text="A first test is best with ten or fewer: it can fail cheaply.",
    )
    plan = LongText(label="What will you do?", rows=2, required=False)
    measure = Choose(label="Which number should move?", required=False)
    follows = Choose(label="Which test does it follow?", required=False)
    on = DayField(label="Started", required=False, help_text="Blank means today.")

    def __init__(self, *args: Any, viewer: Viewer, site: ImplementationSite, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Measure.objects.visible_to(viewer).filter(
            innovations__innovation=site.version.innovation
        )
        offer(self, "measure", rows)
        offer(self, "follows", TestOfChange.objects.visible_to(viewer).filter(site=site))


class FinishTestForm(PageForm):
    """A test of change at its end."""

    later = ("tried_with", "on")
    later_title = "With how many, and when it ended"

    what_happened = LongText(label="What happened?", rows=3)
    learning = LongText(label="What did you learn?", rows=3)
    next_act = Pick(
        label="What next?",
        choices=[
            ("adopt", "Adopt it: we do it from now on"),
            ("adapt", "Adapt it: we change it and test again"),
            ("repeat", "Repeat it: with more people, or elsewhere"),
            ("abandon", "Abandon it: we try something else"),
        ],
    )
    tried_with = how_many(label="With how many people or cases was it tried?")
    on = DayField(label="Ended", required=False, help_text="Blank means today.")


class ProgressForm(PageForm):
    """The team's own word on how far it has come."""

    score = forms.TypedChoiceField(
        label="Where do you stand?",
        coerce=Decimal,
        choices=[("", "–"), *((score, f"{score}, {words}") for score, words in SCORES)],
    )
    why = LongText(label="Why?", rows=2)
