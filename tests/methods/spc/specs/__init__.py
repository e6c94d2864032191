"""Small worked examples of every rule, icon, dialect and guard: a table in, a table out.

Each YAML file is a chapter. One test holds every example against the engine and against the slow
charts; `python -m docs.generate` prints them. `states` has one sign a point, `rules` one letter.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent

# The shapes of the charts; a triangle points to where improvement lies.
STATES = {
    "common_cause": "○",
    "improvement up": "▲",
    "improvement down": "▼",
    "concern": "◆",
    "neutral": "⬡",
    "missing": "–",
}
RULES = {"": ".", "outside": "O", "trend": "T", "two of three": "2", "shift": "S"}


@dataclass(frozen=True)
class Example:
    """One table in and out; what is not written is not asked after."""

    says: str
    kind: str
    given: dict[str, list[Any]]
    states: str
    rules: str
    asked: dict[str, Any] = field(default_factory=dict)
    lines: dict[str, float | None] = field(default_factory=dict)
    variation: str | None = None
    assurance: str | None = None
    guards: list[str] = field(default_factory=list)

    @property
    def length(self) -> int:
        """How many periods."""
        return len(next(iter(self.given.values())))


@dataclass(frozen=True)
class Chapter:
    """Examples of one thing, with what they have in common in words."""

    title: str
    words: str
    examples: list[Example]


def chapters() -> list[Chapter]:
    """Every chapter, in the order of the files' names."""
    found = []
    for path in sorted(FOLDER.glob("*.yaml")):
        read = yaml.safe_load(path.read_text(encoding="utf-8"))
        examples = [Example(**one) for one in read.pop("examples")]
        found.append(Chapter(**read, examples=examples))
    return found


def sign(state: str, improvement: str) -> str:
    """The sign of a point from its state and the direction of improvement."""
    return STATES[f"improvement {improvement}" if state == "improvement" else state]


def letter(label: str) -> str:
    """The letter of the rule that names a point."""
    return RULES[label.rsplit(" ", 1)[0]]
