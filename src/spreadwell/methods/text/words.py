"""Words of a text, plain enough to compare: no case, no endings, none of those that say little."""

import re
import unicodedata
from functools import lru_cache

# Words too common in English, and in how people begin to speak, to tell one need from another.
_SAID_BY_ALL = """
a about after again all also am an and any are as at be because been before being but by can
could did do does doing done don down each even every few for from get gets go goes going got
had has have having he her here him his how i if in into is it its just like ll made make many
me more most much my no nobody nor not now of off on once one only or other our out over own re
s same say says see she should so some such t than that the their them then there these they
thing things this those though through to too told two under until up us use ve very was way we
well went were what when where which while who whole whom why will with would you your yours
"""
COMMON = frozenset(_SAID_BY_ALL.split())
_WORD = re.compile(r"[^\W_]+")
# The endings that English puts on most, the longer first; three letters at least remain.
_ENDINGS = ("ations", "ation", "ments", "ment", "ingly", "ings", "ing", "ies", "edly", "ed", "ers",
            "er", "es", "ly", "s", "e", "y")  # fmt: skip


def plain(text: str) -> str:
    """Return a text in small letters without accents and marks, its words one space apart."""
    spread = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(_WORD.findall("".join(c for c in spread if not unicodedata.combining(c))))


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Return a word without its ending: “appointments” and “appointment” are one word."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


def telling_words(text: str) -> list[str]:
    """Return the words that tell what a text is about, without their endings, in order."""
    return [stem(word) for word in plain(text).split() if word not in COMMON and len(word) > 1]
