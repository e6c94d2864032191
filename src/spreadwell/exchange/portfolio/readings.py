"""Readings: invented ones from the worlds, real ones from the published files."""

from collections.abc import Iterator
from datetime import date
from statistics import fmean
from typing import Any, cast

from django.db import connection
from django.utils import timezone

from spreadwell.domain.measures.rebuilding import refresh_columns
from spreadwell.domain.models import Reading, Submission
from spreadwell.formats.periods import Period, PeriodKind

from .content import first_month, innovations, rows, told
from .invented.worlds import FIFTHS
from .loading import Loading
from .organisations import MERGED, MERGED_ON, SUCCESSOR
from .process import counts_of_events, process_readings
from .shapes import COLUMNS, Row, codes_of, reading

ACUTE = ("RYJ", "RQM", "R1K", "RAS")
# These trusts usually report more than a hundred; a 0 from them is a day not reported.
NEVER_ZERO = ("RYJ", "RQM", "R1K")
FEWEST_DAYS = 4
TWIN = "XW-A01"
REGISTERS = {
    "HYP": "hypertension", "CHD": "coronary_heart_disease", "STIA": "stroke",
    "DM": "diabetes", "COPD": "copd", "AST": "asthma",
}  # fmt: skip
FIFTH_NAMES = ("1", "2", "3", "4", "5")


def load(loading: Loading) -> None:
    """Load all readings but those of innovations looked at month by month."""
    for one in innovations():
        if "world" in one.get("sites", {}) and "looks" not in one["protocol"]:
            store(loading, f"{one['slug']}.csv", invented(loading, one))
    store(loading, "process.csv", process_readings(loading))
    store(loading, "aims.csv", _aims(loading))
    store(loading, "criteria-to-reside.csv", _could_be_home(loading))
    store(loading, "ae.csv", _ae(loading))
    store(loading, "qof-2020-21.csv", _registers(loading))
    store(loading, "medicaid.csv", _medicaid(loading))


def store(loading: Loading, name: str, made: Iterator[Row]) -> int:
    """Store readings as one accepted submission of the analyst; return how many."""
    submission = Submission.objects.create(
        sent_by=loading.person("analyst"), way="extract", file_name=name, state="accepted",
        settled_at=timezone.now(),
    )  # fmt: skip
    kept = [(*row, submission.pk, True, False) for row in made]
    columns = (*COLUMNS, "submission_id", "is_current", "suppressed")
    places = ", ".join(["%s"] * len(columns))
    table = connection.ops.quote_name(Reading._meta.db_table)
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})", kept)
    refresh_columns({cast("tuple[int, int]", row[:2]) for row in kept})
    submission.changes = {"new": len(kept), "corrected": 0, "same": 0}
    submission.save(update_fields=["changes"])
    return len(kept)


def invented(
    loading: Loading, one: dict[str, Any], months: tuple[int, int] | None = None
) -> Iterator[Row]:
    """Give the invented readings of an innovation, for months from the first up to the second."""
    sites = one["sites"]
    drawn = loading.worlds[one["slug"]]
    first = first_month(sites["world"])
    truth = told("truth")["worlds"][sites["world"]]
    if "mean" in truth:
        yield from counts_of_events(loading, one, truth, first)
        return
    codes = codes_of(sites, truth["places"])
    low, high = months or (first, first + truth["months"])
    by_fifth = drawn.numerators.ndim == 3
    tops = drawn.numerators.sum(axis=2) if by_fifth else drawn.numerators
    bottoms = drawn.denominators.sum(axis=2) if by_fifth else drawn.denominators
    for place, code in enumerate(codes):
        for month in range(truth["months"]):
            ordinal = first + month
            holder = _holder(code, ordinal)
            if holder is None or not low <= ordinal < high:
                continue
            merged = [codes.index(each) for each in MERGED] if holder == SUCCESSOR else [place]
            period = Period(PeriodKind.MONTH, ordinal)
            cells = (
                float(sum(tops[at, month] for at in merged)),
                float(sum(bottoms[at, month] for at in merged)), None,
            )  # fmt: skip
            yield reading(loading, sites["measure"], holder, period, cells)
            if by_fifth:
                for fifth in range(FIFTHS):
                    parts = (
                        float(sum(drawn.numerators[at, month, fifth] for at in merged)),
                        float(sum(drawn.denominators[at, month, fifth] for at in merged)), None,
                    )  # fmt: skip
                    name = FIFTH_NAMES[fifth]
                    yield reading(loading, sites["measure"], holder, period, parts, name)


def _holder(code: str, ordinal: int) -> str | None:
    """Return who holds a reading in a month: after the merger the successor, told once."""
    if code not in MERGED or ordinal < MERGED_ON.year * 12 + MERGED_ON.month - 1:
        return code
    return SUCCESSOR if code == MERGED[0] else None


def _aims(loading: Loading) -> Iterator[Row]:
    """What the invented twin of the whole area reads on the measures of the aims."""
    for slug, years in told("truth")["aims"].items():
        for year, value in years.items():
            period = Period(PeriodKind.YEAR, year)
            yield reading(loading, slug, TWIN, period, (None, None, float(value)))


def _could_be_home(loading: Loading) -> Iterator[Row]:
    """Weekly means of the four trusts' real daily counts, each and all together."""
    days: dict[tuple[str, int], list[float]] = {}
    for row in rows("could_be_home_days.csv.gz"):
        people = row["people"]
        if people and not (people == "0" and row["trust"] in NEVER_ZERO):
            week = Period.containing(date.fromisoformat(row["day"]), PeriodKind.WEEK).ordinal
            days.setdefault((row["trust"], week), []).append(float(people))
    means = {key: fmean(seen) for key, seen in days.items() if len(seen) >= FEWEST_DAYS}
    for (trust, week), mean in sorted(means.items()):
        period = Period(PeriodKind.WEEK, week)
        yield reading(loading, "could_be_home", trust, period, (None, None, round(mean, 1)))
    for week in sorted({week for _, week in means}):
        if all((trust, week) in means for trust in ACUTE):
            total = round(sum(means[trust, week] for trust in ACUTE), 1)
            period = Period(PeriodKind.WEEK, week)
            yield reading(loading, "could_be_home", "PUB-4T", period, (None, None, total))


def _ae(loading: Loading) -> Iterator[Row]:
    for row in rows("ae_months.csv"):
        if row["over_4_hours"] and row["attendances"]:
            cells = (float(row["over_4_hours"]), float(row["attendances"]), None)
            period = Period.parse(row["month"])
            yield reading(loading, "ae_over_four_hours", row["trust"], period, cells)


def _registers(loading: Loading) -> Iterator[Row]:
    period = Period.parse("FY2020")
    for row in rows("prevalence.csv.gz"):
        what = REGISTERS.get(row["group"])
        if what and row["practice"] in loading.organisations and float(row["list"] or 0) > 0:
            cells = (float(row["register"]), float(row["list"]), None)
            yield reading(loading, f"recorded_{what}", row["practice"], period, cells)


def _medicaid(loading: Loading) -> Iterator[Row]:
    for row in rows("medicaid_readings.csv.gz"):
        cells = (float(row["numerator"]), float(row["denominator"]), None)
        period = Period(PeriodKind.YEAR, int(row["period"]))
        yield reading(loading, "adult_mortality", row["site"], period, cells)
