"""Django forms that draw themselves as components of the design system.

Templates call `{{ fields(form) }}` of `parts/form.jinja`; nothing here writes HTML.
"""

from typing import Any, ClassVar

from django import forms
from django.db.models import CharField, Model
from django.forms.boundfield import BoundField

from .patient_check import ASKED, TICK, AsksAboutPatients


class PageForm(AsksAboutPatients):
    """A form of a page: no colon after labels, errors in sentences, patients asked about."""

    use_required_attribute = False
    # What most people leave out stands behind one line, so that the first screen is short.
    later: ClassVar[tuple[str, ...]] = ()
    later_title: ClassVar[str] = "More, if it helps"
    # A sheet of many rows says once above them what may stay blank.
    marks_optional: ClassVar[bool] = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        for name, field in self.fields.items():
            if field.required and field.error_messages.get("required", "").startswith("This field"):
                label = str(field.label or name.replace("_", " ")).rstrip("?").lower()
                field.error_messages["required"] = f"Fill in: {label}."

    def at_once(self) -> list[BoundField]:
        """Return the fields that are asked first."""
        asked = (*self.later, TICK, ASKED)
        return [bound for bound in self if bound.name not in asked]

    def behind(self) -> list[BoundField]:
        """Return the fields that stand behind a line."""
        return [self[name] for name in self.later if name in self.fields]

    def is_opened(self) -> bool:
        """Tell whether something behind the line was filled in or is wrong."""
        return self.is_bound and any(bound.errors or bound.data for bound in self.behind())

    def error_list(self) -> list[dict[str, str]]:
        """Return the errors for the summary, each linking to its field."""
        found = [{"text": str(text)} for text in self.non_field_errors()]
        for bound in self:
            found += [{"text": str(t), "href": f"#{first_id(bound)}"} for t in bound.errors]
        return found


class DayField(forms.DateField):
    """A day, given with the browser's own picker."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        kwargs.setdefault(
            "error_messages", {"invalid": "Enter a real day, for example 2026-03-31."}
        )
        super().__init__(**kwargs)


class LongText(forms.CharField):
    """Free text of several lines."""

    def __init__(self, rows: int = 4, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(**kwargs)


class Pick(forms.ChoiceField):
    """One of a few, as radio buttons."""

    widget = forms.RadioSelect


class PickMany(forms.MultipleChoiceField):
    """Any of a few, as tick boxes."""

    widget = forms.CheckboxSelectMultiple


def choices_of(model: type[Model], field: str) -> list[tuple[str, str]]:
    """Return the choices of a model's field, as a form offers them."""
    found = model._meta.get_field(field)
    assert isinstance(found, CharField)
    return [(str(key), str(label)) for key, label in found.flatchoices]


def first_id(bound: BoundField) -> str:
    """Return the id of the field's first control, where the error summary leads."""
    many = isinstance(bound.field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple)
    return f"{bound.auto_id}_0" if many else str(bound.auto_id)
