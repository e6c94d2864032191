"""Records in every layout: what is read, which line is broken, and that the rest is read."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spreadwell.formats.encodings import decoded
from spreadwell.formats.problems import FileProblem
from spreadwell.formats.records.parts import kind_of, plain_doi, plain_nct
from spreadwell.formats.records.reading import read_records

RIS = """TY  - JOUR
TI  - Calls after tests: a cluster randomised trial
AU  - Elmer, A.
AU  - Müller, B.
PY  - 2021/03/01
JO  - Journal of Invented Care
AB  - Patients were rung
  within a week.
DO  - https://doi.org/10.5555/ABC.1
ER  -

TY  - JOUR
AU  - Nobody, N.
PY  - 2020
ER  -

TY  - RPRT
TI  - Never ended
TY  - JOUR
TI  - What people want: qualitative interviews
Y1  - 2019
N1  - NCT99999001
ER  -
"""
NBIB = """PMID- 99000001
TI  - Checks at barbers: a stepped-wedge
      trial in one borough.
FAU - Elmer, Anna
DP  - 2022 May
PT  - Randomized Controlled Trial
LID - 10.5555/abc.2 [doi]
SI  - ClinicalTrials.gov/NCT99999002
JT  - Invented reports

PMID- not-a-number
TI  - Broken

PMID- 99000003
DP  - 2020

