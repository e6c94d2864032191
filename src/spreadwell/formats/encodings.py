"""Text in the encodings that programs really write: UTF-8, UTF-16, and Windows-1252."""

import codecs
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """A decoded text; `note` says which encoding was guessed, blank where nothing was."""

    text: str
    note: str = ""


def decoded(content: bytes) -> Text:
    """Decode a file's bytes: by its mark, else as UTF-8, else as Windows-1252.

    Bytes that Windows-1252 does not know become the replacement sign, so that nothing is lost
    silently and the rest is read.
    """
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return Text(content.decode("utf-16", "replace"), "It was read as UTF-16.")
    if len(content) > 3 and content[1::2].count(0) > len(content) // 3:
        # UTF-16 without its mark: every second byte of plain text is nought.
        return Text(content.decode("utf-16-le", "replace"), "It was read as UTF-16.")
    try:
        return Text(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        said = "It is not UTF-8 and was read as Windows-1252; look at letters with accents."
        return Text(content.decode("cp1252", "replace"), said)
