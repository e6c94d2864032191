"""The types of single cells, shared by every file, form and request."""

import math
import re
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, ValidationError
from pydantic_core import PydanticCustomError

from spreadwell.formats.periods import Period

MAX_CODE = 200
"""Longest code or name taken; longer ones are text in the wrong column."""

LARGEST = 1e15
"""No count of anything is beyond it, and sums and squares of numbers within it never overflow."""

NONE_BEYOND = f"none beyond {LARGEST:,.0f} is taken"

SUPPRESSED = "*"
"""What files write for a number that is too small to be told."""

_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_THOUSANDS = re.compile(r"[+-]?[0-9]{1,3}(?:[, '’\u00a0\u202f][0-9]{3})+(?:\.[0-9]+)?")
_DECIMAL_COMMA = re.compile(r"[+-]?[0-9]+,[0-9]+")


def problem(message: str, column: str | None = None) -> PydanticCustomError:
    """An error of one cell or row, in the words the user reads."""
    # Words go in as a field: braces in what a user typed would be taken for the template's own.
    return PydanticCustomError("spreadwell", "{words}", {"words": message, "column": column})


def in_words(error: ValidationError) -> list[tuple[str | None, str]]:
    """Every problem of one row as (column, message); column None where none is meant."""
    said: list[tuple[str | None, str]] = []
    for one in error.errors(include_url=False):
        context = one.get("ctx", {})
        column = context.get("column") or (str(one["loc"][0]) if one["loc"] else None)
        words = {"missing": "the cell is blank", "extra_forbidden": "there is no such column"}
        said.append((column, context.get("words") or words.get(one["type"], one["msg"])))
    return said


def number(cell: Any) -> float | None:
    """A number from a cell; None when blank; clear errors for separators and percent signs."""
    if cell is None:
        return None
    if isinstance(cell, bool):
        raise problem(f"“{cell}” is not a number")
    if isinstance(cell, int) and abs(cell) > LARGEST:  # it may have any number of digits
        raise problem(f"the number is too large; {NONE_BEYOND}")
    if isinstance(cell, int | float):
        if math.isnan(cell):
            return None
        if math.isinf(cell):
            raise problem("the number is infinite")
        return _within(float(cell), f"{cell:.12g}")
    text = str(cell).strip()
    if not text:
        return None
    if _NUMBER.fullmatch(text):
        return _within(float(text), text)
    if text.endswith("%"):
        raise problem(
            f"“{text}” has a percent sign; give numerator and denominator, or a plain number"
        )
    if _THOUSANDS.fullmatch(text):
        plain = re.sub(r"[^0-9.+-]", "", text)
        raise problem(f"“{text}” has a thousands separator; write {plain}")
    if _DECIMAL_COMMA.fullmatch(text):
        raise problem(f"“{text}” has a decimal comma; write {text.replace(',', '.')}")
    if text == SUPPRESSED:
        raise problem(f"“{text}” stands for a suppressed number, which this cannot be")
    if text in {"<5", "<=7", "≤7", ".."}:
        raise problem(f"“{text}” stands for a suppressed number; write {SUPPRESSED}")
    raise problem(f"“{text}” is not a number")


def _within(read: float, written: str) -> float:
    if abs(read) > LARGEST:
        raise problem(f"“{written}” is too large a number; {NONE_BEYOND}")
    return read


def _not_negative(read: float | None) -> float | None:
    if read is not None and read < 0:
        raise problem(f"{read:g} is negative")
    return read


def _code(cell: Any) -> str:
    text = "" if cell is None else str(cell).strip()
    if not text:
        raise problem("the cell is blank")
    if len(text) > MAX_CODE:
        raise problem(f"the text is longer than {MAX_CODE} characters")
    return text


def _period(cell: Any) -> Period:
    if isinstance(cell, Period):
        return cell
    text = _code(cell)
    try:
        return Period.parse(text)
    except ValueError as error:
        raise problem(str(error)) from None


def _blank_or_period(cell: Any) -> Period | None:
    if cell is None or not str(cell).strip():
        return None
    return _period(cell)


Code = Annotated[str, BeforeValidator(_code)]
"""A code or name: text as written, trimmed, never blank."""

Number = Annotated[float | None, BeforeValidator(number)]
"""A number, or None for a blank cell."""

Amount = Annotated[float | None, BeforeValidator(number), AfterValidator(_not_negative)]
"""A number that cannot be negative, or None for a blank cell."""

PeriodCell = Annotated[Period, BeforeValidator(_period)]
"""A period of any kind."""

OptionalPeriodCell = Annotated[Period | None, BeforeValidator(_blank_or_period)]
"""A period of any kind, or None for a blank cell."""
