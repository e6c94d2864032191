"""Choosing conditions, rating a whole round of them, and agreeing on what two rated."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.text import slugify

from spreadwell.domain.sites.conditions import Given
from spreadwell.domain.sites.frameworks import by_domain, constructs
from spreadwell.domain.sites.rounds import Latest, Round

from ...formkit import LongText, PageForm, PickMany

WORDS = {
    2: "Helps strongly (+2)",
    1: "Helps a little (+1)",
    0: "Neither, or mixed (0)",
    -1: "Hinders a little (−1)",
    -2: "Hinders strongly (−2)",
}
NOT_KNOWN = "Not found out yet"
RATINGS = [(str(value), words) for value, words in WORDS.items()]
AGREED_BLANK = "blank"
MOST_INFORMANTS = 999


def name_of(part: str, construct: str) -> str:
    """Return the name of a field of one construct."""
    return f"{part}_{slugify(construct)}"


class ConditionSetForm(PageForm):
    """The conditions that matter, by the domain they belong to."""

    second_rater = forms.BooleanField(
        label="A second person rates too, without seeing the first one's ratings",
        required=False,
        help_text="Both then agree on one rating. It costs twice the time and shows how far a "
        "rating hangs on who rates.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked: dict[str, forms.Field] = {
            slugify(domain): PickMany(
                label=domain,
                required=False,
                choices=[(one.key, f"{one.question} ({one.key})") for one in many],
            )
            for domain, many in by_domain().items()
        }
        self.fields = asked | self.fields

    def chosen(self) -> list[str]:
        """Return what was ticked."""
        return [key for domain in by_domain() for key in self.cleaned_data.get(slugify(domain), [])]


class _Ratings(PageForm):
    """A rating and its evidence for each of some constructs."""

    choices: list[tuple[str, str]]

    def _ask(self, keys: Iterable[str]) -> None:
        self.keys = list(keys)
        asked: dict[str, forms.Field] = {}
        for key in self.keys:
            asked[name_of("rating", key)] = forms.ChoiceField(
                label="How is it here?", required=False, choices=self.choices
            )
            asked[name_of("evidence", key)] = LongText(
                label="What does that rest on?", rows=2, required=False
            )
        self.fields = asked | self.fields

    def clean(self) -> dict[str, Any]:
        """Ask for the evidence of each rating."""
        cleaned = super().clean() or {}
        for key in self.keys:
            rating, name = cleaned.get(name_of("rating", key)), name_of("evidence", key)
            said = str(cleaned.get(name) or "").strip()
            if rating not in (None, "", AGREED_BLANK) and not said and name not in self.errors:
                self.add_error(name, "Say what the rating rests on: a quote, a number or a note.")
        return cleaned

    def _given(self, key: str, informants: int | None = None) -> Given:
        rating = self.cleaned_data.get(name_of("rating", key)) or ""
        evidence = self.cleaned_data.get(name_of("evidence", key)) or ""
        value = None if rating in ("", AGREED_BLANK) else int(rating)
        return Given(key, value, evidence, informants if value is not None else None)


class RoundForm(_Ratings):
    """A whole round: what the mission chose first, everything else behind it."""

    choices = [("", f"{NOT_KNOWN} (left blank, which is not 0)"), *RATINGS]
    informants = forms.IntegerField(
        label="How many people do your ratings rest on?",
        required=False,
        min_value=1,
        max_value=MOST_INFORMANTS,
        help_text="Those you spoke with or heard from. Leave it blank if you did not count.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "nhsuk-input--width-4"}),
        error_messages={
            "invalid": "Enter how many people, as a whole number.",
            "min_value": "Enter 1 or more people, or leave it blank.",
            "max_value": f"Enter at most {MOST_INFORMANTS} people.",
        },
    )

    def __init__(self, *args: Any, held: Latest, **kwargs: Any) -> None:
        kwargs["initial"] = self._initial(held)
        super().__init__(*args, **kwargs)
        self._ask(constructs())

    @staticmethod
    def _initial(held: Latest) -> dict[str, Any]:
        known = [one.informants for one in held.values() if one.informants is not None]
        initial: dict[str, Any] = {"informants": max(known, default=None)}
        for key, row in held.items():
            initial[name_of("rating", key)] = "" if row.rating is None else str(row.rating)
            initial[name_of("evidence", key)] = row.evidence
        return initial

    def given(self) -> list[Given]:
        """Return every rating as it was left; what did not change is sorted out by the action."""
        return [self._given(key, self.cleaned_data.get("informants")) for key in self.keys]


class AgreeForm(_Ratings):
    """What two agree where they rated differently."""

    choices = [
        ("", "Not agreed yet"),
        *RATINGS,
        (AGREED_BLANK, "Agreed that it was not found out (blank, which is not 0)"),
    ]

    def __init__(self, *args: Any, now: Round, **kwargs: Any) -> None:
        initial: dict[str, Any] = {}
        for key in now.differing:
            stands = now.consensus.get(key)
            both = (now.first.get(key), now.second.get(key))
            said = [row.evidence for row in both if row is not None and row.evidence]
            initial[name_of("evidence", key)] = stands.evidence if stands else "\n".join(said)
            if stands is not None:
                blank = stands.rating is None
                initial[name_of("rating", key)] = AGREED_BLANK if blank else str(stands.rating)
        super().__init__(*args, **{"initial": initial, **kwargs})
        self._ask(now.differing)

    def given(self) -> list[Given]:
        """Return what was agreed; what is not agreed yet is left out."""
        return [
            self._given(key) for key in self.keys if self.cleaned_data.get(name_of("rating", key))
        ]
