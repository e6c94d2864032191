"""A backup brings everything back, or nothing."""

import json
import zipfile

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from spreadwell.domain.measures.rebuilding import columns_differ
from spreadwell.domain.models import Event, Measure, Mission, Person, Reading, Submission
from spreadwell.domain.people.roles import Role
from spreadwell.exchange.backups import NotABackup, read_backup, write_backup
from tests.factories import make_measure, make_person, make_site
from tests.readings import store_reading

EARLIER, LATER = "0011_rounds_of_scoring", "0014_numbers_a_finding_saw"
# Columns that came in between those two releases.
SINCE = {
    "domain.findingdata": ("then_period", "then_value"),
    "domain.notice": ("moved", "mailed_on"),
}
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.store]


def _fill() -> None:
    person = make_person(Role.ADMINISTRATOR, name="Ünï “quoted”")
    site = make_site()
    sent = Submission.objects.create(sent_by=person, way="file", content=b"\x00\xff raw")
    store_reading(
        submission=sent, measure=make_measure(), organisation=site.organisation,
        period="2024-03", period_kind="month", ordinal=24290, numerator=1.5, denominator=3,
    )  # fmt: skip
    Event.objects.create(by=person, verb="x.y", thing="Person", thing_id=person.pk, summary="did")


def applied(app: str) -> set[str]:
    """Return the migrations that the store went through."""
    return {name for of, name in MigrationRecorder(connection).applied_migrations() if of == app}


def _empty() -> None:
    call_command("flush", interactive=False, verbosity=0)


def test_everything_comes_back_as_it_was(tmp_path):
    _fill()
    event = Event.objects.get()
    password = Person.objects.get().password
    counts = write_backup(tmp_path / "store.swb")
    _empty()
    read_backup(tmp_path / "store.swb")
    person = Person.objects.get()
    assert (person.name, person.password) == ("Ünï “quoted”", password)
    assert person.roles.get().role == Role.ADMINISTRATOR
    assert bytes(Submission.objects.get().content) == b"\x00\xff raw"
    assert Reading.objects.get().numerator == 1.5
    assert columns_differ() == []
    assert Event.objects.get().at == event.at
    assert Mission.objects.get().networks.count() == 1
    assert counts["domain.reading"] == 1
    assert make_person().pk > person.pk  # numbering goes on


def test_a_backup_of_an_earlier_release_opens_in_this_one(tmp_path):
    _fill()
    path = tmp_path / "store.swb"
    write_backup(path)

    def from_earlier(parts):
        manifest = json.loads(parts["manifest.json"])
        manifest["migrations"]["domain"] = EARLIER
        parts["manifest.json"] = json.dumps(manifest).encode()
        for table, since in SINCE.items():  # no row of these is there, only their columns' names
            names = json.loads(parts[f"{table}.jsonl"])
            kept = [name for name in names if name not in since]
            assert len(kept) == len(names) - len(since)
            parts[f"{table}.jsonl"] = json.dumps(kept).encode() + b"\n"

    _rewrite(path, from_earlier)
    _empty()
    read_backup(path)
    assert Reading.objects.get().numerator == 1.5
    assert applied("domain") >= {EARLIER, LATER}


def test_a_store_with_people_is_not_overwritten(tmp_path):
    _fill()
    write_backup(tmp_path / "store.swb")
    with pytest.raises(NotABackup, match="holds data already"):
        read_backup(tmp_path / "store.swb")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"", "not a Spreadwell backup"), (b"PK\x03\x04 cut off", "not a Spreadwell backup")],
)
def test_other_files_are_refused_in_words(tmp_path, content, sentence):
    (tmp_path / "x").write_bytes(content)
    with pytest.raises(NotABackup, match=sentence):
        read_backup(tmp_path / "x")
    with pytest.raises(NotABackup, match="There is no file"):
        read_backup(tmp_path / "nothing")


def _rewrite(path, change) -> None:
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    change(parts)
    with zipfile.ZipFile(path, "w") as new:
        for name, content in parts.items():
            new.writestr(name, content)


def test_a_backup_with_rows_missing_leaves_nothing(tmp_path):
    _fill()
    path = tmp_path / "store.swb"
    write_backup(path)

    def lose_a_row(parts):
        lines = parts["domain.measure.jsonl"].splitlines(keepends=True)
        parts["domain.measure.jsonl"] = b"".join(lines[:-1])

    _rewrite(path, lose_a_row)
    _empty()
    with pytest.raises(NotABackup, match=r"domain\.measure has 0 rows, 1 were written"):
        read_backup(path)
    assert not Person.objects.exists()
    assert not Measure.objects.exists()


def test_a_backup_of_a_newer_release_is_refused(tmp_path):
    _fill()
    path = tmp_path / "store.swb"
    write_backup(path)

    def from_the_future(parts):
        manifest = json.loads(parts["manifest.json"])
        manifest["migrations"]["domain"] = "9999_later"
        parts["manifest.json"] = json.dumps(manifest).encode()

    _rewrite(path, from_the_future)
    _empty()
    with pytest.raises(NotABackup, match="newer release"):
        read_backup(path)


def test_a_failed_backup_leaves_no_file(tmp_path):
    _fill()

    def stop(what: str, share: float) -> None:
        if share > 0.5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_backup(tmp_path / "store.swb", stop)
    assert list(tmp_path.iterdir()) == []
