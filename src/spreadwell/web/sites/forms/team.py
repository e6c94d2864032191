"""Who joins the team."""

from django import forms

from ...formkit import DayField
from .planning import PersonForm


class TeamForm(PersonForm):
    """Somebody in the team."""

    capability = forms.CharField(
        label="What do they bring?", max_length=120,
        help_text="For example: clinical lead, knows the recall system, patient voice.",
    )  # fmt: skip
    starts = DayField(label="Since", required=False, help_text="Blank means today.")
