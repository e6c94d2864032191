"""Readiness: all seven domains on one page."""

from collections.abc import Mapping
from typing import Any

from django import forms

from spreadwell.domain.sites.frameworks import readiness_domains
from spreadwell.domain.sites.models import ReadinessRating
from spreadwell.domain.sites.readiness import RATINGS

from ...formkit import DayField, LongText, PageForm

EXPLAINED = {
    "simple": "Simple: predictable",
    "complicated": "Complicated: many parts",
    "complex": "Complex: keeps changing",
}


class ReadinessForm(PageForm):
    """The seven domains as they stood last time; only what changed has to be touched."""

    on = DayField(label="As it stood on", required=False, help_text="Blank means today.")

    def __init__(self, *args: Any, held: Mapping[int, ReadinessRating], **kwargs: Any) -> None:
        initial: dict[str, Any] = {}
        for number, row in held.items():
            initial |= {f"rating_{number}": row.rating, f"note_{number}": row.note}
        super().__init__(*args, **{"initial": initial, **kwargs})
        asked: dict[str, forms.Field] = {}
        for one in readiness_domains():
            asked[f"rating_{one.number}"] = forms.ChoiceField(
                label="How is it here?",
                required=False,
                choices=[("", "Not rated yet"), *((key, EXPLAINED[key]) for key in RATINGS)],
            )
            asked[f"note_{one.number}"] = LongText(label="Why?", rows=2, required=False)
        self.fields = asked | self.fields

    def clean(self) -> dict[str, Any]:
        """Ask for the rating of each domain that has a note."""
        cleaned = super().clean() or {}
        for one in readiness_domains():
            note = str(cleaned.get(f"note_{one.number}") or "").strip()
            if note and not cleaned.get(f"rating_{one.number}"):
                self.add_error(f"rating_{one.number}", "Choose simple, complicated or complex.")
        return cleaned

    def given(self) -> dict[int, tuple[str, str]]:
        """Return domain → (rating, note) of what is rated."""
        return {
            one.number: (rating, self.cleaned_data.get(f"note_{one.number}") or "")
            for one in readiness_domains()
            if (rating := self.cleaned_data.get(f"rating_{one.number}"))
        }
