"""Logic models: five stages from inputs to impact, as an outline and as a stored record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from spreadwell.formats.outline import (
    Branch,
    OutlineProblem,
    outline_text,
    read_numbered,
    read_outline,
    tidy,
)

STAGES = ("inputs", "activities", "outputs", "outcomes", "impact")
"""The stages in order. Source: W. K. Kellogg Foundation, Logic Model Development Guide, 2004."""

_ALSO = {"input": "inputs", "activity": "activities", "output": "outputs", "outcome": "outcomes",
         "impacts": "impact"}  # fmt: skip


def stage_of(text: str) -> str | None:
    """The stage that a heading means ("Outcomes:", "impact"), or None."""
    word = text.rstrip(": ").casefold()
    word = _ALSO.get(word, word)
    return word if word in STAGES else None


def read_logic_model(text: str) -> tuple[Branch, ...]:
    """The five stages of a logic model written as an outline, always all five and in order.

    Each line that is not indented names a stage; what belongs to it stands beneath. Raises
    OutlineProblem naming the line of a heading that is no stage or comes twice.
    """
    found: dict[str, tuple[Branch, ...]] = {}
    for line, branch in read_numbered(text):
        stage = stage_of(branch.text)
        if stage is None:
            raise OutlineProblem(
                line, f"is “{branch.text}”, not a stage; the stages are {', '.join(STAGES)}."
            )
        if stage in found:
            raise OutlineProblem(line, f"names the stage {stage} a second time.")
        found[stage] = branch.branches
    return tuple(Branch(s.capitalize(), found.get(s, ())) for s in STAGES)


def logic_model_of(record: Mapping[str, str | Sequence[str]]) -> tuple[Branch, ...]:
    """The outline of a stored record {stage: words, or lines of an outline}.

    Words are one thing a line. Raises ValueError for a key that is no stage and for lines that
    are no outline.
    """
    for key in record:
        if stage_of(key) is None:
            raise ValueError(f"A logic model has no stage called {key}.")
    by_stage = {stage_of(key): value for key, value in record.items()}

    def lines(stage: str) -> tuple[Branch, ...]:
        held = by_stage.get(stage, ())
        if isinstance(held, str):
            return tuple(Branch(tidy(one)) for one in held.splitlines() if one.strip())
        return read_outline("\n".join(held))

    return tuple(Branch(s.capitalize(), lines(s)) for s in STAGES)


def record_of(stages: Sequence[Branch]) -> dict[str, list[str]]:
    """The record to store: for each stage that has some, the lines of its outline.

    `logic_model_of` reads it back to the same tree, measures and what is nested included.
    """
    return {
        stage: outline_text(one.branches).splitlines()
        for one in stages
        if (stage := stage_of(one.text)) and one.branches
    }
