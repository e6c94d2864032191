"""Patients' details in free text: found where they are, and not asked about where they are not."""

import csv
import itertools
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import spreadwell
from spreadwell.formats.patient_words import QUESTIONS, check_words, is_nhs_number

EXAMPLE = Path(spreadwell.__file__).parent / "definitions/example"
nine = st.integers(0, 999_999_999).map(lambda n: f"{n:09d}")


def with_check(first: str) -> str | None:
    """The ten digits, worked out the slow way: the one last digit that passes, if any."""
    for last in "0123456789":
        total = sum(int(d) * (10 - i) for i, d in enumerate(first)) + int(last)
        if total % 11 == 0:
            return first + last
    return None


valid = nine.map(with_check).filter(bool)
groups = st.sampled_from(["{}{}{}", "{} {} {}", "{}-{}-{}", "{}\u00a0{}\u00a0{}", "{}–{}–{}"])
around = st.sampled_from(
    ["{}", "NHS number {}.", "We rang ({}) twice", "no: {}, seen on Monday", "id={};", "12 {}"]
)


def kinds(text: str) -> list[str]:
    return [f.kind for f in check_words(text)]


@given(valid, groups, around)
@settings(max_examples=300, deadline=None)
def test_every_valid_nhs_number_is_found(number: str, grouped: str, where: str) -> None:
    if where.startswith("12 "):
        where = "on day 12: {}"
    written = grouped.format(number[:3], number[3:6], number[6:])
    text = where.format(written)
    found = [f for f in check_words(text) if f.kind == "nhs number"]
    assert [text[f.start : f.end] for f in found] == [written]
    assert found[0].question == QUESTIONS["nhs number"]
    assert check_words(text, said_fine=[number]) == () or "–" in written or "-" in written
    assert not [f for f in check_words(text, said_fine=[written]) if f.kind == "nhs number"]


@given(valid, st.lists(st.sampled_from(["", " ", "-"]), min_size=9, max_size=9))
@settings(max_examples=150, deadline=None)
def test_odd_groups_are_found_after_the_words_nhs_number(number: str, gaps: list[str]) -> None:
    written = "".join(itertools.chain(*zip(number, [*gaps, ""], strict=True)))
    assert kinds(f"NHS number {written}") == ["nhs number"]


@given(nine, st.integers(0, 9))
@settings(max_examples=300, deadline=None)
def test_the_check_digit_agrees_with_the_slow_way(first: str, last: int) -> None:
    number = f"{first}{last}"
    assert is_nhs_number(number) == (with_check(first) == number)
    if not is_nhs_number(number):
        assert "nhs number" not in kinds(f"Reference {number}")


def test_numbers_published_as_examples_are_found() -> None:
    # 943 476 5919 stands in the data dictionary's own example; 987 654 4321 is its wrong twin.
    assert kinds("943 476 5919") == ["nhs number"]
    assert kinds("943 476 5918") == []
    assert not is_nhs_number("94347659190") and not is_nhs_number("94347x5919")


@pytest.mark.parametrize(
    ("text", "kind", "span"),
    [
        ("DOB 12/03/1954, rang twice", "date of birth", "DOB 12/03/1954"),
        ("d.o.b. 1954-03-12", "date of birth", "d.o.b. 1954-03-12"),
        ("Date of birth: 3rd March 1954.", "date of birth", "Date of birth: 3rd March 1954"),
        ("She was born on 12 March 54 in Ealing", "date of birth", "born on 12 March 54"),
        ("A man born in 1954 told us", "date of birth", "born in 1954"),
        ("Our patient (12/03/1954) waited", "date of birth", "12/03/1954"),
        ("Mrs Ashgrove said it helped", "name", "Mrs Ashgrove"),
        ("Spoke to Mr. J. O'Willow today", "name", "Mr. J. O'Willow"),
        ("MISS HAZELWOOD came", "name", "MISS HAZELWOOD"),
        ("Mr T. did not come", "name", "Mr T."),
        ("We saw patient Rowan Ashgrove again", "name", "Rowan Ashgrove"),
        ("Patient: Ashgrove, seen", "name", "Ashgrove"),
        ("the patient called Rowan said so", "name", "Rowan"),
        ("patient ASHGROVE rang", "name", "ASHGROVE"),
        ("pt Rowan rang", "name", "Rowan"),
        ("R.A., 67, was seen", "name", "R.A., 67"),
        ("R.A. (67) was seen", "name", "R.A. (67)"),
        ("JW aged 71 came late", "name", "JW aged 71"),
        ("JW 71F came late", "name", "JW 71F"),
        ("JW, 71-year-old, came late", "name", "JW, 71-year-old"),
        ("Rowan, aged 71, came late", "name", "Rowan, aged 71"),
        ("Rowan Ashgrove is 71 years old", "name", "Rowan Ashgrove is 71 years old"),
        ("She lives at W5 2XX", "postcode", "W5 2XX"),
        ("moved to flat 3, ha1 3uj", "postcode", "ha1 3uj"),
        ("Sent to UB81AA yesterday", "postcode", "UB81AA"),
        ("Ring 07700 900123 after six", "phone", "07700 900123"),
        ("Ring +44 7700 900 123", "phone", "+44 7700 900 123"),
        ("Ring 020 7946 0123", "phone", "020 7946 0123"),
        ("Ring (020) 79460123", "phone", "(020) 79460123"),
        ("Ring 01632 960123", "phone", "01632 960123"),
    ],
)
def test_what_points_to_a_patient_is_asked_about(text: str, kind: str, span: str) -> None:
    found = check_words(text)
    assert [(f.kind, f.text) for f in found] == [(kind, span)]
    assert text[found[0].start : found[0].end] == span
    assert found[0].question.endswith(".") and "Take it out" in found[0].question
    assert check_words(text, said_fine=[span.upper()]) == ()


