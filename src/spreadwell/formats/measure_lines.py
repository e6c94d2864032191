"""YAML read with its lines: what each field says, where it stands, and keys given twice."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from spreadwell.formats.problems import FileProblem, RowProblem

DEEPEST = 20
"""A definition is two levels deep; anything deeper is another kind of file."""


@dataclass(frozen=True, slots=True)
class LineProblem(RowProblem):
    """One thing wrong in a text file; ``row`` is the line, counted from 1."""

    @property
    def sentence(self) -> str:
        """The problem as one sentence: "Line 7, target: …."."""
        parts = (f"Line {self.row}" if self.row else None, self.column)
        where = ", ".join(part for part in parts if part)
        body = self.message if self.message.endswith((".", "?")) else f"{self.message}."
        return f"{where}: {body}" if where else f"{body[0].upper()}{body[1:]}"


@dataclass(frozen=True, slots=True)
class Lines:
    """The content of a YAML mapping, and the line of every field by its path (`targets.0.from`)."""

    content: Mapping[str, Any]
    lines: Mapping[str, int]
    problems: tuple[LineProblem, ...]

    def of(self, path: str) -> int | None:
        """The line of a field, or of the nearest that holds it; None for a missing field."""
        while path:
            if path in self.lines:
                return self.lines[path]
            path = path.rpartition(".")[0]
        return None


class _Words(yaml.SafeLoader):
    """Days stay words, so that a day that does not exist is told at its field."""


_Words.yaml_implicit_resolvers = {
    first: [one for one in found if one[0] != "tag:yaml.org,2002:timestamp"]
    for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def read_lines(text: str, name: str) -> Lines:
    """Read YAML whose top is a mapping; ``FileProblem`` where it is not YAML or no mapping."""
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        lines: dict[str, int] = {}
        problems: list[LineProblem] = []
        if node is not None:
            _walk(node, "", lines, problems, 0)
        content = yaml.load(text, Loader=_Words)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        row = mark.line + 1 if mark else None
        said = getattr(error, "problem", None) or "it cannot be read"
        raise FileProblem(name, [LineProblem(row, None, f"this is not YAML: {said}")]) from None
    except (ValueError, RecursionError):
        # Lists within lists may have no end, and keys may be what no mapping can hold.
        raise FileProblem.whole(name, "it is nested too deeply to be a definition") from None
    if not isinstance(content, dict):
        raise FileProblem.whole(name, "a definition is a list of fields, such as “id: bp_control”")
    plain = {str(key): value for key, value in content.items()}
    return Lines(plain, lines, tuple(problems))


def _walk(
    node: yaml.Node, path: str, lines: dict[str, int], problems: list[LineProblem], depth: int
) -> None:
    """Note the line of each field; a key that is there twice is a problem."""
    if depth > DEEPEST:
        raise RecursionError
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            inner = f"{path}.{key.value}" if path else str(key.value)
            line = key.start_mark.line + 1
            if inner in lines:
                message = f"the field is there twice, first on line {lines[inner]}; keep one"
                problems.append(LineProblem(line, inner, message))
            lines[inner] = line
            _walk(value, inner, lines, problems, depth + 1)
    elif isinstance(node, yaml.SequenceNode):
        for i, value in enumerate(node.value):
            inner = f"{path}.{i}"
            lines[inner] = value.start_mark.line + 1
            _walk(value, inner, lines, problems, depth + 1)
