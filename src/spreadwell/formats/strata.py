"""By what readings may be told apart, with the values of each and their order."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

_BAND = re.compile(r"(\d{1,3})(?:-(\d{1,3})|\+)")


@dataclass(frozen=True, slots=True)
class Stratifier:
    """One way to tell people apart: its column, its name in words, its strata in their order.

    `ends` are the two strata whose gap is looked at first, where the stratifier has natural ends:
    the one that tends to be worse off first. Without values, the strata are age bands.
    """

    key: str
    name: str
    values: dict[str, str]
    ends: tuple[str, str] | None = None

    def words(self, stratum: str) -> str:
        """Name a stratum as people say it."""
        return self.values.get(stratum, f"aged {stratum.replace('-', ' to ')}")

    def knows(self, stratum: str) -> bool:
        """Tell whether this is one of its strata."""
        return stratum in self.values if self.values else _band(stratum) is not None

    def problem(self, stratum: str) -> str:
        """Say what is wrong with a value, and what was meant; "" where it is right."""
        if self.knows(stratum):
            return ""
        if not self.values:
            return f"“{stratum}” is not an age band; write it as 18-39 or 80+"
        meant = self._meant(stratum)
        hint = f"did you mean “{meant}”?" if meant else f"it is one of {', '.join(self.values)}"
        return f"“{stratum}” is not a value of {self.key}; {hint}"

    def ordered(self, strata: Sequence[str]) -> list[str]:
        """The strata given, in their order."""
        place = {value: i for i, value in enumerate(self.values)}
        return sorted(strata, key=lambda one: (place.get(one, len(place)), _band(one) or 0, one))

    def _meant(self, stratum: str) -> str | None:
        text = stratum.strip().casefold()
        known = {value.casefold(): value for value in self.values}
        known |= {name.casefold(): value for value, name in self.values.items()}
        alone = [value for value in self.values if text and value.casefold().startswith(text)]
        near = get_close_matches(text, known, n=1, cutoff=0.6)
        digits = re.sub(r"\D", "", text).lstrip("0")
        if digits in self.values:
            return digits
        if len(alone) == 1:
            return alone[0]
        return known[near[0]] if near else None


def _band(stratum: str) -> int | None:
    """The first age of an age band, None where this is none."""
    found = _BAND.fullmatch(stratum)
    if found is None or (found[2] is not None and int(found[2]) < int(found[1])):
        return None
    return int(found[1])


_FIFTHS = ("most deprived fifth", "second fifth", "third fifth", "fourth fifth",
           "least deprived fifth")  # fmt: skip
_TENTHS = ("most deprived tenth", *(f"tenth {n}" for n in range(2, 10)), "least deprived tenth")

STRATA = {
    one.key: one
    for one in (
        Stratifier(
            "imd_quintile",
            "Deprivation, in fifths",
            {str(n): name for n, name in enumerate(_FIFTHS, 1)},
            ("1", "5"),
        ),
        Stratifier(
            "imd_decile",
            "Deprivation, in tenths",
            {str(n): name for n, name in enumerate(_TENTHS, 1)},
            ("1", "10"),
        ),
        Stratifier(
            "ethnic_group",
            "Ethnic group",
            {
                "asian": "Asian or Asian British",
                "black": "Black, Black British, Caribbean or African",
                "mixed": "Mixed or multiple ethnic groups",
                "white": "White",
                "other": "Other ethnic group",
                "unknown": "ethnic group not known",
            },
        ),
        Stratifier("age_band", "Age", {}),
        Stratifier(
            "sex",
            "Sex",
            {"female": "female", "male": "male", "other": "other", "unknown": "sex not known"},
            ("female", "male"),
        ),
    )
}
"""Every stratifier by its column: groups as in the 2021 census of England and Wales."""

ORDERED = frozenset({"imd_quintile", "imd_decile"})
"""Stratifiers whose strata lie on one ladder from worse to better off."""
