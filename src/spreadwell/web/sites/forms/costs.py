"""What a quarter cost: two numbers, and kinds for those who want them."""

from decimal import Decimal
from typing import Any

from django import forms

from spreadwell.domain.sites.costs import KINDS, Kinds
from spreadwell.domain.sites.models import SiteCost

from ...formkit import PageForm

ASKED = {"cost": "Pounds", "hours": "Hours"}


class Amount(forms.DecimalField):
    """An amount that is not below nought, typed as people write it: commas and £ are left out."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"inputmode": "decimal", "class": "nhsuk-input--width-10"}
        super().__init__(
            required=False,
            min_value=0,
            widget=forms.TextInput(attrs=attrs),
            error_messages={
                "invalid": "Enter a number, for example 1250 or 37.5.",
                "min_value": "Enter 0 or more.",
                "max_decimal_places": "Give pounds and pence, or hours and tenths.",
            },
            **kwargs,
        )

    def to_python(self, value: Any) -> Any:
        """Read the number without signs of money and thousands."""
        text = "" if value is None else str(value)
        return super().to_python(text.replace("£", "").replace(",", "").strip())


class CostForm(PageForm):
    """Two numbers, or the answer that they are not known."""

    cost = Amount(
        label="What did it cost, without staff?", max_digits=12, decimal_places=2,
        help_text="In pounds: equipment, licences, training, travel. 0 means that nothing was "
        "spent.",
    )  # fmt: skip
    hours = Amount(
        label="How many staff hours did it take?", max_digits=9, decimal_places=1,
        help_text="All who worked on bringing it in, without the care that it is made of.",
    )  # fmt: skip
    not_known = forms.BooleanField(
        label="We do not know", required=False,
        help_text="That is an answer too: nobody asks again for this quarter.",
    )  # fmt: skip

    def __init__(self, *args: Any, held: SiteCost | None, **kwargs: Any) -> None:
        initial: dict[str, Any] = {}
        if held is not None:
            unknown = held.cost is None and held.hours is None
            initial = {"cost": held.cost, "hours": held.hours, "not_known": unknown}
            for kind, parts in held.by_kind.items():
                initial |= {f"{kind}_{part}": value for part, value in parts.items()}
        super().__init__(*args, **{"initial": initial, **kwargs})
        for kind, (words, parts) in KINDS.items():
            for part in parts:
                self.fields[f"{kind}_{part}"] = Amount(
                    label=f"{words}: {ASKED[part].lower()}",
                    max_digits=12 if part == "cost" else 9,
                    decimal_places=2 if part == "cost" else 1,
                )

    def clean(self) -> dict[str, Any]:
        """Ask for a number, or for the answer that none is known."""
        cleaned = super().clean() or {}
        numbers = [cleaned.get("cost"), cleaned.get("hours"), *self._kinds(cleaned)]
        told = any(number is not None for number in numbers)
        if not self.errors and not told and not cleaned.get("not_known"):
            self.add_error("cost", "Enter a number, or tick that you do not know.")
        if told and cleaned.get("not_known"):
            self.add_error("not_known", "Either give numbers or tick that you do not know.")
        return cleaned

    def _kinds(self, cleaned: dict[str, Any]) -> list[Decimal | None]:
        return [cleaned.get(f"{kind}_{part}") for kind in KINDS for part in KINDS[kind][1]]

    def given(self) -> dict[str, Any]:
        """Return what the action takes."""
        by_kind: Kinds = {
            kind: told
            for kind, (_, parts) in KINDS.items()
            if (
                told := {
                    part: value
                    for part in parts
                    if (value := self.cleaned_data.get(f"{kind}_{part}")) is not None
                }
            )
        }
        kept = {name: self.cleaned_data.get(name) for name in ("cost", "hours")}
        return kept | {"by_kind": by_kind}
