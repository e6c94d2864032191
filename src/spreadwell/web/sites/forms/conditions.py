"""Conditions and readiness."""

from django import forms

from spreadwell.domain.sites.models import ReadinessRating

from ...formkit import LongText, PageForm, Pick, choices_of
from ..frameworks import CFIR_CHOICES, NASSS_CHOICES


class ReadinessForm(PageForm):
    """One domain of NASSS."""

    domain = forms.TypedChoiceField(label="What are you rating?", choices=NASSS_CHOICES, coerce=int)
    rating = Pick(label="How complex is it here?", choices=choices_of(ReadinessRating, "rating"))
    note = LongText(label="Why?", rows=2, required=False)


class ConditionForm(PageForm):
    """A condition, rated with its evidence."""

    construct = forms.ChoiceField(label="Which condition?", choices=CFIR_CHOICES)
    rating = forms.TypedChoiceField(
        label="How is it here?",
        widget=forms.RadioSelect,
        required=False,
        coerce=int,
        empty_value=None,
        choices=[
            ("2", "Helps strongly (+2)"),
            ("1", "Helps a little (+1)"),
            ("0", "Neither, or mixed (0)"),
            ("-1", "Hinders a little (−1)"),
            ("-2", "Hinders strongly (−2)"),
            ("", "Not found out yet (left blank, which is not 0)"),
        ],
    )
    evidence = LongText(
        label="What does that rest on?", rows=3, required=False,
        help_text="A quote, a number or a note. Needed with every rating.",
    )  # fmt: skip
