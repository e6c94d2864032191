"""The row of one thing heard."""

from ..missions.models import Mission
from .heard import Heard
from .models import Finding


def stored(mission: Mission, heard: Heard, **more: object) -> Finding:
    """Make the row of one thing heard, not yet saved; `more` are further fields of it."""
    fields = {
        "text": heard.text.strip(),
        "quote": heard.quote.strip(),
        "role": heard.role,
        "voice": heard.whose,
        "heard_on": heard.heard_on,
        "place": heard.place.strip(),
        "source_kind": heard.source_kind,
        "source": heard.source.strip(),
        "speaks_as": heard.speaks_as.strip(),
        "strength": heard.strength,
        "contributor_label": heard.label.strip(),
        "consents_named": heard.consents_named,
        "consents_contact": heard.consents_contact,
        "contact": heard.contact.strip(),
    }
    return Finding(mission=mission, **fields | more)
