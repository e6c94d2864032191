"""Defining a local measure on a page, and changing it: asked, seen as a file, then kept."""

from typing import Any

import yaml
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from spreadwell.domain.foundation.refusals import Refusal
from spreadwell.domain.measures.definitions import change_here, define_here, free_id
from spreadwell.domain.measures.models import Measure
from spreadwell.domain.measures.permissions import check_define_here
from spreadwell.domain.measures.versions import FieldChange, changes_between
from spreadwell.formats.measure_words import explained
from spreadwell.formats.measure_yaml import definition_yaml
from spreadwell.formats.measures import MeasureDefinition, parse_definition
from spreadwell.formats.problems import FileProblem

from ..middleware import PageRequest
from ..pages import attempt, guard, render
from .local_forms import MeasureForm, answers_of, content_of, field_of
from .views import measure_of

KEEP = "keep"
BACK = "back"


def define(request: PageRequest) -> HttpResponse:
    """Ask what a new measure is, show it as a file and in words, and keep it."""
    guard(check_define_here, request.viewer)
    return _asked(request, None)


def change(request: PageRequest, slug: str) -> HttpResponse:
    """Change a local measure: the same questions, what would change, and a new version."""
    measure = measure_of(request, slug)
    guard(check_define_here, request.viewer, measure)
    return _asked(request, measure)


def _asked(request: PageRequest, measure: Measure | None) -> HttpResponse:
    before = measure.definition if measure else {}
    if request.method != "POST":
        initial = answers_of(before) if before else None
        return _page(request, MeasureForm(initial=initial), measure)
    form = MeasureForm(request.POST)
    definition = _read(request, form, measure) if form.is_valid() else None
    if definition is None or BACK in request.POST:
        return _page(request, form, measure, again=definition is None)
    if KEEP in request.POST:
        kept = _keep(request, form, definition, measure)
        if kept is not None:
            return redirect("measures:definition", kept.slug)
        return _page(request, form, measure, again=True)
    content = definition.content()
    context = {
        "measure": measure,
        "form": form,
        "answers": _as_sent(form),
        "yaml": definition_yaml(definition),
        "explained": explained(content),
        "changes": _changes(before, content) if measure else (),
        "back": _back(measure),
    }
    return render(request, "measures/preview.jinja", context)


def _as_sent(form: MeasureForm) -> list[tuple[str, str]]:
    """The answers as hidden fields, so that the next step holds what was seen."""
    found: list[tuple[str, str]] = []
    for name in form.fields:
        for value in form.data.getlist(name):  # type: ignore[attr-defined]
            found.append((name, value))
    return found


def _changes(before: dict[str, Any], content: dict[str, Any]) -> tuple[FieldChange, ...]:
    return changes_between(before, content)


def _read(
    request: PageRequest, form: MeasureForm, measure: Measure | None
) -> MeasureDefinition | None:
    """Read the answers as a definition, by the validator of files; its words become errors."""
    given = form.cleaned_data
    slug = measure.slug if measure else free_id(given["name"])
    author = str(measure.definition.get("author", "")) if measure else ""
    names = MeasureDefinition.model_fields
    answers = {name: given[name] for name in form.fields if name in names or name == "targets"}
    content = content_of(answers, slug=slug, author=author or str(request.viewer.person))
    if measure:
        content = _kept(measure.definition) | content
    text = yaml.safe_dump(content, allow_unicode=True, sort_keys=False)
    try:
        return parse_definition(text, name="this measure")
    except FileProblem as problem:
        for one in problem.problems:
            field = field_of(one.column or "")
            said = one.message if one.message.endswith((".", "?")) else f"{one.message}."
            form.add_error(field or None, f"{said[:1].upper()}{said[1:]}")
        return None


def _kept(content: dict[str, Any]) -> dict[str, Any]:
    """What a definition says that the form does not ask."""
    return {
        name: value
        for name, value in content.items()
        if name not in (*MeasureForm.base_fields, "target", "per") and value not in (None, [])
    }


def _keep(
    request: PageRequest, form: MeasureForm, definition: MeasureDefinition, measure: Measure | None
) -> Measure | None:
    try:
        if measure is None:
            return attempt(request, "The measure is defined.", define_here, form,
                           definition=definition)  # fmt: skip
        return attempt(
            request, "There is a new version.", change_here, form,
            measure=measure, definition=definition,
        )  # fmt: skip
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return None


def _page(
    request: PageRequest, form: MeasureForm, measure: Measure | None, *, again: bool = False
) -> HttpResponse:
    context = {"form": form, "measure": measure, "back": _back(measure)}
    return render(request, "measures/local.jinja", context, 422 if again else 200)


def _back(measure: Measure | None) -> str:
    return (
        reverse("measures:definition", args=[measure.slug]) if measure else reverse("measures:list")
    )
