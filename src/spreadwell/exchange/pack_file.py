"""The pack as a file: its fields, its zip, its checksums; nothing here touches the store."""

import hashlib
import io
import json
import zipfile
from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

FORMAT = "spreadwell-pack"
FORMAT_VERSION = 1
CONTENT, README, CHECKSUMS = "pack.json", "README.txt", "checksums.txt"
MAX_FILE_BYTES = 10 * 2**20
"""Packs are text and a few drawings; anything larger is not one."""
MAX_UNPACKED_BYTES = 40 * 2**20
MAX_MEMBERS = 50
INVENTED = "INVENTED EXAMPLE DATA: nothing here happened."
# Zips carry times; a fixed one makes the same pack the same bytes.
_MOMENT = (1980, 1, 1, 0, 0, 0)

Text = Annotated[str, Field(max_length=20_000)]
Short = Annotated[str, Field(min_length=1, max_length=160)]


class Part(BaseModel):
    """Every part of a pack refuses what it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class PackInnovation(Part):
    """What it is."""

    name: Short
    sentence: Annotated[str, Field(min_length=1, max_length=20_000)]
    version: Annotated[int, Field(ge=1)]
    tidier: dict[str, Text]
    logic_model: Text = ""  # both as the outlines that people write
    driver_diagram: Text = ""
    origin: Literal["recorded", "published", "invented"]
    source: Text = ""


class PackComponent(Part):
    """A part that must stay (core) or may change (adaptable)."""

    name: Short
    kind: Literal["core", "adaptable"]
    description: Text = ""


class PackCondition(Part):
    """A condition as a site rated and shared it."""

    framework: Text
    condition: Text
    site: Text
    rating: Annotated[int, Field(ge=-2, le=2)] | None
    evidence: Text


class PackEffect(Part):
    """What it changed on one measure, as a sentence and in numbers."""

    measure: Text
    unit: Text
    sentence: Text
    grade: Text
    estimate: float | None
    low: float | None
    high: float | None


class PackAdaptation(Part):
    """A change at a site that was taken up."""

    what: Text
    why: Text
    component: Text = ""


class PackLesson(Part):
    """Something learnt."""

    text: Annotated[str, Field(min_length=1, max_length=20_000)]
    about: Literal["worked", "not", "condition", "stopped"]
    learnt_on: date
    site: Text = ""


class PackClaim(Part):
    """A sentence somebody may repeat, with what is known of it."""

    sentence: Text
    numerator: float | None
    denominator: float | None
    period: Text
    place: Text
    comparator: Text
    method: Text
    grade: Text
    source: Text
    external: bool


class PackMeasure(Part):
    """A measure, and its link to the aim it was chosen for."""

    slug: Short
    name: Text
    unit: Text
    link: Text


class PackContent(Part):
    """Everything in a pack; costs are a list so that a system without them says so by none."""

    format: Literal["spreadwell-pack"]
    format_version: Literal[1]
    made_on: date
    made_by: Text
    innovation: PackInnovation
    components: list[PackComponent]
    measures: list[PackMeasure]
    conditions: list[PackCondition]
    effects: list[PackEffect]
    costs: list[Text]
    adaptations: list[PackAdaptation]
    lessons: list[PackLesson]
    claims: list[PackClaim]


class PackProblem(Exception):
    """A file is no pack, or a damaged one; `str()` is the sentence to show."""


def content_bytes(content: PackContent) -> bytes:
    """Return the pack's content as it is written and fingerprinted: one way only."""
    data = content.model_dump(mode="json")
    return json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True).encode()


def fingerprint(data: bytes) -> str:
    """Return the SHA-256 of some bytes."""
    return hashlib.sha256(data).hexdigest()


