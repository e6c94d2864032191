"""Making catalogues of the files that translators fill in, without any tool beside Python."""

import logging
import os
import tempfile
from pathlib import Path

from django.conf import settings

from spreadwell.formats.problems import FileProblem
from spreadwell.formats.translations import languages_in, mo_bytes, read_po

log = logging.getLogger(__name__)
INSIDE = Path("LC_MESSAGES")


def messages_of(language: str) -> dict[str, str]:
    """Return a language's messages: those that come with the program, then a health system's own.

    A file that cannot be read is left out, and the log says why.
    """
    found: dict[str, str] = {}
    for folder in settings.TRANSLATIONS:
        file = folder / language / INSIDE / "django.po"
        if not file.exists():
            continue
        try:
            found |= read_po(file.read_text(encoding="utf-8"), file.name)
        except (FileProblem, UnicodeDecodeError) as problem:
            log.error("The translation %s is left out. %s", file, problem)
    return found


def make_catalogues() -> None:
    """Write a catalogue for each language into the data folder, where it is not the same already.

    Where nothing can be written, pages stay in English.
    """
    for language in languages_in(settings.TRANSLATIONS):
        made = mo_bytes(messages_of(language))
        target = settings.LOCALE_PATHS[0] / language / INSIDE / "django.mo"
        try:
            if target.exists() and target.read_bytes() == made:
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            # Several processes may start at once: each moves a whole file into place.
            descriptor, path = tempfile.mkstemp(dir=target.parent)
            with os.fdopen(descriptor, "wb") as file:
                file.write(made)
            Path(path).replace(target)
        except OSError as problem:
            log.warning("Pages in “%s” cannot be made: %s", language, problem)
