"""One finding: its words, who spoke, the numbers it came from as they are today, its files."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.urls import reverse

from spreadwell.domain.audit.models import Event
from spreadwell.domain.audit.queries import history_of
from spreadwell.domain.discovery.evidence import (
    EvidenceRecord,
    FindingData,
    FindingFile,
    SafeguardingFlag,
)
from spreadwell.domain.discovery.keeping import (
    check_keep_files,
    check_take_away,
    keep_file,
    take_file_away,
)
from spreadwell.domain.discovery.models import Finding
from spreadwell.domain.discovery.permissions import check_safeguard
from spreadwell.domain.foundation.kept_files import FILE_KINDS, MOST_BYTES
from spreadwell.domain.foundation.refusals import allowed
from spreadwell.domain.learning.models import Notice
from spreadwell.domain.people.viewer import Viewer

from ..asking import Crumb, Question, ask
from ..downloads import kept_file
from ..formkit import LongText, PageForm
from ..middleware import PageRequest
from ..pages import find, render
from .from_data import drawn_today

MEGABYTES = MOST_BYTES // 1024 // 1024


class KeepForm(PageForm):
    """A file to be kept with a finding."""

    file = forms.FileField(
        label="The file", widget=forms.FileInput, allow_empty_file=True,
        help_text=f"At most {MEGABYTES} MB: {', '.join(FILE_KINDS)}.",
        error_messages={"required": "Choose a file."},
    )  # fmt: skip
    no_patient = forms.BooleanField(
        label="I looked at it: nothing in it points to a patient", required=False
    )

    def clean(self) -> dict[str, Any]:
        """Read the file as the action takes it."""
        given = super().clean() or {}
        sent: UploadedFile[Any] | None = given.pop("file", None)
        # One byte more than is kept, so that the action can refuse it by its size.
        given["file_name"] = str(sent.name) if sent else ""
        given["content"] = sent.read(MOST_BYTES + 1) if sent else b""
        return given


class TakeAwayForm(PageForm):
    """Why a file is taken away."""

    reason = LongText(label="Why is it taken away?", rows=2)


def _one(request: PageRequest, pk: int) -> Finding:
    rows = Finding.objects.visible_to(request.viewer).select_related("mission", "theme")
    return find(rows, pk=pk)


def _way(finding: Finding) -> list[Crumb]:
    return [
        ("Discovery", f"{reverse('discovery:list')}?mission={finding.mission.slug}"),
        ("Finding", reverse("discovery:finding", args=[finding.pk])),
    ]


def finding(request: PageRequest, pk: int) -> HttpResponse:
    """Show one finding with all that hangs on it."""
    viewer = request.viewer
    one = _one(request, pk)
    data = (
        FindingData.objects.visible_to(viewer)
        .filter(finding=one)
        .select_related("measure", "organisation")
        .first()
    )
    files = FindingFile.objects.visible_to(viewer).filter(finding=one).defer("content")
    context = {
        "finding": one,
        "record": EvidenceRecord.objects.visible_to(viewer).filter(finding=one).first(),
        "data": data,
        "drawn": drawn_today(viewer, data) if data else None,
        "files": [
            (file, not allowed(check_take_away, viewer, file))
            for file in files.select_related("finding__mission", "added_by")
        ],
        "no_files": allowed(check_keep_files, viewer, one),
        "notices": Notice.objects.visible_to(viewer)
        .filter(finding=one)
        .select_related("innovation"),
        "events": _history(viewer, one) if viewer.in_office else [],
        "known_as": one.contributor_label if one.consents_named or viewer.in_office else "",
    }
    return render(request, "discovery/finding.jinja", context)


def _history(viewer: Viewer, one: Finding) -> list[Event]:
    """What happened to it; how a worry was read is for those who answer worries."""
    flag = SafeguardingFlag.objects.visible_to(viewer).filter(finding=one).first()
    answers = flag is not None and not allowed(check_safeguard, viewer, flag)
    return [event for event in history_of(one) if answers or ".worry" not in event.verb]


def keep(request: PageRequest, pk: int) -> HttpResponse:
    """Keep a file with a finding."""
    one = _one(request, pk)
    question = Question(
        "Add a file to this finding", "Keep it", "Kept.", _way(one), f"“{one.text}”",
        "A photo of a flip chart or a report may show names. Nothing that points to a patient "
        "may be kept here.",
        extra={"upload": True},
    )  # fmt: skip
    form = KeepForm(request.POST, request.FILES) if request.method == "POST" else KeepForm()
    reason = allowed(check_keep_files, request.viewer, one)
    back = reverse("discovery:finding", args=[pk])
    return ask(request, question, form, keep_file, back, reason=reason, finding=one)


def _file(request: PageRequest, pk: int) -> FindingFile:
    rows = FindingFile.objects.visible_to(request.viewer)
    return find(rows.select_related("finding__mission"), pk=pk)


def file(request: PageRequest, pk: int) -> HttpResponse:
    """Give a file of a finding to keep."""
    one = _file(request, pk)
    return kept_file(bytes(one.content), one.name)


def take_away(request: PageRequest, pk: int) -> HttpResponse:
    """Take a file of a finding away."""
    one = _file(request, pk)
    question = Question(
        "Take a file away", "Take it away", "Taken away.", _way(one.finding), one.name,
        "It is deleted. That it was here, and why it went, stays in the history.",
    )  # fmt: skip
    reason = allowed(check_take_away, request.viewer, one)
    back = reverse("discovery:finding", args=[one.finding_id])
    form = TakeAwayForm(request.POST or None)
    return ask(request, question, form, take_file_away, back, reason=reason, file=one)
