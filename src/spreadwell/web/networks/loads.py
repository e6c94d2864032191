"""Files of organisations on a page: checked, shown as changes, then accepted; and what was."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from spreadwell.domain.audit.queries import history_of
from spreadwell.domain.foundation.refusals import allowed
from spreadwell.domain.networks.loading import in_words
from spreadwell.domain.networks.models import OrganisationLoad
from spreadwell.domain.networks.permissions import check_keep_organisations, check_see_loads
from spreadwell.exchange.organisations import FilesProblem, Loaded, load_files
from spreadwell.exchange.organisations.waiting import drop_waiting, keep_waiting, take_waiting
from spreadwell.formats.problems import FileProblem
from spreadwell.formats.tables import MAX_FILE_BYTES

from ..formkit import DayField, PageForm
from ..measures.forms import FilesField, Uploaded
from ..middleware import PageRequest
from ..pages import guard, render

SHOWN = 40
"""So many changed fields, new names and problems are shown; the rest are counted."""

WEIGHTY = ("code", "closed", "name", "opened", "kind", "borough")
"""What people look for first; memberships come next, then what else the files say."""

LOADS = 30


class LoadForm(PageForm):
    """Files, of which part, and from when."""

    chosen = FilesField(
        label="Files",
        help_text="ODS files of practices, trusts or PCNs, answers of the ODS API saved as JSON, "
        "or the template. CSV, Excel or JSON; several are read as one set.",
        error_messages={"required": "Choose a file.", "empty": "The file is empty."},
    )
    icb = forms.CharField(
        label="Only one integrated care board", max_length=12, required=False,
        help_text="Its code, such as QRV. Blank means everything in the files.",
    )  # fmt: skip
    on = DayField(
        label="From which day do changes count that carry no day?", required=False,
        help_text="Such as a new name. Blank means today.",
    )  # fmt: skip


def load(request: PageRequest) -> HttpResponse:
    """Take files, show what they would change, and load them once that is accepted."""
    guard(check_keep_organisations, request.viewer)
    person = request.viewer.person
    assert person is not None
    if request.method == "POST" and "word" in request.POST:
        return _accept(request, person.pk)
    form = LoadForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        try:
            files = _contents(cast(list[Uploaded], form.cleaned_data["chosen"]))
            loaded = _load(request, files, form.cleaned_data, dry_run=True)
        except FilesProblem as found:
            context |= _problems(found)
        else:
            given = form.cleaned_data
            context |= _changes(loaded) | {
                "word": keep_waiting(_folder(), person.pk, files),
                "icb": given["icb"],
                "on": given["on"].isoformat() if given["on"] else "",
            }
    status = 422 if context.get("problems") else 200
    return render(request, "networks/load.jinja", context, status=status)


def _accept(request: PageRequest, owner: int) -> HttpResponse:
    """Load what was shown, unless it was discarded or is no longer there."""
    word = request.POST["word"]
    files = take_waiting(_folder(), owner, word)
    if "discard" in request.POST:
        drop_waiting(_folder(), owner, word)
        messages.success(request, "Discarded. Nothing was stored.")
        return redirect("networks:load")
    if not files:
        messages.error(request, "These files are no longer here. Choose them again.")
        return redirect("networks:load")
    try:
        on = forms.DateField(required=False).clean(request.POST.get("on", ""))
    except forms.ValidationError:
        messages.error(request, "The day of these files cannot be read. Choose them again.")
        return redirect("networks:load")
    given = {"icb": request.POST.get("icb", ""), "on": on}
    try:
        loaded = _load(request, files, given, dry_run=False)
    except FilesProblem as found:
        context = {"form": LoadForm(), **_problems(found)}
        return render(request, "networks/load.jinja", context, status=422)
    drop_waiting(_folder(), owner, word)
    if loaded.load is None:
        messages.info(request, "Everything in these files is known already.")
    else:
        messages.success(request, f"Loaded {in_words(loaded.counts)}.")
    return redirect("networks:loads")


def _load(
    request: PageRequest,
    files: Sequence[tuple[str, bytes]],
    given: dict[str, Any],
    *,
    dry_run: bool,
) -> Loaded:
    return load_files(
        files,
        by=request.viewer.person,
        day=given["on"] or timezone.localdate(),
        icb=given["icb"],
        dry_run=dry_run,
    )


def _folder() -> Any:
    return settings.DATA_DIR / "waiting"


def _contents(files: Sequence[Uploaded]) -> list[tuple[str, bytes]]:
    """Read the files; one that is too large is told by its size alone."""
    large = [one for one in files if (one.size or 0) > MAX_FILE_BYTES]
    if large:
        limit = f"over the limit of {MAX_FILE_BYTES / 2**20:,.0f} MB; use the command line"
        raise FilesProblem([FileProblem.whole(str(one.name), f"it is {limit}") for one in large])
    return [(str(one.name), one.read()) for one in files]


def _problems(found: FilesProblem) -> dict[str, Any]:
    told = [
        (problem.name, sentence)
        for problem in found.problems
        for sentence in problem.sentences(SHOWN)
    ]
    return {"problems": told[:SHOWN], "more": max(len(told) - SHOWN, 0)}


def _weight(change: dict[str, Any]) -> int:
    """Say how early a changed field is shown."""
    if change["field"] in WEIGHTY:
        return WEIGHTY.index(change["field"])
    return len(WEIGHTY) + (" " not in change["field"])


def _changes(loaded: Loaded) -> dict[str, Any]:
    counts = {key: many for key, many in loaded.counts.items() if many}
    nothing = not counts.keys() - {"same", "edges_same"}
    return {
        "loaded": loaded,
        "words": in_words(counts),
        "nothing": nothing,
        "new": loaded.new[:SHOWN],
        "more_new": max(len(loaded.new) - SHOWN, 0),
        "changed": sorted(loaded.changed, key=_weight)[:SHOWN],
        "more_changed": max(len(loaded.changed) - SHOWN, 0),
    }


def load_list(request: PageRequest) -> HttpResponse:
    """Show the loads of organisation files, the latest first, with what each changed."""
    guard(check_see_loads, request.viewer)
    rows = OrganisationLoad.objects.visible_to(request.viewer).select_related("by")[:LOADS]
    loads = []
    for one in rows:
        event = history_of(one).first()
        changed = sorted(event.detail.get("changed", []) if event else [], key=_weight)
        loads.append((one, in_words(one.counts), changed[:SHOWN], max(len(changed) - SHOWN, 0)))
    context = {"loads": loads, "no_load": allowed(check_keep_organisations, request.viewer)}
    return render(request, "networks/loads.jinja", context)
