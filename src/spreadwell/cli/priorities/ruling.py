"""RULES and budgets: what a portfolio must keep, read from YAML and the columns of COSTS."""

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from spreadwell.cli.messages import InputProblem, UsageProblem
from spreadwell.cli.priorities.yaml_files import amount, as_list, named
from spreadwell.formats.scores import Costs
from spreadwell.formats.tables import normal_header
from spreadwell.methods.priorities import (
    Rule,
    already_funded,
    budget,
    ceiling,
    count_rule,
    equity_floor,
    excludes,
    floor,
    mix,
    must,
    never,
    requires,
)

# One thing by the names people give it.
WORDS = {
    "budgets": ("budgets", "budget"),
    "must": ("must", "must_have", "must_haves", "include"),
    "never": ("never", "must_not", "leave_out"),
    "funded": ("funded", "already_funded"),
    "choose": ("choose", "count", "opportunities"),
    "requires": ("requires", "require", "depends", "dependence", "depends_on"),
    "excludes": ("excludes", "exclude", "exclusive", "exclusion", "exclusions", "only_one_of"),
    "equity": ("equity",),
    "baseline": ("baseline",),
}
AT_LEAST, AT_MOST = ("at_least", "min", "floor"), ("at_most", "max", "ceiling")
DEPRIVED = ("deprived", "deprived_share", "most_deprived", "most_deprived_share", "equity")
PLURALS = {"missions": "mission", "stages": "stage"}
MONEY = "cost"


@dataclass(slots=True)
class Ruling:
    """The rules read so far, the score worth nothing, and what was asked of equity."""

    name: str
    names: tuple[str, ...]
    costs: Costs | None
    central: np.ndarray
    rules: list[Rule] = field(default_factory=list)

    def opportunity(self, name: Any, key: str) -> int:
        """The place of an opportunity that a rule names."""
        return self.names.index(
            named(f"{self.name}, {key}", name, self.names, "an opportunity of the scores")
        )

    def columns(self, key: str) -> Costs:
        """The file of costs, which this rule needs."""
        if self.costs is None:
            raise UsageProblem(f"{self.name}, {key} needs a column of --costs.")
        return self.costs


def budgets_of(given: Sequence[str] | None) -> dict[str, float]:
    """`--budget 500` or `--budget cost=500,staff=20`, once or more, by column."""
    found: dict[str, float] = {}
    for text in given or ():
        for part in text.split(","):
            column, equals, value = part.partition("=")
            column, value = (column.strip(), value) if equals else (MONEY, column)
            if normal_header(column) in found:
                raise UsageProblem(f"--budget names {column} twice.")
            found[normal_header(column)] = amount("--budget", value.strip())
    return found


def rules_of(
    content: Any,
    *,
    name: str,
    names: tuple[str, ...],
    costs: Costs | None,
    budgets: Mapping[str, float],
    central: np.ndarray,
) -> list[Rule]:
    """All rules of a portfolio; `central` is the value of each opportunity at the middle."""
    ruling = Ruling(name, names, costs, central)
    if content is None:
        content = {}
    if not isinstance(content, Mapping):
        raise InputProblem(f"{name}: rules are fields, such as “choose: 8”.")
    said: dict[str, Any] = {}
    groups: dict[str, Any] = {}
    for raw, value in content.items():
        key = normal_header(str(raw))
        meant = next((one for one, words in WORDS.items() if key in words), None)
        if meant is None:
            groups[_column(ruling, str(raw))] = value
        elif meant in said:
            raise InputProblem(f"{name}: {raw} is there twice under two names.")
        else:
            said[meant] = value
    limits = dict(_flat(name, said.get("budgets")))
    for column, limit in {**limits, **budgets}.items():
        amounts = ruling.columns(f"the budget of {column}").numbers(column)
        ruling.rules.append(budget(column, amounts, limit))
    for key, value in groups.items():
        _group(ruling, key, value)
    _count(ruling, said.get("choose"))
    _links(ruling, said)
    if said.get("equity") is not None:
        ruling.rules.append(_equity(ruling, said["equity"]))
    funded = [ruling.opportunity(one, "funded") for one in as_list(said.get("funded"))]
    return already_funded(ruling.rules, names, funded) if funded else ruling.rules


def baseline_of(content: Any, name: str) -> float:
    """The score at which an opportunity is worth nothing; 0 unless the rules say."""
    if isinstance(content, Mapping):
        for raw, value in content.items():
            if normal_header(str(raw)) == "baseline":
                return amount(f"{name}, baseline", value)
    return 0.0


def _column(ruling: Ruling, raw: str) -> str:
    key = normal_header(raw)
    key = PLURALS.get(key, key)
    if ruling.costs is not None and ruling.costs.has(key):
        return key
    known = [word for words in WORDS.values() for word in words]
    near = difflib.get_close_matches(key, known, n=1)
    hint = f"is “{near[0]}” meant?" if near else "rules are " + ", ".join(WORDS)
    raise InputProblem(
        f"{ruling.name}: “{raw}” is neither a rule nor a column of the costs; {hint}."
    )


