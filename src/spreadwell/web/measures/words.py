"""The words of the measure pages: kinds, rules and definitions, in plain language."""

from spreadwell.charts.wording import figure
from spreadwell.domain.measures.charts import Series, shown_scale, shown_unit
from spreadwell.domain.measures.models import Measure
from spreadwell.methods.spc import RebaseSuggestion

KIND_WORDS = {
    "outcome": "Results: what changes for people",
    "process": "The work itself: whether it is done",
    "balancing": "Side effects: what must not get worse",
}
DIRECTIONS = {"up": "Higher is better", "down": "Lower is better", "neither": "Neither way"}
SUPPLIERS = {"extract": "An analyst's extract", "site": "Each site sends it"}

RULES: tuple[tuple[str, str], ...] = (
    ("Outside the limits", "A point beyond the dashed lines: rare unless something changed."),
    ("Trend", "Seven points in a row, each higher (or each lower) than the one before."),
    ("Two of three", "Two of three points in a row close to the same limit or beyond it."),
    ("Shift", "Seven points in a row on the same side of the mean."),
)

_CHARTS = {
    "xmr": "XmR: each value on its own, the same for every measure.",
    "pprime": "p′: a share of people, allowing for how many were counted.",
    "uprime": "u′: a count for an exposure, allowing for its size.",
    "run": "Run: values around their median, with no limits.",
    "c": "c: a count of events, each as likely as the other.",
}


def kinds_for(series: Series) -> dict[str, str]:
    """The charts that can be drawn of a series, each with what it is."""
    kinds = ["xmr", "run", *(["pprime", "uprime"] if series.is_pair else [])]
    if series.is_pair and bool((series.numerator > series.denominator).any()):
        kinds.remove("pprime")
    return {kind: _CHARTS[kind] for kind in kinds}


def definition_rows(measure: Measure) -> list[tuple[str, str]]:
    """A definition as term and words, what is not said left out."""
    told = measure.definition
    target = ""
    if measure.target is not None:
        target = f"{measure.target:g}{shown_unit(measure) or ' ' + measure.unit}"
    rows = [
        ("What it is", told.get("definition", "")),
        ("Why it matters", told.get("why_it_matters", "")),
        ("Counted on top", told.get("numerator", "")),
        ("Out of", told.get("denominator", "")),
        ("Unit", measure.unit + (f", per {measure.per:,}" if measure.per > 1 else "")),
        ("Which way is better", DIRECTIONS.get(measure.direction, measure.direction)),
        ("Target", target or "None set"),
        ("How often", f"Every {measure.cadence}"),
        ("Who supplies it", SUPPLIERS.get(measure.supplied_by, measure.supplied_by)),
        ("Source", told.get("source", "") or measure.source),
        ("Reviewed", told.get("review_date", "")),
    ]
    return [(term, str(words)) for term, words in rows if words]


def new_level(measure: Measure, series: Series, found: RebaseSuggestion) -> str:
    """The evidence for a new level, in the unit in which the measure is shown."""
    scale, unit = shown_scale(measure), shown_unit(measure)
    before, after = (f"{figure(one * scale)}{unit}" for one in (found.before, found.after))
    last = series.periods[found.position].label
    return (
        f"The last {found.points} points off the centre line all lie on one side of it: the mean "
        f"was {before} before {last} and is {after} since."
    )
