"""Outlines: what is written is read back, and what cannot be read is named by its line."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spreadwell.formats.logic_models import (
    STAGES,
    logic_model_of,
    read_logic_model,
    record_of,
    stage_of,
)
from spreadwell.formats.outline import (
    DEEPEST,
    LONGEST,
    MOST_LINES,
    Branch,
    OutlineProblem,
    at_depth,
    measures_named,
    outline_text,
    paths_to,
    read_outline,
    tidy,
)

words = (
    st.one_of(
        st.text(max_size=40),
        st.sampled_from(["- a", "* b", "• c", "x [measure: y]", "[measure: y]", "-", "Inputs:"]),
    )
    .map(tidy)
    .filter(bool)
)
measures = st.one_of(
    st.just(""), st.text(max_size=15).map(lambda t: tidy(t.replace("[", "").replace("]", "")))
)
trees = st.lists(
    st.recursive(
        st.builds(Branch, words, st.just(()), measures),
        lambda deeper: st.builds(Branch, words, st.lists(deeper, max_size=3).map(tuple), measures),
        max_leaves=15,
    ),
    max_size=4,
).map(tuple)


def depth(branches: tuple[Branch, ...]) -> int:
    return 1 + max((depth(b.branches) for b in branches), default=-1)


@given(trees.filter(lambda t: depth(t) <= DEEPEST))
@settings(max_examples=300, deadline=None)
def test_what_is_written_is_read_back(tree: tuple[Branch, ...]) -> None:
    assert read_outline(outline_text(tree)) == tree


@given(trees.filter(lambda t: depth(t) < DEEPEST))
@settings(max_examples=150, deadline=None)
def test_a_stored_logic_model_keeps_measures_and_what_is_nested(tree: tuple[Branch, ...]) -> None:
    stages = tuple(Branch(s.capitalize(), tree if s == "outputs" else ()) for s in STAGES)
    assert logic_model_of(record_of(stages)) == stages


def test_measures_are_found_by_line_and_by_their_way_down() -> None:
    text = "Aim [measure: A b]\n\n  Driver\n    Idea [Measure:  a  B ]\n    Bare [measure: ]\n"
    assert measures_named(text) == ((1, "A b"), (4, "a B"))
    assert paths_to(read_outline(text), "a b") == (("Aim",), ("Aim", "Driver", "Idea"))
    assert paths_to(read_outline(text), "c") == ()


@given(st.text(alphabet="ab -\t\n[]:measur•", max_size=80))
@settings(max_examples=300, deadline=None)
def test_any_text_is_read_or_refused_by_its_line(text: str) -> None:
    try:
        tree = read_outline(text)
    except OutlineProblem as problem:
        assert problem.line is not None and 1 <= problem.line <= len(text.splitlines())
        assert str(problem).startswith(f"Line {problem.line} ")
    else:
        assert read_outline(outline_text(tree)) == tree


def test_bullets_tabs_and_blank_lines_are_taken_as_people_paste_them() -> None:
    text = "Aim\n\n\t• First\n\t\t- Idea [Measure: bp_at_target]\n    * Second\n"
    assert read_outline(text) == (
        Branch("Aim", (Branch("First", (Branch("Idea", (), "bp_at_target"),)), Branch("Second"))),
    )
    assert at_depth(read_outline(text), 2) == (Branch("Idea", (), "bp_at_target"),)
    assert read_outline("") == ()


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("a\n    b\n  c", 3, "is indented by 2 spaces, which lines up with no line above it"),
        ("  a\nb", 2, "is indented by 0 spaces"),
        ("a\n\n[measure: x]", 3, "has a measure but no words"),
        ("a\n" + "b" * (LONGEST + 1), 2, "is 301 characters long"),
        ("\n".join(" " * i + "x" for i in range(DEEPEST + 1)), DEEPEST + 1, "steps deep"),
    ],
)
def test_what_cannot_be_read_names_its_line(text: str, line: int, said: str) -> None:
    with pytest.raises(OutlineProblem, match=said) as caught:
        read_outline(text)
    assert caught.value.line == line


def test_too_many_lines_are_refused_as_a_whole() -> None:
    with pytest.raises(OutlineProblem, match="401 lines; at most 400"):
        read_outline("a\n" * (MOST_LINES + 1))


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: Branch(""), "needs words"),
        (lambda: Branch("a\nb"), "one line"),
        (lambda: Branch("a", (), "b]"), "square brackets"),
    ],
)
def test_a_branch_that_could_not_be_written_is_refused(make: object, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        make()  # type: ignore[operator]


def test_a_logic_model_has_all_five_stages_in_order() -> None:
    read = read_logic_model("Outcomes:\n  More at target\nInput\n  Two nurses\n")
    assert [b.text for b in read] == [s.capitalize() for s in STAGES]
    assert record_of(read) == {"inputs": ["Two nurses"], "outcomes": ["More at target"]}
    assert logic_model_of(record_of(read)) == read
    assert logic_model_of({"impact": "Fewer strokes\n Fewer heart attacks"})[4] == Branch(
        "Impact", (Branch("Fewer strokes"), Branch("Fewer heart attacks"))
    )


def test_a_heading_that_is_no_stage_or_comes_twice_is_named_by_its_line() -> None:
    with pytest.raises(OutlineProblem, match="Line 3 is “Costs”, not a stage; the stages are in"):
        read_logic_model("Inputs\n  a\nCosts\n  b")
    with pytest.raises(OutlineProblem, match="Line 3 names the stage outputs a second time"):
        read_logic_model("Outputs\n  a\nOutput")
    with pytest.raises(ValueError, match="no stage called costs"):
        logic_model_of({"costs": "a"})
    assert stage_of("cost") is None
