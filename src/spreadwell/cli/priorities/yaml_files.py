"""Small YAML files and what is wrong with them, in sentences."""

import difflib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

from spreadwell.cli.messages import InputProblem
from spreadwell.formats.problems import FileProblem

LARGEST = 1_000_000


def read_yaml(path: Path) -> Any:
    """What a small YAML file says; ``FileProblem`` where it cannot be read."""
    try:
        if path.stat().st_size > LARGEST:
            raise FileProblem.whole(path.name, "the file is too large to be a few lines of YAML")
        return yaml.safe_load(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise FileProblem.whole(path.name, f"it cannot be read ({error.strerror})") from None
    except UnicodeDecodeError:
        raise FileProblem.whole(path.name, "this is not text in UTF-8") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"line {mark.line + 1}: " if mark else ""
        said = getattr(error, "problem", None) or "it cannot be read"
        raise FileProblem.whole(path.name, f"{where}this is not YAML ({said})") from None
    except (RecursionError, ValueError):
        raise FileProblem.whole(path.name, "it is nested too deeply, or holds no day") from None


def named(where: str, name: Any, known: Iterable[str], what: str) -> str:
    """A name as it is known, whatever its capitals; ``InputProblem`` with the nearest if none."""
    there = list(known)
    text = str(name).strip()
    for one in there:
        if one == text:
            return one
    for one in there:
        if one.casefold() == text.casefold():
            return one
    near = difflib.get_close_matches(text, there, n=1)
    hint = f"; is “{near[0]}” meant?" if near else f"; there are {', '.join(there[:12])}"
    raise InputProblem(f"{where}: “{text}” is not {what}{hint}.")


def amount(where: str, value: Any, *, percent: bool = False) -> float:
    """A number from 0 up, or a share such as “30%”; ``InputProblem`` where it is neither."""
    text = str(value).strip()
    try:
        if isinstance(value, bool):
            raise ValueError
        if percent and text.endswith("%"):
            read = float(text[:-1]) / 100
        else:
            read = float(value)
    except (TypeError, ValueError):
        raise InputProblem(f"{where}: “{text}” is not a number.") from None
    if not 0 <= read < 1e15:
        raise InputProblem(f"{where}: “{text}” is not a number from 0 up.")
    return read


def as_list(value: Any) -> list[Any]:
    """A list as it is, one thing as a list of it, nothing as none."""
    if value is None:
        return []
    return list(value) if isinstance(value, list | tuple) else [value]
