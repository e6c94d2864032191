"""Slips of the pen: words that nothing holds, and the nearest that something does."""

from django.db import connection

from .asked import Asked
from .index import store

# Of 100 letters about 28 may differ: “pharmasist” finds “pharmacist”, “bus” never “bug”.
NEAR = 72.0
SHORTEST = 4


def put_right(asked: Asked) -> dict[str, str]:
    """Return for words of the question the nearest words of the index, where one is near.

    Only a first step: a word of something that the viewer may not see finds them nothing, and is
    then not shown either. Words are taken with the same first letter, which people seldom miss.
    """
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import extractOne

    better: dict[str, str] = {}
    for word in asked.words:
        if len(word) < SHORTEST or word.isdecimal():
            continue
        with connection.cursor() as cursor:
            cursor.execute(store().WORDS, [f"{word[0]}%"])
            held = [row[0] for row in cursor.fetchall()]
        near = extractOne(
            word,
            held,
            scorer=OSA.normalized_similarity,
            score_cutoff=NEAR / 100,
        )
        if near is not None and not word.startswith(near[0]):
            better[word] = near[0]
    return better