ORDINARY = """
The Patient Participation Group met on 12/03/2024 at Ealing Town Hall, W5 2BY.
Brent has 12 sites, Harrow 14 and Ealing 9.
The clinic at St Charles Hospital, W10 6DZ, opens at 8.
Patient Safety is everybody's task, and Patient Knows Best is not used here.
Practices E84012, Y06487 and U19803 sent readings for 2024-03.
Between 2024-01 and 2024-12 the rate fell from 45.2 to 38.9 in 100.
We tested with 5 patients, then 10, then 25 in week 7.
The readings were 10 12 14 16 18 and 20 mmol.
In 1948 the service was born; the network was born in 2019.
Each patient was called within a week and patient feedback was read aloud.
Call 0300 123 4567 or 0800 111 222 for help, or 111, or 999 in danger.
The GP aged care lead left in May 2023.
HCA 2 and HCA 3 took over from ANP 1.
BP 140 over 90 was the target in FY2024-Q1.
The form asks for date of birth and for a postcode.
Dr Hall and Professor Lane chaired the board on 3 March 2025.
Miss one dose and ring us. Miss Monday's clinic and come on Tuesday.
CVD (65) and COPD (12) cases were found.
Version 1.2.3 went live on 2025-04-01 at 14:30.
Grant 1234567890 paid £1,234,567,890 in total.
Patients aged 40 to 74 were invited; adults 18 years old and over could come.
The patient Was told, Then rang back.
Mission 3, aim 2: 83 of 100 people at target by March 2027.
Ward A1 moved to B12 in Q3 2024.
E09000005 is the code of Brent and E38000256 that of the sub-location.
People in London, aged 65 and over, came first.
At 12 of 14 sites the interval is 0.5 to 2.5.
The lead's desk is 3, room 12, second floor.
""".strip().splitlines()


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_sentences_raise_no_question(text: str) -> None:
    assert check_words(text) == ()


def findings() -> list[str]:
    """What was said in the example's discovery, out of the files that it is read from."""
    out = []
    for file, column in (
        ("survey.csv", "text"),
        ("workshop.csv", "text"),
        ("interviews.csv", "Comment"),
    ):
        with (EXAMPLE / "findings" / file).open(encoding="utf-8-sig", newline="") as rows:
            out += [row[column] for row in csv.DictReader(rows)]
    return out


def names() -> list[str]:
    out = []
    for file, column in (
        ("pcns.csv", "name"),
        ("practices.csv", "name"),
        ("organisations.csv", "name"),
    ):
        with (EXAMPLE / "real" / file).open(encoding="utf-8-sig", newline="") as rows:
            for row in csv.DictReader(rows):
                out.append(
                    f"{row[column]} ({row['code']}) began on "
                    f"12 March 2024 with 45 patients at {row[column]}."
                )
    return out


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Write to joan.smith@example.org about it", ["joan.smith@example.org"]),
        ("Reach me at j.s+care@mail.example.co.uk.", ["j.s+care@mail.example.co.uk"]),
        ("She wrote: JOAN_S@EXAMPLE.ORG, twice", ["JOAN_S@EXAMPLE.ORG"]),
        ("We met @ten and rated it 4@5", []),
        ("See www.example.org or a@b", []),
    ],
)
def test_email_addresses_are_asked_about(text: str, found: list[str]) -> None:
    words = [one for one in check_words(text) if one.kind == "e-mail"]
    assert [one.text for one in words] == found
    assert all("e-mail address" in one.question for one in words)


def test_false_alarms_are_rare() -> None:
    every = [*findings(), *names(), *ORDINARY]
    alarms = [(text, f.text) for text in every for f in check_words(text)]
    assert len(every) > 800
    # One in two hundred would be asked about in vain at the most.
    assert len(alarms) <= len(every) / 200, alarms[:20]


@given(
    st.sampled_from(["Alder Bank", "Harness North PCN", "St Charles Hospital", "Brent", "RYJ"]),
    st.dates(),
    st.integers(0, 5000),
    st.integers(1, 5000),
)
@settings(max_examples=200, deadline=None)
def test_sites_dates_of_meetings_and_counts_raise_no_question(
    site: str, day: object, part: int, whole: int
) -> None:
    assert check_words(f"{site} met on {day} and had {part} of {whole} reviews done.") == ()


@given(st.text(max_size=200))
@settings(max_examples=200, deadline=None)
def test_any_text_is_checked_and_spans_fit(text: str) -> None:
    found = check_words(text)
    assert all(text[f.start : f.end] == f.text and f.text for f in found)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
