"""Where to get help in a crisis, cut into words and numbers that a phone can call."""

import re
from collections.abc import Iterator

from django.conf import settings
from django.utils.translation import get_language

from spreadwell.domain.discovery.public_texts import crisis_text
from spreadwell.domain.people.viewer import Viewer

# Numbers of services in the UK: three figures, six in two groups, five for text messages, and
# whole ones that start with nought.
NUMBER = re.compile(r"(?<![\d-])(?:116 ?\d{3}|0\d[\d ]{7,11}\d|\d{5}|1\d\d|999)(?![\d-])")
TEXT_MESSAGES = re.compile(r"[6-8]\d{4}")

Part = tuple[str, str]


def help_lines(text: str) -> list[list[Part]]:
    """Return each line as parts: words with no address, and numbers with theirs."""
    return [list(_parts(line)) for line in text.splitlines() if line.strip()]


def _parts(line: str) -> Iterator[Part]:
    at = 0
    for found in NUMBER.finditer(line):
        yield line[at : found.start()], ""
        bare = found[0].replace(" ", "")
        yield found[0], f"{'sms' if TEXT_MESSAGES.fullmatch(bare) else 'tel'}:{bare}"
        at = found.end()
    yield line[at:], ""


def help_now(viewer: Viewer) -> list[list[Part]]:
    """Return where to get help, in the language of the page."""
    return help_lines(crisis_text(viewer, get_language() or settings.LANGUAGE_CODE))
