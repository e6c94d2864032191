"""Measure definitions: small YAML files under review like code."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from spreadwell.formats.periods import PeriodKind
from spreadwell.formats.problems import FileProblem, RowProblem
from spreadwell.formats.reading_row import Statistic

MAX_DEFINITION_BYTES = 100_000
"""A definition is a page of text; anything larger is another file."""

Line = Annotated[str, Field(min_length=1, max_length=300)]
Paragraph = Annotated[str, Field(min_length=1, max_length=3000)]


class Direction(StrEnum):
    """Which way is better."""

    UP = "up"
    DOWN = "down"
    NEITHER = "neither"


class MeasureKind(StrEnum):
    """What a measure watches: results, the work itself, or harm elsewhere."""

    OUTCOME = "outcome"
    PROCESS = "process"
    BALANCING = "balancing"


class Supplier(StrEnum):
    """Who supplies the numbers: an analyst's extract, or each site."""

    EXTRACT = "extract"
    SITE = "site"


class MeasureDefinition(BaseModel):
    """What a measure counts, of whom, how often, and which way is better.

    ``per`` is what a ratio is shown out of (100 for a percentage, 1,000 for patients per
    1,000); ``target`` and ``smallest_worthwhile_change`` are on that shown scale.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=100)]
    name: Line
    definition: Paragraph
    why_it_matters: Paragraph
    numerator: Paragraph | None = None
    denominator: Paragraph | None = None
    unit: Line
    statistic: Statistic
    per: Annotated[float, Field(gt=0)] = 1
    direction: Direction
    target: float | None = None
    smallest_worthwhile_change: Annotated[float, Field(gt=0)] | None = None
    kind: MeasureKind
    cadence: PeriodKind
    source: Paragraph
    supplied_by: Supplier
    reviewed_by: Line | None = None
    author: Line
    checker: Line | None = None
    review_date: date

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        needs_pair = self.statistic in (Statistic.PROPORTION, Statistic.RATE)
        for name in ("numerator", "denominator"):
            if needs_pair and getattr(self, name) is None:
                raise ValueError(f"{name}: a {self.statistic} needs one, in words")
        share = self.target if self.statistic is Statistic.PROPORTION else None
        if share is not None and not 0 <= share <= self.per:
            raise ValueError(f"target: must lie between 0 and {self.per:g}")
        return self


def parse_definition(text: str, *, name: str) -> MeasureDefinition:
    """Read one definition from YAML; ``FileProblem`` names the file and every wrong field."""
    try:
        content = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        row = mark.line + 1 if mark else None
        said = getattr(error, "problem", None) or "it cannot be read"
        raise FileProblem(name, [RowProblem(row, None, f"this is not YAML: {said}")]) from None
    if not isinstance(content, dict):
        raise FileProblem.whole(name, "a definition is a list of fields, such as “id: bp_control”")
    try:
        return MeasureDefinition.model_validate(content)
    except ValidationError as error:
        raise FileProblem(name, [_problem(one) for one in error.errors()]) from None


def load_definition(path: Path) -> MeasureDefinition:
    """Read one definition; the file is named after the measure's id."""
    try:
        if path.stat().st_size > MAX_DEFINITION_BYTES:
            raise FileProblem.whole(path.name, "the file is too large for a measure definition")
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise FileProblem.whole(path.name, "the file is not UTF-8 text") from None
    except OSError as error:
        raise FileProblem.whole(path.name, f"it cannot be read ({error.strerror})") from None
    definition = parse_definition(text, name=path.name)
    if definition.id != path.stem:
        message = f"“{definition.id}” is not the name of the file, “{path.stem}”"
        raise FileProblem(path.name, [RowProblem(None, "id", message)])
    return definition


def load_definitions(folder: Path) -> dict[str, MeasureDefinition]:
    """Every definition of a folder by id; ``FileProblem`` with the problems of all files."""
    if not folder.is_dir():
        raise FileProblem.whole(str(folder), "there is no such folder")
    loaded: dict[str, MeasureDefinition] = {}
    problems: list[RowProblem] = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            loaded[path.stem] = load_definition(path)
        except FileProblem as found:
            problems += [
                RowProblem(one.row, f"{found.name}{f', {one.column}' if one.column else ''}",
                           one.message, one.value)
                for one in found.problems
            ]  # fmt: skip
    if problems:
        raise FileProblem(folder.name, problems)
    return loaded


def statistics_of(definitions: Iterable[MeasureDefinition]) -> dict[str, Statistic]:
    """What the numbers of each measure are, for the checks of readings."""
    return {definition.id: definition.statistic for definition in definitions}


def _problem(error: Any) -> RowProblem:
    kind, message = error["type"], str(error["msg"])
    field = ".".join(str(part) for part in error["loc"]) or None
    shown = str(error["input"])[:80] if kind not in ("missing",) else None
    if kind == "missing":
        return RowProblem(None, field, "the field is missing")
    if kind == "extra_forbidden":
        return RowProblem(None, field, "there is no such field")
    if kind == "enum":
        expected = error["ctx"]["expected"].replace("'", "")
        return RowProblem(None, field, f"“{shown}” is not one of {expected}", shown)
    if kind == "string_pattern_mismatch":
        return RowProblem(
            None, field, f"“{shown}” must be lower-case letters, digits and underscores", shown
        )
    if kind == "value_error":
        message = message.removeprefix("Value error, ")
        named, _, rest = message.partition(": ")
        return RowProblem(None, named, rest)
    return RowProblem(None, field, f"“{shown}”: {message[0].lower()}{message[1:]}", shown)
