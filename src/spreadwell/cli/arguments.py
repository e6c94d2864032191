"""Types of options that argparse checks, with sentences for people."""

import argparse
import math
from datetime import date

from spreadwell.formats.periods import Period


def period(text: str) -> Period:
    """A period of any kind."""
    try:
        return Period.parse(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def day(text: str) -> date:
    """A day such as 2024-03-01."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}” is not a day such as 2024-03-01") from None


def whole(text: str) -> int:
    """A whole number of 0 or more."""
    if not text.isascii() or not text.isdigit():
        raise argparse.ArgumentTypeError(f"“{text}” is not a whole number of 0 or more")
    return int(text)


def positive(text: str) -> int:
    """A whole number of 1 or more."""
    if whole(text) == 0:
        raise argparse.ArgumentTypeError("it must be 1 or more")
    return whole(text)


def share_or_number(text: str) -> float:
    """A number, or a percentage such as 80%, which is 0.8."""
    try:
        number = float(text.removesuffix("%"))
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise argparse.ArgumentTypeError(f"“{text}” is not a number or a percentage such as 80%")
    return number / 100 if text.endswith("%") else number


def number(text: str) -> float:
    """A finite number."""
    if text.endswith("%"):
        raise argparse.ArgumentTypeError(f"“{text}” is not a plain number")
    return share_or_number(text)
