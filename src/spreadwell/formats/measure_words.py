"""A measure in plain words: what is counted, of whom, how often, and how sure its chart is.

Everything is said from plain values as `MeasureDefinition.content` gives them, so that what is
stored, what a form holds and what a file says read alike. What is not known is left out.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from spreadwell.formats.measures import DUE_DAYS
from spreadwell.formats.periods import Period, PeriodKind

Told = Mapping[str, Any]

BETTER = {
    "up": "Higher is better.",
    "down": "Lower is better.",
    "neither": "Neither way is better by itself; a change is a reason to ask.",
}
SUPPLIES = {
    "extract": "An analyst, in one extract for all sites; nothing is asked of the sites.",
    "site": "Each site sends its own number.",
}
WATCHES = {
    "outcome": "A result: what changes for people.",
    "process": "The work itself: whether it is done.",
    "balancing": "A side effect: what must not get worse.",
}
COUNTS = {
    "proportion": "A share: so many of those it is about.",
    "rate": "A rate: so many for a number of people, days or contacts.",
    "count": "A count: how many there were.",
    "mean": "A mean: what it came to for one person or event, taken together.",
}
CHARTS = {
    "xmr": "an XmR chart, each value on its own",
    "run": "a run chart, values around their median, without limits",
    "p": "a p chart, a share whose limits allow for how many were counted",
    "pprime": "a p′ chart, a share whose limits allow for how many were counted and for the usual "
    "variation between periods",
    "u": "a u chart, a count for an exposure",
    "uprime": "a u′ chart, a count for an exposure, allowing for the usual variation between "
    "periods",
    "c": "a c chart, a count of events",
    "g": "a g chart, the cases between rare events",
    "t": "a t chart, the time between rare events",
    "xbar": "an Xbar chart, means of several people a period",
    "s": "an S chart, the spread between people in a period",
    "mr": "a moving-range chart, the steps between periods",
    "iprime": "an i′ chart, single values that rest on unequal numbers",
}
DIALECTS = {
    "mdc": "Making Data Count, the rules of NHS England's Excel tool",
    "nhsrplotthedots-0.2": "the R package NHSRplotthedots 0.2",
    "qicharts2-0.8": "the R package qicharts2 0.8",
}
STRATA = {
    "imd_quintile": "deprivation in fifths (IMD)",
    "imd_decile": "deprivation in tenths (IMD)",
    "ethnic_group": "ethnic group",
    "age_band": "age band",
    "sex": "sex",
}
LEFT_OUT_NOT_SAID = "The definition names nobody."


def suits(told: Told) -> str:
    """The chart of a measure where its definition names none, by what its numbers are."""
    return {"proportion": "pprime", "rate": "uprime"}.get(str(told.get("statistic", "")), "xmr")


def shown_amount(told: Told, amount: float) -> str:
    """An amount on the shown scale, with its unit: "77%", "12 for each 1,000 people"."""
    per, unit = float(told.get("per") or 1), str(told.get("unit", "")).strip()
    if told.get("statistic") == "proportion" and per == 100:
        return f"{amount:,.6g}%"
    if per > 1:
        return f"{amount:,.6g} for each {per:,.0f} {unit}".strip()
    return f"{amount:,.6g} {unit}".strip()


def target_sentence(told: Told) -> str:
    """The target over time as one sentence, blank where there is none."""
    aims: Sequence[Told] = told.get("targets") or ()
    if not aims:
        one = told.get("target")
        return "" if one is None else f"The target is {shown_amount(told, float(one))}."
    parts = []
    for aim in aims:
        words = f"{shown_amount(told, float(aim['target']))} from {_period(str(aim['from']))}"
        parts.append(words)
    first, *rest = parts
    said = f"The target is {first}" + "".join(f", then {one}" for one in rest)
    return f"{said}; before that there was none."


def due_sentence(told: Told) -> str:
    """When numbers are due and when they are late."""
    days = told.get("due_days")
    every = f"Each {told.get('cadence', 'period')}"
    if days is None:
        return (
            f"{every} is due {DUE_DAYS} days after it ends, ten of them working days, and late "
            "from the day after that."
        )
    if days == 0:
        return f"{every} is due on its last day, and late from the day after."
    plural = "day" if days == 1 else "days"
    return f"{every} is due {days} {plural} after it ends, and late from the day after that."


def chart_sentence(told: Told) -> str:
    """By which chart and whose rules it is read, and how sure that is."""
    named = str(told.get("chart") or "")
    kind = named or suits(told)
    dialect = DIALECTS.get(str(told.get("dialect") or "mdc"), str(told.get("dialect")))
    why = "as its definition says" if named else "as suits what its numbers are"
    text = CHARTS.get(kind, kind)
    sure = (
        "It tells a lasting change from the usual ups and downs; a single point that is not marked "
        "says nothing. Limits settle from 13 points and are provisional from 7."
    )
    if kind == "run":
        sure = "It shows a lasting shift around the median and draws no limits."
    return f"By {text}, {why}; read by {dialect}. {sure}"


def strata_sentence(told: Told) -> str:
    """By what it can be told apart."""
    names = [STRATA.get(str(one), str(one)) for one in told.get("stratifiers") or ()]
    if not names:
        return ""
    kept = told.get("disclosure")
    rule = f" Small numbers are kept back by the rules {kept}." if kept else ""
    return f"By {_joined(names)}, always by extract and never by hand.{rule}"


def explained(told: Told) -> list[tuple[str, str]]:
    """A measure as plain questions with their answers, what is not said left out."""
    pair = told.get("statistic") in ("proportion", "rate")
    counted = told.get("numerator") or ("" if pair else told.get("definition", ""))
    left_out = " ".join(_stopped(str(one)) for one in told.get("exclusions") or ())
    unit = str(told.get("unit", ""))
    per = float(told.get("per") or 1)
    rows = [
        ("What is it?", told.get("definition", "")),
        ("Why does it matter?", told.get("why_it_matters", "")),
        ("What is counted?", counted if pair else ""),
        ("Of whom, or out of what?", told.get("denominator", "")),
        ("Who is left out?", left_out or LEFT_OUT_NOT_SAID),
        ("What kind of number is it?", COUNTS.get(str(told.get("statistic", "")), "")),
        ("What is shown?", f"{unit}, for each {per:,.0f}" if per > 1 else unit),
        ("Which way is better?", BETTER.get(str(told.get("direction", "")), "")),
        ("Is there a target?", target_sentence(told) or "No target is set."),
        ("What change would be worth having?", _worthwhile(told)),
        ("What does it watch?", WATCHES.get(str(told.get("kind", "")), "")),
        ("How often?", f"Every {told['cadence']}." if told.get("cadence") else ""),
        ("Who supplies it?", SUPPLIES.get(str(told.get("supplied_by", "")), "")),
        ("Where do the numbers come from?", told.get("source", "")),
        ("When is it late?", due_sentence(told) if told.get("cadence") else ""),
        ("Is each period approved?", _approved(told)),
        ("How can it be told apart?", strata_sentence(told)),
        ("How is it read, and how sure is that?", chart_sentence(told)),
        ("Who wrote and checked it?", _people(told)),
    ]
    return [(ask, str(answer)) for ask, answer in rows if answer]


def target_at(told: Told, period: Period) -> float | None:
    """The target that holds in a period, on the shown scale; None where none holds."""
    aims: Sequence[Told] = told.get("targets") or ()
    if not aims:
        one = told.get("target")
        return None if one is None else float(one)
    held = None
    for aim in aims:
        if first_of(str(aim["from"]), period.kind) <= period.ordinal:
            held = float(aim["target"])
    return held


def first_of(starts: str, kind: PeriodKind) -> int:
    """The ordinal of the first period of a cadence for which something holds from a period on."""
    asked = Period.parse(starts)
    if asked.kind is kind:
        return asked.ordinal
    held = Period.containing(asked.start, kind)
    # A target from the middle of a period counts from the next whole one.
    return held.ordinal if held.start >= asked.start else held.ordinal + 1


def in_force(told: Told, on: date) -> float | None:
    """The target on a day."""
    kind = PeriodKind(str(told["cadence"]))
    if kind is PeriodKind.INTEGER:
        return target_at({**told, "targets": ()}, Period(kind, 0))
    return target_at(told, Period.containing(on, kind))


def _worthwhile(told: Told) -> str:
    amount = told.get("smallest_worthwhile_change")
    return "" if amount is None else f"{shown_amount(told, float(amount))} or more."


def _approved(told: Told) -> str:
    if not told.get("sign_off"):
        return ""
    return "Yes: a person approves each period, and its numbers are locked from then on."


def _people(told: Told) -> str:
    parts = [
        f"written by {told['author']}" if told.get("author") else "",
        f"checked by {told['checker']}" if told.get("checker") else "not checked by a second person"
        if told.get("author") else "",
        f"reviewed by {told['reviewed_by']}" if told.get("reviewed_by") else "",
        f"looked at again by {_day(told['review_date'])}" if told.get("review_date") else "",
    ]  # fmt: skip
    said = "; ".join(part for part in parts if part)
    return f"{said[:1].upper()}{said[1:]}." if said else ""


def _period(text: str) -> str:
    try:
        return Period.parse(text).label
    except ValueError:
        return text


def _day(text: object) -> str:
    try:
        day = date.fromisoformat(str(text))
    except ValueError:
        return str(text)
    return f"{day.day} {day:%B %Y}"


def _joined(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _stopped(text: str) -> str:
    text = text.strip()
    return text if text.endswith((".", "!", "?")) else f"{text}."
