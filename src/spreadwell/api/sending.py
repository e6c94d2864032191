"""Sending readings: checked, or stored at once, all or none; the same twice changes nothing."""

import csv
import hashlib
import io
import json
from dataclasses import dataclass
from typing import Annotated, Any

from django.db import transaction
from django.http import HttpRequest
from ninja import Header, Schema
from ninja.responses import Status
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from spreadwell.domain.measures.models import Submission
from spreadwell.domain.measures.permissions import check_send
from spreadwell.domain.people.models import AccessToken, Person
from spreadwell.exchange.submissions import (
    Checked,
    accept_submission,
    check_submission,
    preview_submission,
)
from spreadwell.formats.notes import LONGEST_NOTE, problem_in_note
from spreadwell.formats.tables import MAX_FILE_BYTES

from .errors import FAILURES, Problem, Wrong, problem_of
from .readings import router
from .signing_in import token_on, viewer_on

Cell = str | int | float | None
MOST_ROWS = 100_000


class Row(BaseModel):
    """One measure at one site in one period: numerator and denominator, or a value."""

    model_config = ConfigDict(extra="allow")

    measure: str
    site: str
    period: str | int
    numerator: Cell = None
    denominator: Cell = None
    value: Cell = None


class Rows(BaseModel):
    """Readings as rows of JSON; a row may hold sd and n, and one column of a stratum."""

    model_config = ConfigDict(extra="forbid")

    rows: Annotated[list[Row], Field(min_length=1, max_length=MOST_ROWS)]
    note: str = Field(
        "",
        max_length=LONGEST_NOTE,
        description="anything to know about these numbers; it is shown on their charts",
    )


class Taken(Schema):
    """What readings bring, or brought."""

    stored: bool = Field(description="whether anything was stored now")
    new: int
    corrected: int
    same: int
    submission: int | None = Field(description="what the store knows it by; null for a check")
    said: str


BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {"schema": Rows.model_json_schema()},
            "text/csv": {"schema": {"type": "string"}},
            "application/fhir+json": {"schema": {"type": "object"}},
            "application/fhir+ndjson": {"schema": {"type": "string"}},
        },
    }
}
KINDS = tuple(BODY["requestBody"]["content"])
Key = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        max_length=100,
        pattern=r"^[A-Za-z0-9._:-]*$",
        description="names this sending: the same key with the same body is answered as before",
    ),
]
SAME_KEY = (
    "This Idempotency-Key came before with other readings. Use a key of its own for each sending."
)
WITHDRAWN = (
    "What came under this Idempotency-Key was withdrawn since, so it is not stored again. To send "
    "it anew on purpose, use another key."
)


@dataclass(frozen=True, slots=True)
class Sent:
    """A body as the file it stands for; `less` is what the header takes from row numbers."""

    content: bytes
    less: int = 0
    ending: str = "csv"
    way: str = "api"
    note: str = ""


@router.post(
    "/readings/check",
    response={200: Taken, **FAILURES},
    summary="Check readings",
    openapi_extra=BODY,
)
def check(request: HttpRequest) -> dict[str, object]:
    """Say what readings would change, or everything that is wrong with them; nothing is kept."""
    check_send(viewer_on(request))
    token, sent = token_on(request), _sent(request)
    checked = preview_submission(by=token.person, content=sent.content, name=_name(token, sent))
    _refuse(checked, sent)
    return _taken(checked.changes, stored=False, submission=None)


@router.post(
    "/readings",
    response={200: Taken, 201: Taken, **FAILURES},
    summary="Send readings",
    openapi_extra=BODY,
)
def send(request: HttpRequest, idempotency_key: Key = "") -> Any:
    """Store readings, all or none. Sending the same twice changes nothing: it answers 200."""
    check_send(viewer_on(request))
    token, sent = token_on(request), _sent(request)
    name = _name(token, sent, idempotency_key)
    with transaction.atomic():
        # One sending of a person at a time, so that two tries of one cannot both store.
        person = Person.objects.select_for_update().get(pk=token.person_id)
        before = _before(person, name, sent) if idempotency_key else None
        if before is not None:
            return Status(200, _taken(before.changes, stored=False, submission=before.pk))
        checked = check_submission(
            by=person, content=sent.content, name=name, way=sent.way, note=sent.note
        )
        _refuse(checked, sent)
        if checked.submission is None:
            return Status(200, _taken(checked.changes, stored=False, submission=None))
        done = accept_submission(by=person, submission=checked.submission)
    return Status(201, _taken(done.changes, stored=True, submission=done.pk))


