"""Forms of the room: registering a protocol, changing it, and moving a grade."""

from collections.abc import Sequence
from typing import Any

from django import forms

from spreadwell.domain.innovations.models import Innovation
from spreadwell.domain.measures.models import Measure
from spreadwell.domain.people.viewer import Viewer

from ..asking import Choose, offer
from ..formkit import LongText, PageForm, Pick


class ProtocolForm(PageForm):
    """What is decided before any result is seen, whoever asks and about whatever."""

    comparators = LongText(label="Say in words who that is, and why they are alike", rows=3)
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
    looks_planned = forms.IntegerField(
        label="How many looks at the results are planned?",
        help_text="One, unless people will decide on the way. With more than one the wider range "
        "leads on the page. Blank is one.",
        required=False,
        min_value=1,
        max_value=120,
        initial=1,
    )
    stop_rules = LongText(
        label="What would make you stop early?",
        help_text="For example: harm at any site, or staff time above two hours a week.",
        rows=3,
        required=False,
    )


class RegisterForm(ProtocolForm):
    """What will be estimated, and against whom, before any result is seen."""

    innovation = Choose(label="Innovation")
    measure = Choose(
        label="Primary measure", help_text="The one measure on which the innovation is judged."
    )
    compared = Pick(
        label="Compared with whom?",
        choices=[
            ("same_kind", "Places of the same kind that have readings and do not use it"),
            ("not_yet", "Only its own sites that start later"),
        ],
        initial="same_kind",
    )
    randomised = forms.BooleanField(
        label="The order in which sites started was drawn at random", required=False
    )
    picked_highest = forms.FloatField(
        label="Were people picked because a value was high? From the highest how many of 100?",
        help_text="Leave blank where everybody eligible counts. Otherwise no size is shown: most "
        "would probably have improved anyway.",
        required=False,
        min_value=0.1,
        max_value=99.9,
    )
    retest_correlation = forms.FloatField(
        label="Correlation of a value and its retest at these sites",
        help_text="Between 0 and 1, from the sites' own data. Blank shows the usual range.",
        required=False,
        min_value=0,
        max_value=1,
    )
    later = ("picked_highest", "retest_correlation")
    later_title = "Where people were picked because a value was high"
    field_order = (
        "innovation", "measure", "compared", "comparators", "smallest_worthwhile", "window",
        "looks_planned", "stop_rules", "randomised",
    )  # fmt: skip

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "innovation", Innovation.objects.visible_to(viewer))
        offer(self, "measure", Measure.objects.visible_to(viewer))


class ChangeForm(ProtocolForm):
    """A change of a registered protocol, with the reason that stands beside it."""

    why = LongText(label="Why is it changed?", rows=3)
    field_order = ("why",)


class GradeForm(PageForm):
    """A grade moved by one."""

    to = Pick(label="How sure should this page say one can be?")
    why = LongText(
        label="Why?",
        help_text="Shown on the page with your name, for as long as it stands.",
        rows=3,
    )

    def __init__(self, *args: Any, choices: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["to"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(letter, words[:1].upper() + words[1:]) for letter, words in choices]
