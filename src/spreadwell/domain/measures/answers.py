"""Answers about numbers of a file, kept while the file goes back to be corrected."""

from collections.abc import Iterable
from typing import Any

ABOUT = ("measure", "organisation", "ordinal", "numbers")
"""What a question is about: the same numbers of the same place and period."""


def answered_so_far(said: dict[str, Any]) -> list[dict[str, Any]]:
    """Return what was answered of a file: each number, and what its sender said of it."""
    answers = said.get("answers", {})
    kept = [
        {name: one[name] for name in ABOUT} | {"answer": answers[one["key"]]}
        for one in said.get("questions", [])
        if one["key"] in answers
    ]
    before = [one for one in said.get("answered", []) if not _among(one, kept)]
    return [*before, *kept]


def answers_again(
    said: dict[str, Any], asked: Iterable[dict[str, Any]]
) -> dict[str, dict[str, Any]]:
    """Return the answers that stand for new questions, by key: those of numbers that stayed."""
    return {
        one["key"]: before["answer"]
        for one in asked
        for before in said.get("answered", [])
        if _among(one, [before])
    }


def _among(one: dict[str, Any], others: Iterable[dict[str, Any]]) -> bool:
    return any(all(one[name] == other[name] for name in ABOUT) for other in others)
