"""A local measure in plain questions: the same type as a file under review, asked step by step."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms

from spreadwell.formats.measure_words import CHARTS, STRATA, suits
from spreadwell.formats.measures import MOST_PER
from spreadwell.formats.periods import PeriodKind

from ..formkit import DayField, LongText, PageForm, Pick, PickMany

STATISTICS = [
    ("proportion", "A share: so many of those it is about, such as people at target of all people "
     "on a register"),
    ("rate", "A rate: so many for an exposure, such as falls for bed days"),
    ("count", "A count, such as reviews done"),
    ("mean", "A mean, such as weeks of waiting"),
]  # fmt: skip
DIRECTIONS = [
    ("up", "Higher"), ("down", "Lower"), ("neither", "Neither by itself"),
]  # fmt: skip
KINDS = [
    ("outcome", "A result: what changes for people"),
    ("process", "The work itself: whether it is done"),
    ("balancing", "A side effect: what must not get worse"),
]
SUPPLIERS = [
    ("extract", "An analyst, in one file for all sites"),
    ("site", "Each site, every time: ask for as little as you can, three measures at most"),
]
CADENCES = [
    (one.value, f"Every {one.value}") for one in PeriodKind if one is not PeriodKind.INTEGER
]
LINES = "One a line"


class MeasureForm(PageForm):
    """What is counted, of whom, how often, and which way is better."""

    name = forms.CharField(label="What is it called?", max_length=160)
    definition = LongText(
        label="What is it, in one or two sentences?", rows=2,
        help_text="So that two people who count would count the same.",
    )  # fmt: skip
    why_it_matters = LongText(label="Why does it matter to people?", rows=2)
    statistic = Pick(label="What kind of number is it?", choices=STATISTICS)
    numerator = LongText(
        label="Who or what is counted?", rows=2, required=False,
        help_text="For a share or a rate: those on top.",
    )  # fmt: skip
    denominator = LongText(
        label="Out of whom, or out of what?", rows=2, required=False,
        help_text="Everybody who could benefit, not those alone who were reached.",
    )  # fmt: skip
    exclusions = LongText(label="Who is left out?", rows=2, required=False, help_text=LINES)
    unit = forms.CharField(
        label="What is the number of?", max_length=80, help_text="Such as people, falls, weeks."
    )
    per = forms.IntegerField(
        label="Shown for each how many?", min_value=1, max_value=MOST_PER, initial=100,
        required=False,
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), f"Give a whole number from 1 to {MOST_PER:,}."
        ),
        help_text="100 for a share in per cent, 1,000 for a rate in a thousand; 1 for a count.",
    )  # fmt: skip
    direction = Pick(label="Which way is better?", choices=DIRECTIONS)
    targets = LongText(
        label="Is there a target?", rows=2, required=False,
        help_text="One number, such as 80; or where it changes, one a line with its first period: "
        "2025-04 70, then 2026-04 80.",
    )  # fmt: skip
    kind = Pick(label="What does it watch?", choices=KINDS)
    cadence = forms.ChoiceField(label="How often?", choices=CADENCES, initial="month")
    supplied_by = Pick(label="Who supplies the numbers?", choices=SUPPLIERS)
    source = LongText(label="Where do the numbers come from?", rows=2)
    due_days = forms.IntegerField(
        label="How many days after the period ends is it due?", min_value=0, max_value=366,
        required=False,
    )  # fmt: skip
    smallest_worthwhile_change = forms.FloatField(
        label="Which change would be worth having?", required=False, min_value=0,
        help_text="On the shown scale. Without it nobody can say “probably no important effect”.",
    )  # fmt: skip
    sign_off = forms.BooleanField(
        label="A person approves each period, and locks its numbers", required=False
    )
    stratifiers = PickMany(
        label="By what may it be told apart?", required=False,
        choices=[(name, f"By {words}") for name, words in STRATA.items()],
        help_text="Always by extract; nobody enters these by hand.",
    )  # fmt: skip
    chart = forms.ChoiceField(
        label="Which chart?", required=False,
        choices=[("", "Chosen by what the numbers are"), *((k, v) for k, v in CHARTS.items())],
    )  # fmt: skip
    checker = forms.CharField(
        label="Who checked it?", max_length=300, required=False,
        help_text="Somebody else, who asks whether two analysts would count the same.",
    )  # fmt: skip
    links = LongText(
        label="Where is more said?", rows=2, required=False,
        help_text="One a line: an address, then what it is.",
    )  # fmt: skip
    review_date = DayField(label="When is it looked at again?")

    later: ClassVar[tuple[str, ...]] = (
        "exclusions", "due_days", "smallest_worthwhile_change", "sign_off", "stratifiers", "chart",
        "checker", "links",
    )  # fmt: skip


def content_of(given: Mapping[str, Any], *, slug: str, author: str) -> dict[str, Any]:
    """What a form says, as the plain values of a definition; nothing where nothing was said."""
    made: dict[str, Any] = {"id": slug, "author": author}
    for name, value in given.items():
        if value in (None, "", []) or name in ("targets", "exclusions", "links"):
            continue
        made[name] = value
    if not made.get("sign_off"):
        made.pop("sign_off", None)
    made["per"] = given.get("per") or _usual_per(str(given.get("statistic", "")))
    made |= _targets(str(given.get("targets", "")))
    if _lines(given.get("exclusions")):
        made["exclusions"] = _lines(given.get("exclusions"))
    if _lines(given.get("links")):
        made["links"] = [_link(one) for one in _lines(given.get("links"))]
    return made


def answers_of(content: Mapping[str, Any]) -> dict[str, Any]:
    """The answers that a definition would have given to the form."""
    given = {name: content.get(name) for name in MeasureForm.base_fields if name in content}
    aims = content.get("targets") or []
    target = content.get("target")
    given["targets"] = (
        "\n".join(f"{one['from']} {one['target']:g}" for one in aims)
        or ("" if target is None else f"{target:g}")
    )  # fmt: skip
    given["exclusions"] = "\n".join(content.get("exclusions") or [])
    given["links"] = "\n".join(
        f"{one['link']} {one['title']}" for one in content.get("links") or []
    )
    given["per"] = int(content.get("per") or 1)
    return given


def field_of(path: str) -> str:
    """The question that a wrong field of the definition belongs to."""
    first = path.partition(".")[0]
    named = "targets" if first == "target" else first
    return named if named in MeasureForm.base_fields else ""


def usual_chart(statistic: str) -> str:
    """The chart that is chosen where none is named."""
    return suits({"statistic": statistic})


def _usual_per(statistic: str) -> int:
    return 100 if statistic == "proportion" else 1


def _lines(text: object) -> list[str]:
    return [" ".join(line.split()) for line in str(text or "").splitlines() if line.strip()]


def _targets(text: str) -> dict[str, Any]:
    """One number, or a period and a number a line; what cannot be read is left to the validator."""
    lines = _lines(text)
    if not lines:
        return {}
    if len(lines) == 1 and " " not in lines[0]:
        return {"target": _number(lines[0])}
    made = []
    for line in lines:
        period, _, amount = line.rpartition(" ")
        made.append({"from": period.strip(" :,"), "target": _number(amount)})
    return {"targets": made}


def _number(text: str) -> Any:
    try:
        return float(text.strip().rstrip("%").replace(",", ""))
    except ValueError:
        return text


def _link(line: str) -> dict[str, str]:
    address, _, title = line.partition(" ")
    return {"link": address, "title": title or address}
