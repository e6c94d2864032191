"""Measure definitions: small YAML files under review like code."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)
from pydantic_core import PydanticCustomError

from spreadwell.formats.measure_kinds import (
    ChartKind,
    DialectName,
    Direction,
    DisclosureProfile,
    MeasureKind,
    Stratifier,
    Supplier,
)
from spreadwell.formats.measure_lines import LineProblem, read_lines
from spreadwell.formats.measure_problems import in_line_order, told
from spreadwell.formats.periods import Period, PeriodKind
from spreadwell.formats.problems import FileProblem, RowProblem
from spreadwell.formats.reading_row import Statistic

__all__ = [
    "MAX_DEFINITION_BYTES",
    "ChartKind",
    "Direction",
    "MeasureDefinition",
    "MeasureKind",
    "Statistic",
    "Supplier",
    "check_together",
    "load_definition",
    "load_definitions",
    "parse_definition",
    "statistics_of",
]

MAX_DEFINITION_BYTES = 100_000
"""A definition is a page of text; anything larger is another file."""

DUE_DAYS = 14
"""When numbers are due whose definition does not say: ten working days, as monthly returns are."""

LONGEST_WAIT = 366
"""Numbers that are due more than a year after their period are due with the next one."""

MOST_PER = 1_000_000_000
"""Nothing is told out of more than a thousand million: rare events of the world are out of one."""

Line = Annotated[str, Field(min_length=1, max_length=300)]
Paragraph = Annotated[str, Field(min_length=1, max_length=3000)]


def _as_list(given: Any) -> Any:
    """One answer where several may be given."""
    return [given] if isinstance(given, str) else given


def _as_text(given: Any) -> Any:
    """A period that YAML reads as a number or a day."""
    return str(given) if isinstance(given, int | date) and not isinstance(given, bool) else given


def _whole(per: float) -> float:
    """What a ratio is shown out of; it stays a decimal, by which fingerprints were made."""
    if not (1 <= per <= MOST_PER and per.is_integer()):
        raise PydanticCustomError("per", "{words}", {"words": f"from 1 to {MOST_PER:,}"})
    return per


Several = BeforeValidator(_as_list)


class _Part(BaseModel):
    model_config = ConfigDict(
        frozen=True, extra="forbid", str_strip_whitespace=True, populate_by_name=True
    )


class TargetFrom(_Part):
    """A target and the first period for which it holds."""

    starts: Annotated[str, BeforeValidator(_as_text), Field(alias="from", max_length=12)]
    target: float


class Codelist(_Part):
    """A list of codes by which people or events are found, with its version."""

    name: Line
    version: Line | None = None
    link: Annotated[str, Field(pattern=r"^https?://\S+$", max_length=500)] | None = None


class Link(_Part):
    """Where more is said of a measure."""

    title: Line
    link: Annotated[str, Field(pattern=r"^https?://\S+$", max_length=500)]


class MeasureDefinition(_Part):
    """What a measure counts, of whom, how often, and which way is better.

    ``per`` is what a ratio is shown out of (100 for a percentage, 1,000 for patients per
    1,000), a whole number; ``target``, ``targets`` and ``smallest_worthwhile_change`` are on that
    shown scale.
    ``due_days`` counts from the last day of a period.
    """

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=80)]
    name: Annotated[str, Field(min_length=1, max_length=160)]
    definition: Paragraph
    why_it_matters: Paragraph
    numerator: Paragraph | None = None
    denominator: Paragraph | None = None
    exclusions: Annotated[tuple[Paragraph, ...], Several, Field(max_length=20)] = ()
    unit: Annotated[str, Field(min_length=1, max_length=80)]
    statistic: Statistic
    per: Annotated[float, AfterValidator(_whole)] = 1
    direction: Direction
    target: float | None = None
    targets: Annotated[tuple[TargetFrom, ...], Field(max_length=40)] = ()
    smallest_worthwhile_change: Annotated[float, Field(gt=0)] | None = None
    kind: MeasureKind
    cadence: PeriodKind
    due_days: Annotated[int, Field(ge=0, le=LONGEST_WAIT)] | None = None
    source: Paragraph
    supplied_by: Supplier
    sign_off: bool = False
    stratifiers: Annotated[tuple[Stratifier, ...], Several] = ()
    disclosure: DisclosureProfile | None = None
    chart: ChartKind | None = None
    dialect: DialectName = DialectName.MDC
    codelists: Annotated[tuple[Codelist, ...], Field(max_length=40)] = ()
    links: Annotated[tuple[Link, ...], Field(max_length=20)] = ()
    reviewed_by: Line | None = None
    author: Line
    checker: Line | None = None
    review_date: date

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        found = "\n".join(f"{name}: {message}" for name, message in _conflicts(self))
        if found:
            raise ValueError(found)
        return self

    def content(self) -> dict[str, Any]:
        """The definition as plain values, as it is kept and compared.

        A field that came to the type later and says nothing leaves no mark, so that a file keeps
        its fingerprint when the type grows.
        """
        plain = self.model_dump(mode="json", by_alias=True)
        return {
            name: value
            for name, value in plain.items()
            if name not in _LATER or value != _NOTHING_SAID.get(name)
        }


_LATER = frozenset(
    {"exclusions", "targets", "due_days", "sign_off", "stratifiers", "disclosure", "chart",
     "dialect", "codelists", "links"}
)  # fmt: skip
_NOTHING_SAID: Mapping[str, Any] = {
    **{name: [] for name in ("exclusions", "targets", "stratifiers", "codelists", "links")},
    "sign_off": False,
    "dialect": "mdc",
}

_NEEDS_PAIR = {
    ChartKind.P: (Statistic.PROPORTION,),
    ChartKind.P_PRIME: (Statistic.PROPORTION,),
    ChartKind.U: (Statistic.PROPORTION, Statistic.RATE),
    ChartKind.U_PRIME: (Statistic.PROPORTION, Statistic.RATE),
    ChartKind.XBAR: (Statistic.MEAN,),
    ChartKind.S: (Statistic.MEAN,),
    ChartKind.I_PRIME: (Statistic.MEAN,),
    ChartKind.C: (Statistic.COUNT,),
}


def _conflicts(one: MeasureDefinition) -> Iterator[tuple[str, str]]:
    """What does not fit together, field by field."""
    if one.statistic in (Statistic.PROPORTION, Statistic.RATE):
        for name in ("numerator", "denominator"):
            if getattr(one, name) is None:
                yield name, f"a {one.statistic} needs one, in words"
    if one.statistic is Statistic.PROPORTION:
        if one.target is not None and not 0 <= one.target <= one.per:
            yield "target", f"must lie between 0 and {one.per:g}"
        for i, aim in enumerate(one.targets):
            if not 0 <= aim.target <= one.per:
                yield f"targets.{i}.target", f"must lie between 0 and {one.per:g}"
    if one.target is not None and one.targets:
        yield "target", "give either one target or targets by period, not both"
    yield from _periods_of_targets(one)
    fits = _NEEDS_PAIR.get(one.chart) if one.chart else None
    if fits and one.statistic not in fits:
        kinds = " or a ".join(fits)
        yield "chart", f"a {one.chart} chart is of a {kinds}, and this is a {one.statistic}"
    for name in ("stratifiers", "exclusions"):
        given: Sequence[str] = getattr(one, name)
        twice = sorted({str(x) for x in given if list(given).count(x) > 1})
        if twice:
            yield name, f"“{twice[0]}” is there twice"
    if one.stratifiers and one.supplied_by is Supplier.SITE:
        yield "stratifiers", "sites never enter strata by hand; they come by extract"


def _periods_of_targets(one: MeasureDefinition) -> Iterator[tuple[str, str]]:
    """Targets whose periods cannot be read, are of another cadence, or out of order."""
    before: date | None = None
    for i, aim in enumerate(one.targets):
        try:
            period = Period.parse(aim.starts)
            starts = period.start
            Period.containing(starts, one.cadence)
        except ValueError as error:
            yield f"targets.{i}.from", str(error)
            continue
        if period.kind is one.cadence and before is not None and starts <= before:
            yield f"targets.{i}.from", f"{aim.starts} does not come after the target before it"
        elif before is not None and starts <= before:
            yield f"targets.{i}.from", f"{aim.starts} starts no later than the target before it"
        before = starts


def parse_definition(text: str, *, name: str) -> MeasureDefinition:
    """Read one definition from YAML; ``FileProblem`` names the file, each line and each field."""
    lines = read_lines(text, name)
    problems: list[RowProblem] = list(lines.problems)
    try:
        definition = MeasureDefinition.model_validate(lines.content)
    except ValidationError as error:
        problems += told(error.errors(), lines, MeasureDefinition)
        raise FileProblem(name, in_line_order(problems)) from None
    if problems:
        raise FileProblem(name, problems)
    return definition


def load_definition(path: Path) -> MeasureDefinition:
    """Read one definition; the file is named after the measure's id."""
    try:
        if path.stat().st_size > MAX_DEFINITION_BYTES:
            raise FileProblem.whole(path.name, "the file is too large for a measure definition")
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise FileProblem.whole(path.name, "the file is not UTF-8 text") from None
    except OSError as error:
        raise FileProblem.whole(path.name, f"it cannot be read ({error.strerror})") from None
    definition = parse_definition(text, name=path.name)
    if definition.id != path.stem:
        lines = read_lines(text, path.name)
        message = (
            f"“{definition.id}” is not the name of the file, “{path.stem}”; "
            f"rename the file to {definition.id}.yaml"
        )
        raise FileProblem(path.name, [LineProblem(lines.of("id"), "id", message)])
    return definition


