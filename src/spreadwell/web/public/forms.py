"""The forms that anybody may send; no account, nothing kept but what they ask."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from spreadwell.domain.claims.sources import REPLY_LIMIT
from spreadwell.domain.discovery.heard import TEXT_LIMIT
from spreadwell.domain.discovery.voices import SpeakerRole
from spreadwell.domain.joining.interest_actions import OFFER_LIMIT
from spreadwell.domain.missions.models import Mission
from spreadwell.domain.people.viewer import Viewer

from ..asking import Choose, offer
from ..formkit import LongText, Pick
from .guard import GuardedForm

# The words of `Voice` once more, for translators.
WORKING_VOICES = [
    ("primary_care", _("Primary care")),
    ("secondary_care", _("Secondary care")),
    ("community", _("Community services")),
    ("mental_health", _("Mental health services")),
    ("social_care", _("Social care")),
    ("commissioner", _("Integrated care board")),
    ("local_authority", _("Local authority")),
    ("school", _("Schools and colleges")),
    ("charity", _("Charities and community groups")),
    ("industry", _("Pharmaceutical and life sciences industry")),
    ("academia", _("Academia")),
]


class SourceReplyForm(GuardedForm):
    """What the source of a claim replies."""

    own_words = "reply"

    reply = LongText(
        label="Your reply",
        rows=8,
        max_length=REPLY_LIMIT,
        help_text="Such as whom you counted, over what time and compared with whom, or that it "
        "was put otherwise. Please name no patient.",
    )


class SayForm(GuardedForm):
    """What somebody wants a mission to hear."""

    own_words = "text"

    mission = Choose(label=_("What is it about?"), empty_label=None, widget=forms.RadioSelect)
    text = LongText(
        label=_("What matters to you?"),
        rows=6,
        max_length=TEXT_LIMIT,
        help_text=_(
            "What happened, or what would help. Please name nobody, and give no health details by "
            "which somebody could be recognised."
        ),
        error_messages={"required": _("Fill in: what matters to you.")},
    )
    role = Pick(
        label=_("You speak as"),
        choices=[
            (SpeakerRole.PATIENT.value, _("A patient or resident")),
            (SpeakerRole.CARER.value, _("A carer, parent or family member")),
            (SpeakerRole.STAFF.value, _("Somebody who works in health or care")),
            (SpeakerRole.PARTNER.value, _("A charity, school, company or other partner")),
        ],
    )
    voice = forms.ChoiceField(
        label=_("Where do you work or help?"),
        required=False,
        choices=[("", _("Nowhere, or another place")), *WORKING_VOICES],
        help_text=_("Only if you speak as somebody who works or helps somewhere."),
    )
    place = forms.CharField(label=_("Your borough or area"), max_length=80, required=False)
    label = forms.CharField(
        label=_("How may we speak of you?"),
        max_length=80,
        required=False,
        help_text=_("A first name, or “a carer in Brent”. Leave it blank to stay unnamed."),
    )
    named = forms.BooleanField(
        label=_("You may say that it was me, as I wrote above"), required=False
    )
    contactable = forms.BooleanField(label=_("You may contact me about it"), required=False)
    contact = forms.EmailField(
        label=_("Your e-mail address, if we may contact you"),
        required=False,
        help_text=_("Kept only if you ticked that we may contact you."),
        error_messages={"invalid": _("Enter an e-mail address in the form name@example.org.")},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    worried = forms.BooleanField(
        label=_("I am worried about somebody's safety"),
        required=False,
        help_text=_(
            "If you are worried about somebody, tick this: the person who answers for safeguarding "
            "is told at once by e-mail. If somebody is in danger now, call 999."
        ),
    )
    consent = forms.BooleanField(
        label=_("You may keep what I say and use it to decide what to do"),
        error_messages={"required": _("Tick that we may keep and use what you say.")},
    )

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "mission", Mission.objects.visible_to(viewer).filter(state="active"))


class JoinForm(GuardedForm):
    """An organisation offers to take part."""

    own_words = "offer"
    unchecked = GuardedForm.unchecked | {
        "contact_name": "The name of whoever is to be answered, given by themselves.",
    }

    mission = Choose(label="Which mission?", empty_label=None, widget=forms.RadioSelect)
    organisation_name = forms.CharField(label="Your organisation", max_length=200)
    offer = LongText(
        label="What does it offer?",
        rows=5,
        max_length=OFFER_LIMIT,
        help_text="For example a place where something can be tried, staff, knowledge, or an "
        "innovation. A few sentences are enough.",
    )
    contact_name = forms.CharField(
        label="Your name",
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    contact_email = forms.EmailField(
        label="Your e-mail address",
        help_text="To answer you, and for nothing else.",
        error_messages={"invalid": "Enter an e-mail address in the form name@example.org."},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    consent = forms.BooleanField(
        label="You may keep this to answer me. I can ask at any time that my name and address be "
        "removed.",
        error_messages={"required": "Tick that we may keep this to answer you."},
    )

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "mission", Mission.objects.visible_to(viewer).filter(state="active"))
