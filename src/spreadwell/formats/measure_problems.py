"""What is wrong with a definition, in sentences that say what to write instead."""

import difflib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from spreadwell.formats.measure_lines import LineProblem, Lines
from spreadwell.formats.problems import RowProblem

# What people write for fields and answers that go by another word here.
OTHER_WORDS: Mapping[str, str] = {
    "title": "name",
    "description": "definition",
    "rationale": "why_it_matters",
    "frequency": "cadence",
    "measurement_unit": "unit",
    "goal": "target",
    "exclude": "exclusions",
    "excluded": "exclusions",
    "owner": "author",
    "type": "kind",
    "higher": "up",
    "increase": "up",
    "lower": "down",
    "decrease": "down",
    "percentage": "proportion",
    "percent": "proportion",
    "ratio": "rate",
    "average": "mean",
    "monthly": "month",
    "weekly": "week",
    "daily": "day",
    "quarterly": "quarter",
    "yearly": "year",
    "annual": "year",
    "annually": "year",
    "analyst": "extract",
    "sites": "site",
    "result": "outcome",
    "safety": "balancing",
    "p_prime": "pprime",
    "u_prime": "uprime",
    "i_prime": "iprime",
    "i": "xmr",
    "nhsrplotthedots": "nhsrplotthedots-0.2",
    "qicharts2": "qicharts2-0.8",
}


def in_line_order(problems: Iterable[RowProblem]) -> list[RowProblem]:
    """Problems as a reader meets them; what is missing comes last."""
    return sorted(problems, key=lambda one: (one.row is None, one.row or 0))


def told(errors: Iterable[Any], lines: Lines, model: type[BaseModel]) -> list[LineProblem]:
    """Every error of the type as a sentence at its line."""
    return [one for error in errors for one in _told(error, lines, model)]


def nearest(word: str, known: Iterable[str]) -> str:
    """The word that was probably meant, or an empty one."""
    names = list(known)
    plain = word.strip().lower().replace(" ", "_").replace("-", "_")
    alike = {name.lower().replace(" ", "_").replace("-", "_"): name for name in names}
    if plain in alike:
        return alike[plain]
    if OTHER_WORDS.get(plain) in names:
        return OTHER_WORDS[plain]
    found = difflib.get_close_matches(plain, list(alike), n=1, cutoff=0.7)
    return alike[found[0]] if found else ""


def _told(error: Any, lines: Lines, model: type[BaseModel]) -> Iterator[LineProblem]:
    kind, message = error["type"], str(error["msg"])
    path = [str(part) for part in error["loc"]]
    field = ".".join(path)
    if kind == "value_error":
        for part in message.removeprefix("Value error, ").split("\n"):
            named, _, rest = part.partition(": ")
            yield LineProblem(lines.of(named), named, rest)
        return
    shown = _shown(error["input"])
    row = lines.of(field)
    if kind == "missing":
        parent = ".".join(path[:-1])
        yield LineProblem(lines.of(parent) if parent else None, field, "the field is missing")
    elif kind == "extra_forbidden":
        meant = nearest(path[-1], _fields(model, path[:-1]))
        said = f"; did you mean “{meant}”?" if meant else ""
        yield LineProblem(row, field, f"there is no such field{said}")
    elif kind == "enum":
        expected = error["ctx"]["expected"].replace("'", "")
        meant = nearest(shown, expected.replace(" or ", ", ").split(", "))
        said = f"; did you mean “{meant}”?" if meant else ""
        yield LineProblem(row, field, f"“{shown}” is not one of {expected}{said}", shown)
    elif kind == "string_pattern_mismatch" and path[-1] == "link":
        said = f"“{shown}” is not an address; begin with https://"
        yield LineProblem(row, field, said, shown)
    elif kind == "string_pattern_mismatch":
        said = f"“{shown}” must be lower-case letters, digits and underscores"
        yield LineProblem(row, field, f"{said}{_as_id(shown)}", shown)
    else:
        yield LineProblem(row, field, _plain(kind, shown, message, error.get("ctx", {})), shown)


def _plain(kind: str, shown: str, message: str, context: Mapping[str, Any]) -> str:
    """The commonest mistakes in words; the rest as the type says them."""
    match kind:
        case "string_type":
            return "write words; put what looks like a number or a day into quotes"
        case "float_parsing" | "float_type" | "int_parsing" | "int_type" | "int_from_float":
            return f"“{shown}” is not a {'whole ' if 'int' in kind else ''}number"
        case "per":
            return f"“{shown}” is not a whole number {message}"
        case "bool_parsing" | "bool_type":
            return f"“{shown}” is neither yes nor no; write true or false"
        case "string_too_short":
            return "nothing is said; write it in words"
        case "string_too_long":
            return f"this is too long; at most {context.get('max_length'):,} characters fit"
        case "tuple_type" | "list_type":
            return "this is a list; begin each line with “- ”"
        case "model_type" | "model_attributes_type" | "dict_type":
            return "this is a list of fields, such as “- from: 2024-04”"
        case _ if kind.startswith("date"):
            return f"“{shown}” is not a day; write it like 2027-04-01"
    return f"“{shown}”: {message[0].lower()}{message[1:]}"


def _as_id(shown: str) -> str:
    """What an id could be instead."""
    made = "_".join("".join(c if c.isalnum() else " " for c in shown.lower()).split())
    made = made.encode("ascii", "ignore").decode().lstrip("0123456789_")
    return f", such as “{made}”" if made and made != shown else ""


def _shown(given: Any) -> str:
    return str(given)[:80]


def _fields(model: type[BaseModel], path: list[str]) -> list[str]:
    """The fields of the part of a definition that lies at a path, as files name them."""
    for step in path:
        if step.isdigit():
            continue
        inner = model.model_fields[step].annotation
        parts = [one for one in getattr(inner, "__args__", ()) if isinstance(one, type)]
        model = next((one for one in parts if issubclass(one, BaseModel)), model)
    return [field.alias or name for name, field in model.model_fields.items()]
