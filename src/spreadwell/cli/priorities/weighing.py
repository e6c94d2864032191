"""WEIGHTS: one weighting, an order, or statements; from a file or on the command line."""

import itertools
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from spreadwell.cli.messages import InputProblem
from spreadwell.cli.priorities.yaml_files import amount, as_list, named, read_yaml
from spreadwell.formats.linear_words import SIGNS, read_statement
from spreadwell.formats.tables import normal_header, read_table
from spreadwell.methods.priorities import (
    Contradiction,
    Statement,
    WeightSet,
    any_weights,
    fixed_weights,
    ordered_weights,
    stated_weights,
)

FIXED = ("weights", "fixed")
ORDER = ("order", "ordinal", "ranking")
STATEMENTS = ("statements", "linear", "constraints", "bounds")
TABLES = (".csv", ".xlsx", ".parquet")


def weights_of(given: str | None, criteria: Sequence[str]) -> tuple[WeightSet, list[str]]:
    """The weightings that `--weights` leaves, and notes; any weighting without it."""
    if given is None:
        return any_weights(len(criteria)), []
    path = Path(given)
    if path.is_file():
        name = path.name
        content = _table(path) if path.suffix.lower() in TABLES else read_yaml(path)
    elif re.search(r"[<>=≤≥,]", given):
        name, content = "--weights", _inline(given)
    else:
        raise InputProblem(f"There is no file {given}.")
    try:
        return _weights(name, content, criteria)
    except Contradiction as problem:
        raise InputProblem(f"{name}: {problem}") from None


def _table(path: Path) -> Any:
    table = read_table(path)
    if not {"criterion", "weight"} <= set(table.columns):
        raise InputProblem(f"{path.name}: a table of weights has the columns criterion and weight.")
    return {table.cell("criterion", i): table.cell("weight", i) for i in range(len(table))}


def _inline(text: str) -> Any:
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if all(re.fullmatch(r"[^<>=≤≥]+=\s*[0-9.]+\s*", part) for part in parts):
        return dict(part.split("=") for part in parts)
    return parts


def _weights(name: str, content: Any, criteria: Sequence[str]) -> tuple[WeightSet, list[str]]:
    if isinstance(content, str):
        content = [content]
    if isinstance(content, list):
        content = {"statements" if _stated(content) else "order": content}
    if not isinstance(content, Mapping) or not content:
        raise InputProblem(
            f"{name}: give weights by criterion, an order, or statements such as "
            f"“{criteria[0]} >= 0.2”."
        )
    keys = {normal_header(str(key)): key for key in content}
    known = {normal_header(one) for one in criteria}
    said = [key for key in keys if key in FIXED + ORDER + STATEMENTS and key not in known]
    if not said:
        return _by_criterion(name, content, criteria)
    strange = [str(raw) for key, raw in keys.items() if key not in said]
    if strange:
        raise InputProblem(
            f"{name}: “{strange[0]}” stands beside “{said[0]}”; the file holds weights, order or "
            "statements."
        )
    if len(said) == 1:
        return _one_way(name, said[0], content[keys[said[0]]], criteria)
    if any(key in FIXED for key in said):
        raise InputProblem(f"{name}: weights stand alone; leave out the order and statements.")
    made = [_one_way(name, key, content[keys[key]], criteria, join=True)[0] for key in said]
    return stated_weights(len(criteria), [s for one in made for s in one.statements]), []


def _one_way(
    name: str, key: str, value: Any, criteria: Sequence[str], *, join: bool = False
) -> tuple[WeightSet, list[str]]:
    if isinstance(value, Mapping):
        return _by_criterion(name, value, criteria)
    items = as_list(value)
    if key in FIXED:
        raise InputProblem(f"{name}, {key}: give a weight for each criterion.")
    if key in STATEMENTS or join or _stated(items):
        texts = items if key in STATEMENTS or _stated(items) else _chain(items)
        return stated_weights(len(criteria), _statements(name, texts, criteria)), []
    return _ordered(name, items, criteria), []


def _chain(items: Sequence[Any]) -> list[str]:
    places = [as_list(item) for item in items]
    equal = [f"{place[0]} = {one}" for place in places for one in place[1:]]
    falling = [f"{one[0]} >= {other[0]}" for one, other in itertools.pairwise(places)]
    return equal + falling


def _stated(items: Sequence[Any]) -> bool:
    return any(isinstance(item, str) and SIGNS.search(item) for item in items)


def _by_criterion(
    name: str, content: Mapping[Any, Any], criteria: Sequence[str]
) -> tuple[WeightSet, list[str]]:
    """A weight each, or a range each, such as “need: [0.2, 0.5]”."""
    given = {
        named(name, key, criteria, "a criterion of the scores"): value
        for key, value in content.items()
    }
    if len(given) < len(content):
        raise InputProblem(f"{name}: a criterion is there twice.")
    if any(isinstance(value, list) for value in given.values()):
        texts = []
        for key, value in given.items():
            ends = as_list(value)
            if len(ends) not in (1, 2):
                raise InputProblem(f"{name}, {key}: a range has a low and a high end.")
            low, high = (amount(f"{name}, {key}", end, percent=True) for end in (ends[0], ends[-1]))
            texts += [f"{low!r} <= {key} <= {high!r}"]
        return stated_weights(len(criteria), _statements(name, texts, criteria)), []
    lacking = [one for one in criteria if one not in given]
    if lacking:
        raise InputProblem(f"{name}: {', '.join(lacking)} has no weight; write 0 where none.")
    read = np.array([amount(f"{name}, {one}", given[one], percent=True) for one in criteria])
    try:
        found = fixed_weights(read)
    except ValueError as problem:
        raise InputProblem(f"{name}: {problem}") from None
    total = float(read.sum())
    notes = [] if abs(total - 1) < 1e-6 else [f"The weights add up to {total:g}; taken as shares."]
    return found, notes


def _ordered(name: str, items: Sequence[Any], criteria: Sequence[str]) -> WeightSet:
    places = [
        [
            list(criteria).index(named(f"{name}, order", one, criteria, "a criterion"))
            for one in as_list(item)
        ]
        for item in items
    ]
    flat = [one for place in places for one in place]
    lacking = [one for i, one in enumerate(criteria) if i not in flat]
    if lacking:
        raise InputProblem(f"{name}: the order leaves out {', '.join(lacking)}.")
    if len(flat) > len(criteria):
        raise InputProblem(f"{name}: the order names a criterion twice.")
    return ordered_weights(places)


def _statements(name: str, texts: Sequence[Any], criteria: Sequence[str]) -> list[Statement]:
    made = []
    for place, text in enumerate(texts, start=1):
        try:
            limits = read_statement(str(text), criteria)
        except ValueError as problem:
            raise InputProblem(f"{name}, statement {place}: {problem}.") from None
        for one in limits:
            row = np.array([one.coefficients.get(criterion, 0.0) for criterion in criteria])
            made.append(Statement(row, one.bound, one.words))
    return made