def write_pack(content: PackContent, pictures: dict[str, bytes]) -> bytes:
    """Return the pack as one zip: pack.json, README.txt, pictures as SVG, checksums."""
    files = {CONTENT: content_bytes(content), README: _readme(content).encode()}
    files |= {f"pictures/{name}.svg": data for name, data in pictures.items()}
    sums = "".join(f"{fingerprint(data)}  {name}\n" for name, data in sorted(files.items()))
    files[CHECKSUMS] = sums.encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, data in sorted(files.items()):
            entry = zipfile.ZipInfo(name, _MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            bundle.writestr(entry, data)
    return out.getvalue()


def read_pack(data: bytes) -> PackContent:
    """Read a pack and check it whole; PackProblem with one sentence where it is not one."""
    if len(data) > MAX_FILE_BYTES:
        raise PackProblem(f"The file is larger than {MAX_FILE_BYTES // 2**20} MB; it is no pack.")
    files = _unzip(data)
    if CONTENT not in files or CHECKSUMS not in files:
        raise PackProblem("This is a zip file but not a pack: it holds no pack.json.")
    _check_sums(files)
    try:
        told = json.loads(files[CONTENT])
    except (ValueError, RecursionError):
        raise PackProblem("The pack is damaged: its pack.json cannot be read.") from None
    if not isinstance(told, dict) or told.get("format") != FORMAT:
        raise PackProblem("This file comes from another program; it is not a Spreadwell pack.")
    if told.get("format_version") != FORMAT_VERSION:
        raise PackProblem(
            f"This pack is of format {told.get('format_version')}; this system reads format "
            f"{FORMAT_VERSION}."
        )
    try:
        return PackContent.model_validate(told)
    except ValidationError as error:
        first = error.errors()[0]
        where = ", ".join(str(part) for part in first["loc"])
        raise PackProblem(f"The pack is damaged at “{where}”: {first['msg']}.") from None


def _unzip(data: bytes) -> dict[str, bytes]:
    """Return the files of a zip, within limits; nothing is written to disk."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as bundle:
            entries = bundle.infolist()
            total = sum(entry.file_size for entry in entries)
            if len(entries) > MAX_MEMBERS or total > MAX_UNPACKED_BYTES:
                raise PackProblem("The file unpacks to more than a pack ever holds.")
            names = [entry.filename for entry in entries]
            if len(set(names)) != len(names):
                raise PackProblem("The pack is damaged: it holds one file twice.")
            return {entry.filename: bundle.read(entry) for entry in entries}
    except PackProblem:
        raise
    except Exception:
        # A broken archive fails in many ways, those of the compression's own library among them;
        # to whoever brought the file they are one: it cannot be opened.
        raise PackProblem("This file is damaged or is not a pack: it cannot be unpacked.") from None


def _check_sums(files: dict[str, bytes]) -> None:
    """Raise unless every file is the one that was packed, and none was added."""
    told: dict[str, str] = {}
    for line in files[CHECKSUMS].decode("utf-8", "replace").splitlines():
        digest, _, name = line.partition("  ")
        told[name] = digest
    given = {name for name in files if name != CHECKSUMS}
    for name in sorted(given | set(told)):
        if name not in given:
            raise PackProblem(f"The pack is damaged: {name} is missing.")
        if told.get(name) != fingerprint(files[name]):
            raise PackProblem(f"The pack is damaged: {name} is not as it was packed.")


def _readme(content: PackContent) -> str:
    """Say in plain words what the pack holds."""
    one = content.innovation
    lines = [
        f"{one.name}, version {one.version}",
        one.sentence,
        "",
        *(
            ["INVENTED EXAMPLE DATA: nothing here happened.", ""]
            if one.origin == "invented"
            else []
        ),
        "Must stay: " + ("; ".join(c.name for c in content.components if c.kind == "core") or "-"),
        "May be adapted: "
        + ("; ".join(c.name for c in content.components if c.kind == "adaptable") or "-"),
        "",
        "What it changed:",
        *([f"- {effect.sentence}" for effect in content.effects] or ["- not known yet"]),
        "",
        "What was learnt:",
        *([f"- {lesson.text}" for lesson in content.lessons] or ["- nothing noted yet"]),
        "",
        "pack.json holds all of it for other systems, pictures/ the drawings, checksums.txt the",
        "SHA-256 of each file.",
        f"Made on {content.made_on} by {content.made_by}.",
    ]
    return "\n".join(lines) + "\n"
