"""The words of the measure pages: kinds, rules and charts, in plain language."""

from spreadwell.charts.wording import figure
from spreadwell.domain.measures.charts import Series, shown_scale, shown_unit
from spreadwell.domain.measures.models import Measure
from spreadwell.formats.measure_words import DIALECTS, target_sentence
from spreadwell.methods.spc import RebaseSuggestion

KIND_WORDS = {
    "outcome": "Results: what changes for people",
    "process": "The work itself: whether it is done",
    "balancing": "Side effects: what must not get worse",
}

_OUTSIDE = ("Outside the limits", "A point beyond the dashed lines: rare unless something changed.")
_RULES: tuple[tuple[str, str], ...] = (
    _OUTSIDE,
    ("Trend", "Seven points in a row, each higher (or each lower) than the one before."),
    ("Two of three", "Two of three points in a row close to the same limit or beyond it."),
    ("Shift", "Seven points in a row on the same side of the mean."),
)
_RUNS: tuple[tuple[str, str], ...] = (
    ("Shift", "A run of points on one side of the median, longer than chance would give."),
    ("Too few crossings", "The line crosses the median less often than chance would give."),
)

_CHARTS = {
    "pprime": "p′: a share of people, allowing for how many were counted and for the usual "
    "variation.",
    "uprime": "u′: a count for an exposure, allowing for its size and for the usual variation.",
    "xmr": "XmR: each value on its own.",
    "run": "Run: values around their median, without limits.",
    "p": "p: a share, allowing for how many were counted alone.",
    "u": "u: a count for an exposure, allowing for its size alone.",
    "c": "c: a count of events, each as likely as the other.",
    "xbar": "Xbar: means of several people a period.",
    "s": "S: the spread between people in a period.",
    "iprime": "i′: single values that rest on unequal numbers.",
    "mr": "Moving range: the steps between periods.",
    "g": "g: cases between rare events.",
    "t": "t: time between rare events.",
}


def rules_for(chart: str, dialect: str) -> list[tuple[str, str]]:
    """What is looked for on a chart, by the rules it is read by, named with their version."""
    runs = chart == "run" or dialect.startswith("qicharts2")
    rules = [*([_OUTSIDE] if chart != "run" else []), *_RUNS] if runs else list(_RULES)
    return [*rules, ("Whose rules", f"{DIALECTS.get(dialect, dialect)} ({dialect}).")]


def kinds_for(series: Series, *also: str) -> dict[str, str]:
    """The charts that can be drawn of a series, each with what it is; `also` where it is one."""
    kinds = ["xmr", "run"]
    if series.is_pair:
        kinds = ["pprime", "uprime", *kinds, "p", "u"]
        if bool((series.numerator > series.denominator).any()):
            kinds = [one for one in kinds if one not in ("p", "pprime")]
    elif series.has_subgroups:
        kinds = ["xbar", "s", "iprime", *kinds]
    kinds += [one for one in also if one in _CHARTS and one not in kinds]
    return {kind: _CHARTS[kind] for kind in kinds}


def target_words(measure: Measure) -> str:
    """The target as a sentence, blank where there is none."""
    told = {"unit": measure.unit, "statistic": measure.statistic, "per": measure.per}
    return target_sentence({**told, "target": measure.target, **measure.definition})


def new_level(measure: Measure, series: Series, found: RebaseSuggestion) -> str:
    """The evidence for a new level, in the unit in which the measure is shown."""
    scale, unit = shown_scale(measure), shown_unit(measure)
    before, after = (f"{figure(one * scale)}{unit}" for one in (found.before, found.after))
    last = series.periods[found.position].label
    return (
        f"The last {found.points} points off the centre line all lie on one side of it: the mean "
        f"was {before} before {last} and is {after} since."
    )
