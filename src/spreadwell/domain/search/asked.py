"""Words as people type them, read once for both stores."""

import re
from dataclasses import dataclass, replace

# More words or longer ones are pasted text, not a question.
MOST_WORDS, LONGEST = 12, 60
# A word this long is also found as the beginning of a longer one.
BEGINS = 3
_PART = re.compile(r'"([^"]+)"|([^\s"]+)')
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked for: each term one word or, from quotation marks, several in their order.

    `every` asks for all terms in one thing; otherwise any will do.
    """

    terms: tuple[tuple[str, ...], ...]
    every: bool = True

    def __bool__(self) -> bool:
        """Tell whether anything is asked at all."""
        return bool(self.terms)

    @property
    def words(self) -> tuple[str, ...]:
        """All single words that stand outside of quotation marks."""
        return tuple(term[0] for term in self.terms if len(term) == 1)

    def with_words(self, better: dict[str, str]) -> "Asked":
        """Return the same question with some words put right."""
        return replace(
            self,
            terms=tuple(
                (better.get(term[0], term[0]),) if len(term) == 1 else term for term in self.terms
            ),
        )

    def any_of(self) -> "Asked":
        """Return the question that is content with any of the words."""
        return replace(self, every=False)


def read_asked(text: str) -> Asked:
    """Read what somebody typed; quotation marks keep words together, other marks say nothing."""
    terms: list[tuple[str, ...]] = []
    for quoted, single in _PART.findall(text):
        words = [word[:LONGEST].casefold() for word in _WORD.findall(quoted or single)]
        terms += [tuple(words)] if quoted and words else [(word,) for word in words]
    return Asked(tuple(dict.fromkeys(terms))[:MOST_WORDS])
