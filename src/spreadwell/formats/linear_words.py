"""Statements such as “need >= 2 * cost” read as numbers, one a name."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

SIGNS = re.compile(r"(<=|>=|==|≤|≥|<|>|=)")
PART = re.compile(r"\s*(?:(?P<number>[0-9]*\.?[0-9]+)\s*(?P<percent>%)?|(?P<sign>[-+*/]))")


@dataclass(frozen=True, slots=True)
class Linear:
    """`coefficients`·names ≥ `bound`, and the words it was said in."""

    coefficients: Mapping[str, float]
    bound: float
    words: str


def read_statement(text: str, names: Sequence[str]) -> list[Linear]:
    """One statement as one limit or more (“0.1 <= a <= 0.3”, “a = b”).

    Raises ValueError with a sentence that says what cannot be read.
    """
    parts = [part.strip() for part in SIGNS.split(text)]
    if len(parts) < 3 or not all(parts):
        raise ValueError(f"“{text}” is no statement; write one such as “{names[0]} >= 0.2”")
    found: list[Linear] = []
    sides = [_side(part, names, text) for part in parts[::2]]
    for (left, sign), right in zip(
        zip(sides[:-1], parts[1::2], strict=True), sides[1:], strict=True
    ):
        if sign in (">", ">=", "≥", "=", "=="):
            found.append(_limit(left, right, text))
        if sign in ("<", "<=", "≤", "=", "=="):
            found.append(_limit(right, left, text))
    if not any(any(one.coefficients.values()) for one in found):
        raise ValueError(f"“{text}” says nothing of any criterion")
    return found


def _limit(more: dict[str, float], less: dict[str, float], words: str) -> Linear:
    difference = {name: more.get(name, 0.0) - less.get(name, 0.0) for name in {**more, **less}}
    return Linear({n: c for n, c in difference.items() if n}, -difference.get("", 0.0), words)


def _side(text: str, names: Sequence[str], whole: str) -> dict[str, float]:
    """Coefficients by name, "" for the number on its own."""
    # Longer names first, so that “cost” is not found within “cost of staff”.
    known = sorted(names, key=len, reverse=True)
    total: dict[str, float] = {}
    place, sign, factor, name, divide, expect = 0, 1.0, 1.0, "", False, True
    while place < len(text):
        rest = text[place:]
        lead = len(rest) - len(rest.lstrip())
        rest = rest.lstrip()
        if not rest:
            break
        called = next((n for n in known if _starts(rest, n)), None)
        if called is not None and expect:
            if name or divide:
                raise ValueError(f"“{whole}” multiplies or divides criteria, which is not linear")
            name, expect, place = called, False, place + lead + len(called)
            continue
        part = PART.match(rest)
        if part is None or (part["number"] and not expect):
            raise ValueError(f"“{whole}” cannot be read at “{rest}”; names are {', '.join(names)}")
        place += lead + part.end()
        if part["number"]:
            number = float(part["number"]) / (100 if part["percent"] else 1)
            if divide and number == 0:
                raise ValueError(f"“{whole}” divides by nought")
            factor, expect = (factor / number if divide else factor * number), False
            divide = False
            # “2 need” means “2 * need”.
            follows = next((n for n in known if _starts(text[place:].lstrip(), n)), None)
            expect = follows is not None
        elif part["sign"] in "*/":
            if expect:
                raise ValueError(f"“{whole}” has “{part['sign']}” where a number should be")
            divide, expect = part["sign"] == "/", True
        else:
            if not expect:
                total[name] = total.get(name, 0.0) + sign * factor
                sign, factor, name = 1.0, 1.0, ""
            sign *= -1.0 if part["sign"] == "-" else 1.0
            expect = True
    if expect:
        raise ValueError(f"“{whole}” ends where a name or a number should be")
    total[name] = total.get(name, 0.0) + sign * factor
    return total


def _starts(text: str, name: str) -> bool:
    """Tell whether a text begins with a name that ends there."""
    if not text.casefold().startswith(name.casefold()):
        return False
    after = text[len(name) : len(name) + 1]
    return not (name[-1].isalnum() and (after.isalnum() or after == "_"))