def _flat(name: str, value: Any) -> list[tuple[str, float]]:
    """Budgets by column; “staff: {2025-Q1: 10}” is the column “staff 2025-Q1”."""
    if value is None:
        return []
    if not isinstance(value, Mapping):
        return [(MONEY, amount(f"{name}, budgets", value))]
    found = []
    for raw, limit in value.items():
        if isinstance(limit, Mapping):
            inner = _flat(name, limit)
            found += [(normal_header(f"{raw} {column}"), number) for column, number in inner]
        else:
            found.append((normal_header(str(raw)), amount(f"{name}, {raw}", limit)))
    return found


def _ends(ruling: Ruling, key: str, value: Any) -> tuple[Any, Any]:
    """What a rule asks at least and at most; a plain number is the most."""
    if not isinstance(value, Mapping):
        return None, value
    found: list[Any] = [None, None]
    for raw, limit in value.items():
        word = normal_header(str(raw))
        if word not in AT_LEAST + AT_MOST:
            raise InputProblem(f"{ruling.name}, {key}: “{raw}” is neither at_least nor at_most.")
        found[word in AT_MOST] = limit
    return found[0], found[1]


def _group(ruling: Ruling, column: str, value: Any) -> None:
    """Floors and ceilings by the groups of a column; below 1 or with % they are shares."""
    cells = ruling.columns(column).words(column)
    if not isinstance(value, Mapping):
        raise InputProblem(f"{ruling.name}, {column}: name groups, each with at_least or at_most.")
    for raw, limits in value.items():
        group = named(f"{ruling.name}, {column}", raw, dict.fromkeys(cells), f"a {column}")
        members = np.array([cell == group for cell in cells])
        for side, limit in zip(("at_least", "at_most"), _ends(ruling, group, limits), strict=True):
            if limit is None:
                continue
            number = amount(f"{ruling.name}, {column}, {group}", limit, percent=True)
            shared = str(limit).strip().endswith("%") or 0 < number < 1
            if shared and number > 1:
                raise InputProblem(f"{ruling.name}, {column}, {group}: {limit} is over 100%.")
            if shared:
                ends = (number, None) if side == "at_least" else (None, number)
                ruling.rules += mix(group, members, at_least=ends[0], at_most=ends[1])
            else:
                made = floor if side == "at_least" else ceiling
                ruling.rules.append(made(group, members, number))


def _count(ruling: Ruling, value: Any) -> None:
    if value is None:
        return
    least, most = (
        None if end is None else amount(f"{ruling.name}, choose", end)
        for end in _ends(ruling, "choose", value)
    )
    ruling.rules += count_rule(len(ruling.names), at_least=least, at_most=most)


def _links(ruling: Ruling, said: Mapping[str, Any]) -> None:
    """What must be in, must stay out, goes only together, goes only apart."""
    for one in as_list(said.get("must")):
        ruling.rules.append(must(ruling.names, ruling.opportunity(one, "must")))
    for one in as_list(said.get("never")):
        ruling.rules.append(never(ruling.names, ruling.opportunity(one, "never")))
    needs = said.get("requires") or {}
    if isinstance(needs, Mapping):
        pairs = [(one, other) for one, others in needs.items() for other in as_list(others)]
    else:
        pairs = _pairs(ruling, as_list(needs))
    for one, other in pairs:
        places = ruling.opportunity(one, "requires"), ruling.opportunity(other, "requires")
        ruling.rules.append(requires(ruling.names, *places))
    sets = as_list(said.get("excludes"))
    if sets and not any(isinstance(one, list) for one in sets):
        sets = [sets]
    for members in sets:
        places_of = [ruling.opportunity(one, "excludes") for one in as_list(members)]
        if len(set(places_of)) < 2:
            raise InputProblem(f"{ruling.name}, excludes: name at least two opportunities.")
        ruling.rules.append(excludes(ruling.names, places_of))


def _pairs(ruling: Ruling, items: Sequence[Any]) -> list[tuple[Any, Any]]:
    if len(items) == 2 and not any(isinstance(one, list | Mapping) for one in items):
        items = [items]
    found = []
    for item in items:
        pair = next(iter(item.items()), None) if isinstance(item, Mapping) else item
        if not isinstance(pair, list | tuple) or len(pair) != 2:
            raise InputProblem(
                f"{ruling.name}, requires: write “B: A” where B is possible only with A."
            )
        found.append((pair[0], pair[1]))
    return found


def _equity(ruling: Ruling, value: Any) -> Rule:
    """“equity: 0.3”, or with the column that holds the shares and the one that holds benefit."""
    costs = ruling.columns("equity")
    column, benefit, wanted = None, None, value
    if isinstance(value, Mapping):
        given = {normal_header(str(key)): one for key, one in value.items()}
        column, benefit = given.pop("column", None), given.pop("benefit", None)
        wanted = next((given.pop(word) for word in AT_LEAST if word in given), None)
        if given or wanted is None:
            raise InputProblem(f"{ruling.name}, equity: give column, at_least and benefit only.")
    if column is None:
        column = next((one for one in DEPRIVED if costs.has(one)), DEPRIVED[0])
    share = amount(f"{ruling.name}, equity", wanted, percent=True)
    if share > 1:
        raise InputProblem(f"{ruling.name}, equity: “{wanted}” is not a share from 0 to 1.")
    worth = ruling.central if benefit is None else costs.numbers(str(benefit))
    return equity_floor(costs.shares(str(column)), worth, share)
