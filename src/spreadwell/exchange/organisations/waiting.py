"""Files that were checked on a page and wait for somebody to accept them, a day at most."""

import secrets
import shutil
import time
from collections.abc import Sequence
from pathlib import Path

KEPT_FOR = 24 * 60 * 60
"""Seconds; whoever comes back later chooses the files again."""

_NAME = "name.txt"
_CONTENT = "content"


def keep_waiting(folder: Path, owner: int, files: Sequence[tuple[str, bytes]]) -> str:
    """Keep files of somebody until they accept them; returns the word that finds them again."""
    _sweep(folder)
    word = secrets.token_hex(16)
    for number, (name, content) in enumerate(files):
        place = folder / f"{owner}-{word}" / f"{number:03}"
        place.mkdir(parents=True, mode=0o700)
        (place / _NAME).write_text(name, encoding="utf-8")
        (place / _CONTENT).write_bytes(content)
    return word


def take_waiting(folder: Path, owner: int, word: str) -> list[tuple[str, bytes]]:
    """Return the files that somebody left under a word; none where there are none by now."""
    place = _place(folder, owner, word)
    if place is None:
        return []
    return [
        ((one / _NAME).read_text(encoding="utf-8"), (one / _CONTENT).read_bytes())
        for one in sorted(place.iterdir())
    ]


def drop_waiting(folder: Path, owner: int, word: str) -> None:
    """Forget files that were accepted or are no longer wanted."""
    place = _place(folder, owner, word)
    if place is not None:
        shutil.rmtree(place, ignore_errors=True)


def _place(folder: Path, owner: int, word: str) -> Path | None:
    # The word comes from a form: only what this module could have given leads to a folder.
    if len(word) != 32 or not word.isalnum() or not word.isascii():
        return None
    place = folder / f"{owner}-{word}"
    return place if place.is_dir() else None


def _sweep(folder: Path) -> None:
    """Remove what nobody came back for."""
    if not folder.is_dir():
        return
    for one in folder.iterdir():
        if time.time() - one.stat().st_mtime > KEPT_FOR:
            shutil.rmtree(one, ignore_errors=True)
