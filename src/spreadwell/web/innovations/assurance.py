"""Assurance: what is held by section and tier, where it can be checked, and until when."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone

from spreadwell.domain.foundation.kept_files import FILE_KINDS, MOST_BYTES
from spreadwell.domain.foundation.refusals import allowed
from spreadwell.domain.innovations.assurance import Standing, standards_for, standing
from spreadwell.domain.innovations.assurance_actions import (
    add_proof,
    record_assurance,
    remove_proof,
)
from spreadwell.domain.innovations.models import AssuranceItem, AssuranceProof, Innovation
from spreadwell.domain.innovations.permissions import check_describe
from spreadwell.domain.people.viewer import Viewer

from ..asking import Question, ask
from ..downloads import kept_file
from ..formkit import DayField, LongText, PageForm, Pick, choices_of
from ..middleware import PageRequest
from ..pages import find, render
from .here import crumbs_of, one_innovation, trail

MEGABYTES = MOST_BYTES // 1024 // 1024


@dataclass(frozen=True, slots=True)
class Line:
    """One assurance on the page: what it is, how it stands, its proofs; no item where untold."""

    name: str
    framework: str
    section: str
    item: AssuranceItem | None
    standing: Standing
    proofs: tuple[AssuranceProof, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """One framework with its lines, and for NICE the standards that apply to the tier."""

    name: str
    lines: tuple[Line, ...]
    tier: str = ""
    standards: tuple[tuple[int, str], ...] = ()


UNTOLD = Standing("Nothing told yet", "grey")


class TellForm(PageForm):
    """One assurance."""

    framework = Pick(label="Which assurance?", choices=choices_of(AssuranceItem, "framework"))
    section = forms.ChoiceField(
        label="Which section of DTAC?", required=False,
        choices=[("", "The whole, or not DTAC"), *choices_of(AssuranceItem, "section")],
    )  # fmt: skip
    tier = Pick(
        label="Which NICE evidence standards tier?", required=False,
        choices=[
            ("", "Not the NICE evidence standards"),
            ("A", "Tier A: releases cost or staff time"),
            ("B", "Tier B: helps people with their own health"),
            ("C", "Tier C: treats, diagnoses or guides care"),
        ],
    )  # fmt: skip
    status = Pick(label="How does it stand?", choices=choices_of(AssuranceItem, "status"))
    detail = forms.CharField(label="A few words about it", max_length=200, required=False)
    expires_on = DayField(label="Until which day does it hold?", required=False)


class ProofForm(PageForm):
    """Where an assurance can be checked."""

    reference = forms.CharField(
        label="Reference or link", max_length=400, required=False,
        help_text="Such as a certificate's number and where it is kept.",
    )  # fmt: skip
    file = forms.FileField(
        label="File",
        required=False,
        help_text=f"At most {MEGABYTES} MB: {', '.join(FILE_KINDS)}. Nothing about patients.",
    )

    def clean(self) -> dict[str, Any]:
        """Read the file as the action takes it."""
        given = super().clean() or {}
        sent: UploadedFile[Any] | None = given.pop("file", None)
        # One byte more than is kept, so that the action can refuse it by its size.
        given["file_name"] = str(sent.name) if sent else ""
        given["content"] = sent.read(MOST_BYTES + 1) if sent else b""
        return given


class RemoveForm(PageForm):
    """Why a proof is taken away."""

    reason = LongText(label="Why is it taken away?", rows=2)


def lines_of(viewer: Viewer, innovation: Innovation, today: date) -> list[Part]:
    """Return what is told of each framework, with what nobody has told of yet."""
    rows: QuerySet[AssuranceItem] = AssuranceItem.objects.visible_to(viewer)
    items = list(rows.filter(innovation=innovation))
    kept: dict[int, list[AssuranceProof]] = {}
    proofs: QuerySet[AssuranceProof] = AssuranceProof.objects.visible_to(viewer)
    for proof in proofs.filter(item__in=items).defer("content").select_related("added_by"):
        kept.setdefault(proof.item_id, []).append(proof)
    told = {(one.framework, one.section): one for one in items}

    def line(framework: str, section: str, name: str) -> Line:
        item = told.get((framework, section))
        if item is None:
            return Line(name, framework, section, None, UNTOLD)
        own = tuple(kept.get(item.pk, ()))
        return Line(name, framework, section, item, standing(item, today, proofs=len(own)), own)

    parts = []
    for framework, label in choices_of(AssuranceItem, "framework"):
        lines = [line(framework, "", label)]
        if framework == "dtac":
            sections = [
                line(framework, section, f"{section}, {name.lower()}")
                for section, name in choices_of(AssuranceItem, "section")
            ]
            whole = lines[0]
            # Where the whole was told and no section was, the sections add nothing.
            any_section = any(one.item for one in sections)
            lines = ([whole] if whole.item else []) + (
                sections if any_section or not whole.item else []
            )
        tier = told[framework, ""].tier if (framework, "") in told else ""
        standards = standards_for(tier) if tier else ()
        parts.append(Part(label, tuple(lines), tier, standards))
    return parts


def assurance(request: PageRequest, slug: str) -> HttpResponse:
    """Show what the innovation holds, and what nobody has told of yet."""
    innovation = one_innovation(request, slug)
    today = timezone.localdate()
    parts = lines_of(request.viewer, innovation, today)
    every = [line for part in parts for line in part.lines]
    context = {
        "innovation": innovation,
        "crumbs": trail(innovation),
        "parts": parts,
        "sees": bool(request.viewer.reaches("AssuranceItem")),
        "expired": [one for one in every if one.standing.colour == "red"],
        "unproven": [one for one in every if one.standing.words == "Said to be held"],
        "may": not allowed(check_describe, request.viewer, innovation),
        "today": today,
    }
    return render(request, "innovations/assurance.jinja", context)


def _here(innovation: Innovation) -> str:
    return reverse("innovations:assurance", args=[innovation.slug])


def tell(request: PageRequest, slug: str) -> HttpResponse:
    """Tell how one assurance stands; what stood before replaces nothing but itself."""
    innovation = one_innovation(request, slug)
    framework, section = request.GET.get("framework", ""), request.GET.get("section", "")
    rows = AssuranceItem.objects.visible_to(request.viewer).filter(innovation=innovation)
    before = rows.filter(framework=framework, section=section).first()
    initial: dict[str, Any] = {"framework": framework, "section": section}
    if before is not None:
        fields = ("tier", "status", "detail", "expires_on")
        initial |= {name: getattr(before, name) for name in fields}
    return ask(
        request,
        Question(
            "Tell how an assurance stands",
            "Save",
            "Saved. Next: say where it can be checked.",
            [*crumbs_of(innovation), ("Assurance", _here(innovation))],
            "What is told again replaces what stood before; the history keeps both.",
        ),
        TellForm(request.POST or None, initial=initial),
        record_assurance,
        _here(innovation),
        reason=allowed(check_describe, request.viewer, innovation),
        innovation=innovation,
    )


def prove(request: PageRequest, pk: int) -> HttpResponse:
    """Add a proof to an assurance."""
    rows = AssuranceItem.objects.visible_to(request.viewer).select_related("innovation__mission")
    item = find(rows, pk=pk)
    innovation = item.innovation
    return ask(
        request,
        Question(
            f"Where can it be checked? {item.get_framework_display()}",
            "Add this proof",
            "Added.",
            [*crumbs_of(innovation), ("Assurance", _here(innovation))],
            extra={"upload": True},
        ),
        ProofForm(request.POST, request.FILES) if request.method == "POST" else ProofForm(),
        add_proof,
        _here(innovation),
        reason=allowed(check_describe, request.viewer, innovation),
        item=item,
    )


def _proof(request: PageRequest, pk: int) -> AssuranceProof:
    rows = AssuranceProof.objects.visible_to(request.viewer)
    return find(rows.select_related("item__innovation__mission"), pk=pk)


def proof_file(request: PageRequest, pk: int) -> HttpResponse:
    """Give a proof's file to keep; no browser is to open or guess what somebody sent here."""
    proof = _proof(request, pk)
    if not proof.file_name:
        raise Http404("This proof has no file.")
    return kept_file(bytes(proof.content), proof.file_name)


def remove(request: PageRequest, pk: int) -> HttpResponse:
    """Take a proof away."""
    proof = _proof(request, pk)
    innovation = proof.item.innovation
    return ask(
        request,
        Question(
            "Take a proof away",
            "Take it away",
            "Taken away.",
            [*crumbs_of(innovation), ("Assurance", _here(innovation))],
            str(proof),
            "It is deleted, its file as well. That it was here, and why it went, stays in the "
            "history.",
        ),
        RemoveForm(request.POST or None),
        remove_proof,
        _here(innovation),
        reason=allowed(check_describe, request.viewer, innovation),
        proof=proof,
    )
