"""Files as programs really write them: their encodings, what they leave out, what is broken."""

from pathlib import Path

import pytest

from spreadwell.formats.records.reading import read_records

DATA = Path(__file__).parent / "data"
CALLS = "Ringing people back after blood tests: a cluster randomised trial in 24 practices"


def read(name):
    found = read_records((DATA / name).read_bytes(), name)
    assert found is not None
    return found


def test_a_reference_manager_of_windows_keeps_its_letters_and_loses_only_what_is_broken():
    found = read("manager-windows-1252.ris")
    assert "Windows-1252" in found.notes[0]
    first, letters, guideline, again = found.records
    assert (first.title, first.authors) == (CALLS, "Müller, Björn; O’Hara, Síle")
    assert first.abstract.endswith("“Rung” means by telephone.")
    assert (first.kind, first.doi, first.year) == ("trial", "10.5555/inv.2021.101", 2021)
    assert (letters.pmid, letters.kind) == ("99000101", "qualitative")
    assert (guideline.year, guideline.kind) == (None, "guideline")
    assert again.doi == first.doi
    assert [one.row for one in found.problems] == [34, 48]
    assert "no title" in found.problems[0].sentence
    assert "does not end" in found.problems[1].sentence


def test_bibtex_with_strings_accents_and_an_entry_that_never_closes():
    found = read("manager.bib")
    assert [one.title for one in found.records] == [
        CALLS, "NHS checks at work: a systematic review",
        "Night calls for people sent home, protocol",
    ]  # fmt: skip
    first, review, trial = found.records
    assert (first.authors, first.published_in) == (
        "Müller, Björn; O'Hara, Síle", "Journal of Invented Care",
    )  # fmt: skip
    assert (review.authors, review.kind) == ("Novák, Jiří", "review")
    assert (trial.nct, trial.year) == ("NCT99999101", None)
    assert [one.row for one in found.problems] == [22, 27]


def test_pubmed_with_folded_lines_seasons_and_a_number_that_is_none():
    found = read("pubmed.nbib")
    first, review = found.records
    assert (
        first.title == "Checks at barbers' shops: a stepped-wedge randomised trial in one borough."
    )
    assert first.authors.startswith("Çelik, Ayşe")
    assert (first.nct, first.doi, first.year) == ("NCT99999102", "10.5555/inv.2022.55", 2022)
    assert (review.kind, review.year) == ("review", 2018)
    assert [one.row for one in found.problems] == [20, 24]


def test_openalex_with_nulls_and_other_scripts():
    found = read("openalex.json")
    first, cohort, letter = found.records
    assert (first.doi, first.pmid) == ("10.5555/inv.2021.101", "99000301")
    assert (cohort.doi, cohort.authors, cohort.kind) == ("", "", "cohort")
    assert (letter.title, letter.authors, letter.year) == (
        "早期の電話: a letter",
        "山田 花子",
        None,
    )
    (problem,) = found.problems
    assert "no title" in problem.sentence and problem.row > 30


def test_trials_in_utf_16_tell_what_has_results():
    found = read("trials-utf-16.json")
    assert found.notes == ("It was read as UTF-16.",)
    assert [(one.nct, one.kind) for one in found.records] == [
        ("NCT99999103", "trial"), ("NCT99999105", "registered"),
    ]  # fmt: skip
    assert len(found.problems) == 1


@pytest.mark.parametrize(
    "name", ["manager-windows-1252.ris", "manager.bib", "pubmed.nbib", "openalex.json"]
)
def test_every_broken_record_names_a_line_of_its_file(name):
    found = read(name)
    lines = (DATA / name).read_bytes().count(b"\n") + 1
    assert found.problems
    assert all(one.row and 1 <= one.row <= lines for one in found.problems)
    assert all(one.sentence.startswith(f"Line {one.row}: ") for one in found.problems)
