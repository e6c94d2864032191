"""The form of an answer: one field, of the kind that was asked for."""

from typing import Any

from django import forms

from spreadwell.domain.claims.models import Claim
from spreadwell.domain.claims.telling import CERTAINTY
from spreadwell.domain.people.models import Person
from spreadwell.domain.people.viewer import Viewer

from ..asking import Choose, offer
from ..formkit import LongText, PageForm


class AnswerAsked(PageForm):
    """The answer, or why it is not known."""

    value = forms.CharField(label="The answer", required=False)
    not_known = LongText(
        label="It is not known, because",
        rows=2,
        required=False,
        help_text="Fill in this instead where nobody knows. The claim then says so.",
    )

    def __init__(self, *args: Any, part: str, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if part in ("numerator", "denominator"):
            self.fields["value"] = forms.FloatField(label="The answer", required=False)
        elif part == "grade":
            chosen = [("", "–"), *CERTAINTY.items()]
            self.fields["value"] = forms.ChoiceField(
                label="The answer", required=False, choices=chosen
            )
        elif part == "owner":
            self.fields["value"] = Choose(label="The answer", required=False)
            offer(self, "value", Person.objects.visible_to(viewer))
        elif part in ("comparator", "method", "source", ""):
            self.fields["value"] = LongText(label="The answer", rows=3, required=False)
        else:
            longest = getattr(Claim._meta.get_field(part), "max_length", None)
            self.fields["value"] = forms.CharField(
                label="The answer", required=False, max_length=longest
            )
        self.order_fields(["value", "not_known"])
