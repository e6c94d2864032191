"""Every name that readings may be told by: columns, places and measures, and what is near one."""

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from spreadwell.domain.foundation.refusals import Invalid
from spreadwell.domain.measures.models import Measure
from spreadwell.domain.networks.models import Organisation, OrganisationName
from spreadwell.domain.networks.queries import keys_by_code
from spreadwell.domain.people.viewer import Viewer
from spreadwell.exchange.readings.store_checks import codes_of
from spreadwell.formats.periods import PeriodKind
from spreadwell.formats.readings import KEYS, NUMBERS, STRATIFIERS

GUESSES = 5
"""More than these would have to be searched rather than read."""

NEAR = 0.6
"""How like a name must be to be guessed, as difflib counts: 1 is the same."""

NEAR_COLUMN = 0.8
"""Short words are like each other by chance: “comment” and “count” are 0.67."""

COLUMNS: Mapping[str, str] = {
    "measure": "Measure", "site": "Site", "period": "Period", "numerator": "Numerator: how many",
    "denominator": "Denominator: out of how many", "value": "Value: a single number",
    "sd": "Standard deviation", "n": "How many people are behind a mean",
    "imd_quintile": "Deprivation fifth (IMD quintile)", "ethnic_group": "Ethnic group",
    "age_band": "Age band", "sex": "Sex",
}  # fmt: skip

ALSO_CALLED: Mapping[str, str] = {
    "num": "numerator", "numer": "numerator", "n_num": "numerator", "top": "numerator",
    "counted": "numerator", "yes": "numerator", "achieved": "numerator", "met": "numerator",
    "den": "denominator", "denom": "denominator", "out_of": "denominator", "bottom": "denominator",
    "list_size": "denominator", "population": "denominator", "eligible": "denominator",
    "total": "denominator",
    "practice": "site", "place": "site", "ward": "site", "pcn": "site", "trust": "site",
    "organisation": "site", "organisation_code": "site", "org": "site", "org_code": "site",
    "ods": "site", "ods_code": "site", "practice_code": "site", "site_code": "site",
    "site_name": "site", "practice_name": "site", "provider": "site",
    "month": "period", "date": "period", "quarter": "period", "week": "period", "year": "period",
    "reporting_period": "period", "month_ending": "period",
    "indicator": "measure", "metric": "measure", "measure_name": "measure", "kpi": "measure",
    "measure_id": "measure", "indicator_id": "measure",
    "result": "value", "count": "value", "score": "value", "rate": "value", "mean": "value",
    "stdev": "sd", "std_dev": "sd", "imd": "imd_quintile", "quintile": "imd_quintile",
    "ethnicity": "ethnic_group", "gender": "sex", "age": "age_band", "age_group": "age_band",
}  # fmt: skip
"""What common exports call our columns: guesses, each confirmed by a person before it counts."""