def _before(person: Person, name: str, sent: Sent) -> Submission | None:
    """What this key brought before, None where it is new.

    Refuses another body under it, and what was withdrawn: a program that tries again does not
    know that somebody took it back.
    """
    rows = Submission.objects.filter(
        sent_by=person, way=sent.way, file_name=name, state__in=("accepted", "withdrawn")
    )
    found: Submission | None = rows.order_by("-pk").first()
    if found is not None and found.sha256 != hashlib.sha256(sent.content).hexdigest():
        raise Wrong(409, SAME_KEY)
    if found is not None and found.state == "withdrawn":
        raise Wrong(409, WITHDRAWN)
    return found


def _name(token: AccessToken, sent: Sent, key: str = "") -> str:
    """What the submission is called: its program, and the key of the sending."""
    return f"{token.name[:80]}{f', {key}' if key else ''}.{sent.ending}"


def _sent(request: HttpRequest) -> Sent:
    """Read the body by its kind."""
    kind = (request.content_type or "").casefold()
    if kind not in KINDS:
        raise Wrong(415, f"Send {', '.join(KINDS[:-1])} or {KINDS[-1]}.")
    if len(request.body) > MAX_FILE_BYTES:
        raise Wrong(413, "The body is too large; send it in parts.")
    if kind == "application/json":
        return _rows(request.body)
    if kind == "text/csv":
        return Sent(request.body)
    return Sent(request.body, ending=kind.removeprefix("application/fhir+"), way="fhir")


def _rows(body: bytes) -> Sent:
    try:
        # Numbers stay as they were written: a code keeps its noughts, and 1e400 is no number.
        found = Rows.model_validate(json.loads(body, parse_constant=_no_number))
    except (ValueError, RecursionError) as error:
        raise Wrong(422, "The body is not rows of readings.", _said(error)) from None
    records = [{k: v for k, v in one if v is not None} for one in found.rows]
    header = list(dict.fromkeys(key for one in records for key in one))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([[_text(one.get(key)) for key in header] for one in records])
    note = found.note.replace("\x00", "").strip()
    about = problem_in_note(note)
    if about:
        told = Problem(row=None, column="note", message=about, value=None)
        raise Wrong(422, "The note was not taken, and nothing was stored.", [told])
    return Sent(out.getvalue().encode("utf-8", "replace"), 1, note=note)


def _no_number(text: str) -> float:
    raise ValueError(f"“{text}” is not a number")


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float):
        return f"{cell:.15g}"
    return str(cell).replace("\x00", "")


def _said(error: Exception) -> list[Problem]:
    if not isinstance(error, ValidationError):
        return [Problem(row=None, column=None, message=str(error)[:200], value=None)]
    told = []
    for one in error.errors()[:100]:
        place = [part for part in one["loc"] if part != "rows"]
        row = place[0] + 1 if place and isinstance(place[0], int) else None
        column = str(place[-1]) if place and (row is None or len(place) > 1) else None
        told.append(Problem(row=row, column=column, message=str(one["msg"]), value=None))
    return told


def _refuse(checked: Checked, sent: Sent) -> None:
    """Raise with every problem where there is one."""
    if not checked.ok:
        many = len(checked.problems) + checked.more
        raise Wrong(
            422,
            f"{many:,} {'problem' if many == 1 else 'problems'}, and nothing was stored.",
            [problem_of(one, less=sent.less) for one in checked.problems],
        )


def _taken(changes: dict[str, Any], *, stored: bool, submission: int | None) -> dict[str, object]:
    counts = {name: int(changes.get(name, 0)) for name in ("new", "corrected", "same")}
    done = "Stored" if stored else "Nothing was stored"
    if not stored and submission is not None:
        done = "Stored before under this key"
    if not stored and submission is None and (counts["new"] or counts["corrected"]):
        done = "Checked, and nothing is wrong; it would bring"
    words = f"{counts['new']:,} new, {counts['corrected']:,} corrected, {counts['same']:,} the same"
    return {"stored": stored, "submission": submission, "said": f"{done}: {words}.", **counts}
