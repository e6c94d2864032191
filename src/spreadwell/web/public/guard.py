"""What keeps programs from filling public forms: no third party, no puzzle, nothing kept of people.

A field that stands off the page and that only programs fill in; a signed moment, so that a form
cannot be sent faster than anybody reads, or days after it was shown; a limit for each connection;
words that are more than links. Whatever is refused comes back with all that was written.
"""

from datetime import timedelta
from typing import ClassVar

from django import forms
from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from spreadwell.domain.foundation.refusals import Invalid, NotNow
from spreadwell.domain.joining.policies import check_own_words
from spreadwell.domain.joining.turns import take_turn

from ..formkit import PageForm

# Nobody reads and answers a form faster than this; a form older than a day is asked for again.
FASTEST = timedelta(seconds=4)
OLDEST = timedelta(days=1)
SALT = "public-form"
# What the domain refuses public forms with, for translators.
REFUSED = (
    gettext_noop("Please say it in your own words: links alone are not opened."),
    gettext_noop(
        "This form was sent from your connection many times within the hour. What you wrote still "
        "stands here: please send it again in an hour."
    ),
)


def stamp() -> str:
    """Return the signed moment at which a form is shown."""
    return signing.dumps(timezone.now().timestamp(), salt=SALT)


def address_of(request: HttpRequest) -> str:
    """Return the address of the connection; behind a proxy, the one that the proxy saw itself.

    What stands before the last entry of X-Forwarded-For is what the visitor claims, and no proof.
    """
    told = request.headers.get("X-Forwarded-For", "") if settings.HTTPS else ""
    return told.rsplit(",", 1)[-1].strip() or str(request.META.get("REMOTE_ADDR", ""))


class GuardedForm(PageForm):
    """A form that anybody may send; the template prints what guards it with `guard(form)`."""

    unchecked = {"website": "A trap that only programs fill in; what it holds is refused."}
    # Field whose text must be more than links.
    own_words: ClassVar[str] = ""

    # Only programs fill this in: it stands off the page.
    website = forms.CharField(required=False)
    shown = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self) -> None:
        """Refuse what a program sends, in sentences for the people who look like one.

        None of it belongs to a field that people see, so the sentences stand above the form.
        """
        if self.cleaned_data.get("website"):
            self.add_error(None, _("Leave “website” empty, and send it again."))
        moment = self._moment()
        if moment is None:
            self.add_error(None, _("This page was open for too long. Please send it again."))
        elif timezone.now().timestamp() - moment < FASTEST.total_seconds():
            self.add_error(None, _("That was very quick. Please look it over and send again."))
        text = self.cleaned_data.get(self.own_words)
        if text:
            try:
                check_own_words(text, self.own_words)
            except Invalid as refusal:
                self.add_error(self.own_words, _(str(refusal)))

    def stamp(self) -> str:
        """Return the moment to print: the first while it holds, so that no haste counts twice."""
        posted = self.data.get("shown", "") if self.is_bound else ""
        return str(posted) if posted and self._moment() is not None else stamp()

    def _moment(self) -> float | None:
        """Return when the form was shown; None where it never was, or too long ago."""
        try:
            moment = float(signing.loads(self.data.get("shown", ""), salt=SALT))
        except (signing.BadSignature, TypeError, ValueError):
            return None
        old = timezone.now().timestamp() - moment > OLDEST.total_seconds()
        return None if old else moment

    def takes_turn(self, request: HttpRequest) -> bool:
        """Count this sending; say why, and return False, where the connection sent too often."""
        try:
            take_turn(address_of(request))
        except NotNow as refusal:
            self.add_error(None, _(str(refusal)))
            return False
        return True
