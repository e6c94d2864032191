"""The form with which a text of public pages is worded."""

from spreadwell.domain.discovery.public_texts import TEXT_LIMIT

from ..formkit import LongText, PageForm


class CrisisForm(PageForm):
    """Where to get help in a crisis."""

    unchecked = {"text": "Telephone numbers of services that help, for everybody to read."}

    text = LongText(
        label="Where people get help",
        rows=9,
        max_length=TEXT_LIMIT,
        help_text="One short sentence a line. Numbers become links that a phone can call.",
    )