def check_together(named: Sequence[tuple[str, MeasureDefinition]]) -> None:
    """Raise ``FileProblem`` where two files define the same measure."""
    seen: dict[str, str] = {}
    for name, definition in named:
        if definition.id in seen:
            raise FileProblem.whole(
                name, f"“{definition.id}” is in another file too, {seen[definition.id]}"
            )
        seen[definition.id] = name


def load_definitions(folder: Path) -> dict[str, MeasureDefinition]:
    """Every definition of a folder by id; ``FileProblem`` with the problems of all files."""
    if not folder.is_dir():
        raise FileProblem.whole(str(folder), "there is no such folder")
    loaded: dict[str, MeasureDefinition] = {}
    problems: list[RowProblem] = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            loaded[path.stem] = load_definition(path)
        except FileProblem as found:
            problems += [
                RowProblem(
                    None,
                    f"{found.name}{f', line {one.row}' if one.row else ''}"
                    f"{f', {one.column}' if one.column else ''}",
                    one.message,
                    one.value,
                )
                for one in found.problems
            ]
    if problems:
        raise FileProblem(folder.name, problems)
    return loaded


def statistics_of(definitions: Iterable[MeasureDefinition]) -> dict[str, Statistic]:
    """What the numbers of each measure are, for the checks of readings."""
    return {definition.id: definition.statistic for definition in definitions}
