"""Forms of the ledger."""

from typing import Any

from django import forms

from spreadwell.domain.claims.filling import MAY_CHANGE, NOTHING
from spreadwell.domain.claims.models import Claim, ClaimConflict
from spreadwell.domain.claims.policies import ENDED
from spreadwell.domain.claims.questions import keeps_from_grading
from spreadwell.domain.claims.telling import CERTAINTY
from spreadwell.domain.innovations.models import Innovation
from spreadwell.domain.measures.models import Measure
from spreadwell.domain.people.models import Person
from spreadwell.domain.people.viewer import Viewer

from ..asking import Choose, offer
from ..formkit import LongText, PageForm, Pick


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
    """What a claim lacks; what is not known stays blank. What it says already is not asked.

    Who looks after it, and how people were picked, can be put right at any time.
    """

    counted = forms.CharField(
        label="What is counted",
        max_length=160,
        required=False,
        help_text="Such as “people with undiagnosed hypertension”. Claims that count the same "
        "are held against each other.",
    )
    numerator = forms.FloatField(label="How many were helped", required=False)
    denominator = forms.FloatField(label="Out of how many", required=False)
    period = forms.CharField(label="Over what time", max_length=60, required=False)
    place = forms.CharField(label="Where", max_length=120, required=False)
    comparator = LongText(label="Compared with whom", rows=2, required=False)
    method = LongText(label="How it was worked out", rows=2, required=False)
    source = LongText(label="Where it can be read", rows=2, required=False)
    grade = forms.ChoiceField(
        label="How sure one can be", choices=[("", "–"), *CERTAINTY.items()], required=False
    )
    owner = Choose(label="Who answers for it", required=False)
    measure = Choose(label="Measure", required=False)
    selected = forms.NullBooleanField(
        label="Were people picked for a high value, and held against themselves?",
        widget=forms.Select(choices=[("", "Not said"), ("true", "Yes"), ("false", "No")]),
        required=False,
    )
    retest = forms.FloatField(
        label="How alike are two measurements of one person there?",
        help_text="A correlation between -1 and 1, from people measured twice with nothing done.",
        required=False,
    )

    def __init__(self, *args: Any, viewer: Viewer, claim: Claim, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "owner", Person.objects.visible_to(viewer))
        offer(self, "measure", Measure.objects.visible_to(viewer))
        ungraded = claim.effect_id is not None or bool(keeps_from_grading(claim))
        for name in list(self.fields):
            said = getattr(claim, name) not in NOTHING and name not in MAY_CHANGE
            if claim.state != "draft" and said:
                del self.fields[name]
        if ungraded:
            self.fields.pop("grade", None)


class WhyForm(PageForm):
    """A reason."""

    why = LongText(label="Why?", rows=3)


class AnswerForm(PageForm):
    """An answer to what was questioned."""

    answer = LongText(label="The answer", rows=3)


class ReplyForm(PageForm):
    """What the source replied."""

    reply = LongText(label="What its source replied", rows=4)


class InviteForm(PageForm):
    """Which body or office is invited."""

    to = forms.CharField(
        label="Which body or office is invited to reply?",
        max_length=160,
        help_text="Such as “Communications team of the trust”. Nobody's name is needed.",
    )


class RewriteForm(PageForm):
    """A new version of a claim."""

    sentence = LongText(label="The sentence, as it is to be repeated", rows=3)
    why = LongText(label="Why is it written anew?", rows=2)


class OtherClaimForm(PageForm):
    """Another claim of the ledger."""

    other = Choose(label="The other claim")

    def __init__(self, *args: Any, viewer: Viewer, but: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Claim.objects.visible_to(viewer).exclude(state__in=ENDED)
        offer(self, "other", rows.exclude(pk=but))


class ConflictForm(OtherClaimForm):
    """Another claim that cannot be true beside this one, and why."""

    why = LongText(label="Why can they not both be true?", rows=3)


class SettleForm(PageForm):
    """Which of two claims stands, and why."""

    settled = Pick(label="Which stands?")
    settlement = LongText(label="Why?", rows=3)

    def __init__(self, *args: Any, one: Claim, other: Claim, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["settled"]
        assert isinstance(field, Pick)
        field.choices = [
            (ClaimConflict.Settled.BOTH.value, "Both can be true"),
            (ClaimConflict.Settled.ONE.value, f"This stands: “{one}”"),
            (ClaimConflict.Settled.OTHER.value, f"This stands: “{other}”"),
        ]
