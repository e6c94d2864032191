"""The form in which a body's decision is recorded."""

from typing import Any

from django import forms

from spreadwell.domain.claims.gates import choices_at
from spreadwell.domain.innovations.models import Gate

from ..formkit import DayField, LongText, PageForm, Pick


class DecideForm(PageForm):
    """What the body decided, why, and who saw it otherwise."""

    choice = Pick(label="What was decided?")
    reasons = LongText(label="The reasons", rows=4)
    until = DayField(label="If it continues: until which day?", required=False)
    unless = LongText(
        label="If it continues: what must be seen by then, or it stops?", rows=2, required=False
    )
    learnt = LongText(
        label="If it stops: what was learnt, so that others find it?", rows=3, required=False
    )
    dissent = LongText(label="Who saw it otherwise, and why?", rows=2, required=False)
    interest = LongText(
        label="Your own interest in it, if you have one",
        help_text="Such as working at one of the sites, or for the supplier.",
        rows=2,
        required=False,
    )
    took_part = forms.BooleanField(label="I took part in the decision all the same", required=False)
    decided_on = DayField(label="Day of the decision", required=False, help_text="Today if blank.")

    def __init__(self, *args: Any, gate: Gate, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["choice"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices_at(gate)


class WithdrawGateForm(PageForm):
    """Why a question is taken back."""

    reason = LongText(label="Why is it no longer asked?", rows=2)
