"""Safety concerns."""

from ...formkit import LongText, PageForm


class ConcernForm(PageForm):
    """A safety concern."""

    text = LongText(label="What may harm somebody?", rows=5)


class PauseForm(PageForm):
    """Why the site is paused."""

    reason = LongText(label="Why is the site paused?", rows=3)


class OutcomeForm(PageForm):
    """How a concern came out."""

    outcome = LongText(label="What was found and done?", rows=4)