@dataclass(frozen=True, slots=True)
class Guess:
    """One thing that a name may stand for: our code for it, and how people call it."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Known:
    """What names may mean to one sender.

    `sites` and `measures` hold every code that a file may use; `site_names` and `measure_names`
    every name, former ones too, with its present code; `own` the codes that the sender may send
    for, None for all.
    """

    sites: frozenset[str]
    measures: Mapping[str, Measure]
    site_names: Mapping[str, str]
    measure_names: Mapping[str, str]
    labels: Mapping[str, str]
    own: frozenset[str] | None = None
    headers: frozenset[str] = field(default=frozenset({*KEYS, *NUMBERS, *STRATIFIERS}))

    def kind_of(self, measure: str) -> PeriodKind | None:
        """The kind of a measure's periods; None for a measure that is not known."""
        found = self.measures.get(measure)
        return PeriodKind(found.cadence) if found else None

    def is_pair(self, measure: str) -> bool:
        """Tell whether a measure's readings are numerators with denominators."""
        found = self.measures.get(measure)
        return found is not None and found.statistic in ("proportion", "rate")

    def is_known(self, what: str, written: str) -> bool:
        """Tell whether a file may use this name as it is."""
        if what == "column":
            return written in self.headers
        return written in (self.sites if what == "site" else self.measures)

    def meant(self, what: str, text: str) -> str:
        """Our code for what somebody typed, a code or a whole name; blank where it is neither."""
        written = folded(text)
        if what == "column":
            key = written.replace(" ", "_")
            return key if key in COLUMNS else ""
        codes = self.sites if what == "site" else self.measures
        names = self.site_names if what == "site" else self.measure_names
        return text.strip() if text.strip() in codes else names.get(written, "")

    def meaning(self, what: str, text: str) -> str:
        """Our code for what somebody typed; Invalid where it is none."""
        found = self.meant(what, text)
        if not found:
            raise Invalid(f"“{text}” is no {what} we know. Give its code, or its whole name.")
        return found

    def label_of(self, what: str, code: str) -> str:
        """What people call one of our codes."""
        return (COLUMNS if what == "column" else self.labels).get(code, code)

    def near(self, what: str, written: str) -> list[str]:
        """Our codes of what a name is like, the likeliest first; empty where nothing is like it."""
        if what == "column":
            return _columns_near(written)
        names = self.site_names if what == "site" else self.measure_names
        if what == "site" and self.own is not None:
            names = {name: code for name, code in names.items() if code in self.own}
        return list(dict.fromkeys(_near(folded(written), names)))

    def guesses(self, what: str, near: Sequence[str]) -> list[Guess]:
        """What may be chosen for a name: what is near it first, then all where they are few."""
        few: Iterable[str] = self.own or () if what == "site" else sorted(self.measures)
        if what == "column":
            few = COLUMNS
        return [
            Guess(one, self.label_of(what, one)) for one in dict.fromkeys([*near, *sorted(few)])
        ]


def known_to(viewer: Viewer) -> Known:
    """Gather what names may mean to a sender."""
    codes = keys_by_code()
    rows = list(Organisation.objects.order_by("pk").values_list("pk", "code", "name"))
    present = {pk: code for pk, code, _ in rows}
    names: dict[str, str] = {}
    former = OrganisationName.objects.order_by("ends").values_list("name", "organisation_id")
    for name, pk in former:
        names[folded(name)] = present[pk]
    twice: set[str] = set()
    for _, code, name in rows:
        key = folded(name)
        twice |= {key} if names.get(key, code) != code and key in names else set()
        names[key] = code
    for code, pk in codes.items():
        names[folded(code)] = present[pk]
    for name in twice:  # two places of one name: only its code says which is meant
        del names[name]
    measures = {one.slug: one for one in Measure.objects.order_by("name")}
    called = {folded(one.name): slug for slug, one in measures.items()}
    called |= {folded(slug): slug for slug in measures}
    labels = {code: f"{name} ({code})" for _, code, name in rows}
    labels |= {slug: one.name for slug, one in measures.items()}
    return Known(frozenset(codes), measures, names, called, labels, codes_of(viewer))


def folded(text: str) -> str:
    """A name without regard to case, spacing and points: “St. Elsewhere ” → “st elsewhere”."""
    return re.sub(r"[\s._,\-]+", " ", text.casefold()).strip()


def _columns_near(written: str) -> list[str]:
    key = re.sub(r"[^a-z0-9]+", "_", written.casefold()).strip("_")
    found = [ALSO_CALLED[key]] if key in ALSO_CALLED else []
    near = difflib.get_close_matches(key, [*COLUMNS, *ALSO_CALLED], n=GUESSES, cutoff=NEAR_COLUMN)
    found += [ALSO_CALLED.get(one, one) for one in near]
    for word in key.split("_"):
        found += [ALSO_CALLED.get(word, word)] if word in ALSO_CALLED or word in COLUMNS else []
    return list(dict.fromkeys(found))


def _near(written: str, names: Mapping[str, str]) -> list[str]:
    """Codes of the names that are like the one written, the likeliest first."""
    if written in names:
        return [names[written]]
    words = {word for word in written.split() if len(word) > 2}
    sharing = [name for name in names if not words.isdisjoint(name.split())]
    pool: Iterable[str] = sharing if sharing else names
    near = difflib.get_close_matches(written, pool, n=GUESSES, cutoff=NEAR)
    if len(near) < GUESSES and sharing:

        def share(name: str) -> int:
            return -len(words & set(name.split()))

        near += sorted((name for name in sharing if name not in near), key=share)
    return [names[name] for name in near[:GUESSES]]
