"""Where pictures go: one file, or a folder with a file for each site."""

import re
from collections.abc import Sequence
from pathlib import Path

from spreadwell.charts.frame import Picture
from spreadwell.cli.messages import InputProblem, UsageProblem


def write_pictures(pictures: Sequence[tuple[str, Picture]], to: Path) -> list[Path]:
    """Write each named picture as SVG; several need a folder, which is made where it is not there.

    Returns the files written. ``UsageProblem`` when several should go into one file.
    """
    is_folder = to.is_dir() or to.suffix.lower() != ".svg"
    if len(pictures) > 1 and not is_folder:
        raise UsageProblem(
            f"There are {len(pictures)} charts but {to.name} is one file; name a folder."
        )
    names = file_names([name for name, _ in pictures]) if is_folder else []
    targets = [to / f"{name}.svg" for name in names] if is_folder else [to]
    try:
        if is_folder:
            to.mkdir(parents=True, exist_ok=True)
        for target, (_, picture) in zip(targets, pictures, strict=True):
            target.write_bytes(picture.svg_bytes())
    except OSError as error:
        raise InputProblem(f"{to} cannot be written ({error.strerror}).") from None
    return targets


def file_names(names: Sequence[str]) -> list[str]:
    """Names that any file system takes, one each and all different."""
    taken: set[str] = set()
    made = []
    for name in names:
        plain = re.sub(r"[^\w-]+", "-", name).strip("-")[:80] or "chart"
        unique, count = plain, 1
        # Some file systems do not tell capitals apart.
        while unique.casefold() in taken:
            count += 1
            unique = f"{plain}-{count}"
        taken.add(unique.casefold())
        made.append(unique)
    return made
