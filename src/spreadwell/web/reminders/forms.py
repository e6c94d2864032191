"""The one question about reminders."""

from spreadwell.domain.reminders.models import Rhythm

from ..formkit import PageForm, Pick


class RhythmForm(PageForm):
    """How often a digest may come."""

    rhythm = Pick(
        label="How often may a mail say what waits for you?",
        choices=Rhythm.choices,
        help_text="It comes only when something does, and once a day at most.",
    )
