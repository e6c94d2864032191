"""The public forms in easy read: the same fields and rules, asked in short sentences."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .forms import JoinForm, SayForm, SourceReplyForm

Words = str | Promise


class AsksEasily(forms.Form):
    """A form whose fields are asked in other words; what it checks stays the same."""

    # Field → its label and, where one helps, a line below it.
    asked: ClassVar[Mapping[str, tuple[Words, Words]]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (label, hint) in self.asked.items():
            self.fields[name].label = label  # type: ignore[assignment]
            self.fields[name].help_text = hint  # type: ignore[assignment]


class EasySayForm(AsksEasily, SayForm):
    """What somebody wants a mission to hear."""

    asked = {
        "mission": (_("What is it about?"), ""),
        "text": (_("What do you want to tell us?"), _("Please do not write anybody's name.")),
        "role": (_("Who are you?"), ""),
        "voice": (_("Where do you work or help?"), _("You can leave this out.")),
        "place": (_("Where do you live or work?"), _("For example: Brent.")),
        "label": (_("What may we call you?"), _("You can leave this out.")),
        "named": (_("You may use this name for me"), ""),
        "contactable": (_("You may write to me"), ""),
        "contact": (_("Your e-mail address"), _("Only if we may write to you.")),
        "worried": (
            _("I am worried that somebody is not safe"),
            _("We tell a person who can help. Is somebody in danger now? Then call 999."),
        ),
        "consent": (_("You may keep and use what I say"), ""),
    }


class EasyJoinForm(AsksEasily, JoinForm):
    """An organisation offers to take part."""

    asked = {
        "mission": ("Which mission do you want to help?", ""),
        "organisation_name": ("The name of your group", ""),
        "offer": ("How can you help?", "For example: a room, people, or an idea."),
        "contact_name": ("Your name", ""),
        "contact_email": ("Your e-mail address", "We only use it to answer you."),
        "consent": ("You may keep this to answer me", "You can ask us to take it out."),
    }


class EasySourceReplyForm(AsksEasily, SourceReplyForm):
    """What the source of a claim replies."""

    asked = {"reply": ("What do you want to say?", "Please do not name a patient.")}
