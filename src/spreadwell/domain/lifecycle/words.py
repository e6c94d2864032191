"""Counts as people say them."""


def one_or_many(number: int, one: str, many: str) -> str:
    """Return nothing for none, `one` for one, `many` with the number in it for more."""
    if not number:
        return ""
    return one if number == 1 else many.format(f"{number:,}")
