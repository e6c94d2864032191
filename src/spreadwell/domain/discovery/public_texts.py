"""The texts of public pages that an administrator words: where to get help in a crisis."""

from django.utils.translation import gettext, override
from django.utils.translation import gettext_noop as _

from ..audit.actions import record
from ..foundation.actions import action
from ..foundation.refusals import Invalid
from ..people.models import Person
from ..people.permissions import check_may
from ..people.roles import Role
from ..people.viewer import Viewer, viewer_of
from .evidence import PublicText

CRISIS = "crisis"
TEXT_LIMIT = 1_500
EMERGENCY = "999"

# One sentence a line, each short, since people read it in distress. Sources: NHS, “Where to get
# urgent help for mental health”; Samaritans; Shout.
DEFAULT = (
    _("Nobody reads this page around the clock."),
    _("If somebody's life is at risk, call 999."),
    _("For urgent help with your health or mental health, call NHS 111."),
    _("To talk to somebody at any hour, call Samaritans on 116 123."),
    _("You can also text SHOUT to 85258."),
    _("For anything else about your care, ask your GP or your care team."),
)


def check_word_public_text(viewer: Viewer) -> None:
    """Raise unless the viewer may word the texts of public pages."""
    check_may(viewer, "change the texts of public pages", [Role.ADMINISTRATOR])


def stored_text(viewer: Viewer, language: str) -> PublicText | None:
    """Return the wording that an administrator gave in a language, if any."""
    rows = PublicText.objects.visible_to(viewer)
    found: PublicText | None = rows.filter(key=CRISIS, language=language).first()
    return found


def default_text(language: str) -> str:
    """Return the wording that comes with the program, in a language as far as it is translated."""
    with override(language):
        return "\n".join(gettext(line) for line in DEFAULT)


def crisis_text(viewer: Viewer, language: str) -> str:
    """Return where to get help in a crisis, as it is worded today in a language."""
    stored = stored_text(viewer, language)
    return stored.text if stored else default_text(language)


@action
def word_crisis_text(*, by: Person, language: str, text: str) -> PublicText:
    """Word where to get help in a crisis, in one language; the trail keeps what stood before."""
    viewer = viewer_of(by)
    check_word_public_text(viewer)
    lines = [" ".join(line.split()) for line in text.strip().splitlines()]
    wording = "\n".join(line for line in lines if line)
    if not wording:
        raise Invalid("Write where people get help.", field="text")
    if len(wording) > TEXT_LIMIT:
        raise Invalid(f"Keep it under {TEXT_LIMIT:,} characters: people in need read little.",
                      field="text")  # fmt: skip
    if EMERGENCY not in wording:
        raise Invalid("Keep 999 in it, for when a life is at risk.", field="text")
    before = crisis_text(viewer, language)
    stored, _made = PublicText.objects.update_or_create(
        key=CRISIS, language=language, defaults={"text": wording}
    )
    record(
        by=by,
        verb="public_text.worded",
        thing=stored,
        summary=f"{by} worded the help in a crisis ({language})",
        detail={"before": before, "after": wording},
    )
    return stored
