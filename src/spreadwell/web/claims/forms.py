"""Forms of the ledger."""

from typing import Any

from django import forms

from spreadwell.domain.claims.models import Claim
from spreadwell.domain.innovations.models import Innovation
from spreadwell.domain.people.models import Person
from spreadwell.domain.people.viewer import Viewer

from ..asking import Choose, offer
from ..formkit import LongText, PageForm


class WriteForm(PageForm):
    """A claim made elsewhere, or one of our own."""

    sentence = LongText(label="The sentence, as it is repeated", rows=3)
    innovation = Choose(label="Innovation")
    external = forms.BooleanField(label="Somebody else said it", required=False)
    source = forms.CharField(
        label="Where it can be read",
        help_text="A title, an address. An external claim names its source.",
        required=False,
    )

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "innovation", Innovation.objects.visible_to(viewer))


class FillForm(PageForm):
    """What a claim may lack; what is not known stays blank."""

    numerator = forms.FloatField(label="How many were helped", required=False)
    denominator = forms.FloatField(label="Out of how many", required=False)
    period = forms.CharField(label="Over what time", max_length=60, required=False)
    place = forms.CharField(label="Where", max_length=120, required=False)
    comparator = LongText(label="Compared with whom", rows=2, required=False)
    method = LongText(label="How it was worked out", rows=2, required=False)
    source = LongText(label="Where it can be read", rows=2, required=False)
    owner = Choose(label="Who answers for it", required=False)

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "owner", Person.objects.visible_to(viewer))


class WhyForm(PageForm):
    """A reason."""

    why = LongText(label="Why?", rows=3)


class AnswerForm(PageForm):
    """An answer to what was questioned."""

    answer = LongText(label="The answer", rows=3)


class ReplyForm(PageForm):
    """What the source replied."""

    reply = LongText(label="What its source replied", rows=4)


class OtherClaimForm(PageForm):
    """Another claim of the ledger."""

    other = Choose(label="The other claim")

    def __init__(self, *args: Any, viewer: Viewer, but: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "other", Claim.objects.visible_to(viewer).exclude(pk=but))