PMID- 99000004
TI  - A systematic review of letters
PT  - Systematic Review
"""
BIBTEX = r"""@string{jic = "Journal of Invented Care"}
@comment{left out}
@article{one,
  title = {{Titration} by ph{\"a}rmacists: a controlled study},
  author = {M{\"u}ller, B. and Caf{\'e}, C.},
  journal = jic # " (Online)",
  year = 2020,
  doi = "10.5555/abc.3"
}
@article{two,
  title = {Never closed,
  year = 2019

@article{three
  title = {No comma after the key}
}
@misc{four, title = "A guideline for {GPs}", url = {https://example.org/g}, year = {2018}}
"""
TRIAL = {
    "protocolSection": {
        "identificationModule": {"nctId": "NCT99999009", "briefTitle": "Night calls"},
        "statusModule": {"startDateStruct": {"date": "2024-02"}},
        "sponsorCollaboratorsModule": {"leadSponsor": {"name": "Invented University"}},
        "designModule": {"designInfo": {"allocation": "RANDOMIZED"}},
    },
    "hasResults": True,
}
WORK = {
    "id": "https://openalex.org/W990",
    "display_name": "A cohort study of travel",
    "publication_year": 2021,
    "type": "article",
    "doi": "https://doi.org/10.5555/abc.4",
    "ids": {"pmid": "https://pubmed.ncbi.nlm.nih.gov/99000009"},
    "authorships": [{"author": {"display_name": "A. Elmer"}}],
    "primary_location": {"source": {"display_name": "Invented reports"}},
    "abstract_inverted_index": {"far": [1], "Too": [0]},
}


def read(text, name="file", encoding="utf-8"):
    found = read_records(text.encode(encoding), name)
    assert found is not None
    return found


def test_a_ris_file_gives_its_records_and_names_the_lines_that_are_broken():
    found = read(RIS)
    first, last = found.records
    assert (first.line, first.kind, first.doi, first.year) == (1, "trial", "10.5555/abc.1", 2021)
    assert first.abstract == "Patients were rung within a week."
    assert first.authors == "Elmer, A.; Müller, B."
    assert (last.kind, last.nct, last.year) == ("qualitative", "NCT99999001", 2019)
    assert [one.sentence for one in found.problems] == [
        "Line 12: the record: it has no title.",
        "Line 17: the record does not end with “ER  -” before the next begins.",
    ]


def test_a_pubmed_file_is_read_with_folded_lines_and_a_wrong_number_is_told():
    found = read(NBIB)
    assert [one.pmid for one in found.records] == ["99000001", "99000004"]
    first = found.records[0]
    assert first.title == "Checks at barbers: a stepped-wedge trial in one borough."
    assert (first.doi, first.nct, first.kind) == ("10.5555/abc.2", "NCT99999002", "trial")
    assert [one.row for one in found.problems] == [11, 14]


def test_bibtex_reads_strings_joins_and_accents_and_survives_what_is_not_closed():
    found = read(BIBTEX)
    first, last = found.records
    assert first.title == "Titration by phärmacists: a controlled study"
    assert first.authors == "Müller, B.; Café, C."
    assert (first.published_in, first.kind) == ("Journal of Invented Care (Online)", "compared")
    assert (last.title, last.kind, last.link) == (
        "A guideline for GPs", "guideline", "https://example.org/g",
    )  # fmt: skip
    assert [one.row for one in found.problems] == [10, 14]


def test_json_of_three_registers_is_told_apart():
    work = read(json.dumps({"results": [WORK, {"id": "https://openalex.org/W1"}]}, indent=1))
    assert work.layout == "OpenAlex"
    (one,) = work.records
    assert (one.kind, one.pmid, one.abstract) == ("cohort", "99000009", "Too far")
    assert "no title" in work.problems[0].sentence and work.problems[0].row > 10
    trial = read(json.dumps({"studies": [TRIAL, TRIAL | {"hasResults": False}]}))
    assert [one.kind for one in trial.records] == ["trial", "registered"]
    summary = {"uid": "99000011", "title": "Letters", "pubtype": ["Review"], "pubdate": "2020 Jan"}
    pubmed = read(json.dumps({"result": {"uids": ["99000011"], "99000011": summary}}))
    assert (pubmed.layout, pubmed.records[0].kind) == ("PubMed", "review")


def test_json_that_breaks_off_keeps_what_stands_before():
    whole = json.dumps({"results": [WORK, WORK | {"id": "https://openalex.org/W2"}]}, indent=1)
    cut = read(whole[: int(len(whole) * 0.75)])
    assert len(cut.records) == 1
    assert "breaks here" in cut.problems[0].sentence
    lines = read(json.dumps(WORK) + '\n{"id": oops}\n' + json.dumps(WORK))
    assert len(lines.records) == 2 and lines.problems[0].row == 2


def test_tables_of_three_registers_are_read_with_rows_over_several_lines():
    header = "PMID,Title,Authors,Publication Year,DOI"
    pubmed = read(f'{header}\n99000020,"Two\nlines",A B,2020,\nx,T,,,\n')
    assert [one.title for one in pubmed.records] == ["Two lines"]
    assert pubmed.problems[0].row == 4
    header = "id,display_name,publication_year,doi"
    works = read(f"{header}\nW1,A review of calls,2020,10.5555/x\nW2,,,\n")
    assert (works.layout, works.records[0].kind, works.problems[0].row) == ("OpenAlex", "review", 3)
    trials = read(
        "NCT Number,Study Title,Study URL,Study Results,Sponsor,Study Design,Start Date\n"
        "NCT99999003,Calls,https://clinicaltrials.gov/study/NCT99999003,YES,Invented,"
        "Allocation: RANDOMIZED|Masking: NONE,2021-05\n"
    )
    assert (trials.records[0].kind, trials.records[0].year) == ("trial", 2021)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_every_encoding_gives_the_same_letters(encoding):
    found = read(RIS, encoding=encoding)
    assert found.records[0].authors == "Elmer, A.; Müller, B."
    assert bool(found.notes) == (encoding not in ("utf-8", "utf-8-sig"))


def test_windows_line_ends_change_nothing():
    for text in (RIS, NBIB, BIBTEX):
        assert read(text.replace("\n", "\r\n")) == read(text)


def test_what_is_no_record_is_left_to_others_and_an_empty_list_is_told():
    assert read_records(b"text,voice\nA,patient\n", "t.csv") is None
    assert read_records(b"PK\x03\x04", "t.xlsx") is None
    with pytest.raises(FileProblem, match="no record"):
        read_records(b"@comment{nothing}", "t.bib")
    with pytest.raises(FileProblem, match="not of OpenAlex"):
        read_records(b'[{"a": 1}]', "t.json")


def test_identifiers_come_in_their_plain_form():
    assert plain_doi("doi:10.5555/ABC(1).") == "10.5555/abc(1"
    assert plain_nct("see nct99999001!") == "NCT99999001"
    assert kind_of([], "An editorial") == "opinion"
    assert kind_of(["Journal Article"], "Something else") == "other"


@given(st.text(max_size=300))
def test_no_text_breaks_a_reader(text):
    for start in ("TY  - JOUR\n", "PMID- 1\n", "@article{a,\n", '{"results": ['):
        try:
            read_records((start + text).encode(), "file")
        except FileProblem as told:
            assert told.sentences()


def test_bytes_that_are_no_text_are_still_decoded():
    assert decoded(bytes(range(128, 256))).note
