"""Loading definitions of measures: files under review, added to, never edited."""

from collections.abc import Sequence
from typing import cast

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from spreadwell.domain.measures.definitions import load_definitions
from spreadwell.domain.measures.permissions import check_load_definitions
from spreadwell.formats.measures import (
    MAX_DEFINITION_BYTES,
    MeasureDefinition,
    parse_definition,
)
from spreadwell.formats.problems import FileProblem

from ..middleware import PageRequest
from ..pages import attempt, guard, render
from .forms import DefinitionsForm, Uploaded


def load(request: PageRequest) -> HttpResponse:
    """Take definitions, all or none, and lead to the measure."""
    guard(check_load_definitions, request.viewer)
    form = DefinitionsForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        definitions = _read(form)
        if definitions:
            loaded = attempt(request, "", load_definitions, form, definitions=definitions)
            if loaded is not None:
                return _told(request, [*loaded.new, *loaded.changed], loaded.same)
    return render(request, "measures/load.jinja", {"form": form})


def _told(request: PageRequest, kept: Sequence[str], same: Sequence[str]) -> HttpResponse:
    """Say what was loaded; one measure is shown, several are listed."""
    if kept:
        messages.success(request, f"Loaded: {', '.join(kept)}.")
    if same:
        messages.info(request, f"As it was: {', '.join(same)}.")
    together = [*kept, *same]
    if len(together) == 1:
        return redirect("measures:detail", together[0])
    return redirect("measures:list")


def _read(form: DefinitionsForm) -> list[MeasureDefinition]:
    """Read every file; every problem of all of them becomes an error of the form."""
    definitions: dict[str, MeasureDefinition] = {}
    for file in cast(list[Uploaded], form.cleaned_data["definitions"]):
        name = file.name or "the file"
        try:
            definition = parse_definition(_text(file, name), name=name)
            if definition.id in definitions:
                raise FileProblem.whole(name, f"“{definition.id}” is in another file too")
            definitions[definition.id] = definition
        except FileProblem as problem:
            for sentence in problem.sentences():
                form.add_error("definitions", f"{name}: {sentence}")
    return [] if form.errors else list(definitions.values())


def _text(file: Uploaded, name: str) -> str:
    if (file.size or 0) > MAX_DEFINITION_BYTES:
        raise FileProblem.whole(name, "the file is too large for a measure definition")
    try:
        return cast(bytes, file.read()).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FileProblem.whole(name, "the file is not UTF-8 text") from None
