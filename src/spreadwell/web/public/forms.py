"""The form with which anybody may say something; no account, nothing kept but what it asks."""

from datetime import timedelta
from typing import Any

from django import forms
from django.core import signing
from django.utils import timezone

from spreadwell.domain.discovery.heard import TEXT_LIMIT
from spreadwell.domain.discovery.models import Voice
from spreadwell.domain.missions.models import Mission
from spreadwell.domain.people.viewer import Viewer

from ..asking import Choose, offer
from ..formkit import LongText, PageForm, Pick

# Nobody reads and answers a form faster than this; a form older than a day is asked for again.
FASTEST = timedelta(seconds=4)
OLDEST = timedelta(days=1)
SALT = "say-something"


def stamp() -> str:
    """Return the signed moment at which the form was shown."""
    return signing.dumps(timezone.now().timestamp(), salt=SALT)


class SayForm(PageForm):
    """What somebody wants a mission to hear."""

    unchecked = {"website": "A trap that only programs fill in; what it holds is refused."}

    mission = Choose(label="What is it about?", empty_label=None, widget=forms.RadioSelect)
    text = LongText(
        label="What matters to you?",
        rows=6,
        max_length=TEXT_LIMIT,
        help_text="What happened, or what would help. Please name nobody, and give no health "
        "details by which somebody could be recognised.",
    )
    voice = Pick(
        label="You speak as",
        choices=[
            (Voice.PATIENT.value, "A patient, carer, family member or resident"),
            (Voice.STAFF.value, "Somebody who works in health or care"),
            (Voice.PARTNER.value, "A charity, school, company or other partner"),
        ],
    )
    place = forms.CharField(label="Your borough or area", max_length=80, required=False)
    label = forms.CharField(
        label="How may we speak of you?",
        max_length=80,
        required=False,
        help_text="A first name, or “a carer in Brent”. Leave it blank to stay unnamed.",
    )
    worried = forms.BooleanField(
        label="I am worried about somebody's safety",
        required=False,
        help_text="If you are worried about somebody, tick this and the mission lead reads it "
        "first. It is not read at once: if somebody is in danger now, call 999.",
    )
    consent = forms.BooleanField(
        label="You may keep what I say and use it to decide what to do",
        error_messages={"required": "Tick that we may keep and use what you say."},
    )
    # Only programs fill this in: it stands off the page.
    website = forms.CharField(required=False)
    shown = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "mission", Mission.objects.visible_to(viewer).filter(state="active"))

    def clean_website(self) -> str:
        """Refuse what a program filled in, with a sentence for a person whose browser did."""
        if self.cleaned_data["website"]:
            raise forms.ValidationError("Leave “website” empty, and send it again.")
        return ""

    def clean_shown(self) -> str:
        """Refuse a form that was sent faster than anybody reads, or was never shown."""
        try:
            moment = signing.loads(self.cleaned_data["shown"], salt=SALT, max_age=OLDEST)
        except signing.BadSignature as error:
            raise forms.ValidationError(
                "This page was open for too long. Please send it again."
            ) from error
        if timezone.now().timestamp() - float(moment) < FASTEST.total_seconds():
            raise forms.ValidationError("That was very quick. Please look it over and send again.")
        return ""
