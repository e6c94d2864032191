"""`spreadwell prioritise`: what it says, and how it refuses."""

import itertools
import json
import re

import numpy as np
import pytest

from spreadwell.cli.main import main

HEADER = "opportunity,scorer,group,criterion,score\n"


@pytest.fixture
def at(tmp_path):
    def write(name, text):
        (tmp_path / name).write_text(text, encoding="utf-8")
        return str(tmp_path / name)

    return write


def rows(scores, criteria=("c1", "c2"), scorer="s", group="g"):
    return "".join(
        f"{name},{scorer},{group},{c},{v}\n"
        for name, values in scores.items()
        for c, v in zip(criteria, values, strict=True)
    )


def result(capfd, *arguments):
    assert main(["prioritise", *arguments, "--json"]) == 0
    return json.loads(capfd.readouterr().out)


def refused(capfd, *arguments):
    code = main(["prioritise", *arguments])
    out = capfd.readouterr()
    assert code in (1, 2), out
    assert out.out == ""
    assert "Traceback" not in out.err
    return out.err


SURE = {"A": (5, 1), "B": (1, 5), "C": (2.5, 2.5), "D": (4, 4)}


def test_sure_scores_have_the_exact_shares(at, capfd):
    """D is best where 4 > 5w + (1 − w) and 4 > w + 5(1 − w): for w between a quarter and three."""
    got = result(capfd, at("s.csv", HEADER + rows(SURE)), "--draws", "40000")
    by = {one["name"]: one for one in got["opportunities"]}
    assert list(by) == ["A", "B", "C", "D"]
    assert by["D"]["rank_acceptability"][0] == pytest.approx(0.5, abs=0.01)
    assert by["A"]["central_weights"]["c1"] == pytest.approx(0.875, abs=0.01)
    assert by["C"]["central_weights"] is None
    assert by["A"]["confidence"] == pytest.approx(1.0)
    assert [by["A"][key] for key in ("powerful", "possible", "se", "disagreement")] == [
        None, None, 0.0, None,
    ]  # fmt: skip
    assert {"portfolio", "portfolios", "equity_price", "conflicts", "seed"} <= set(got)


def test_exact_lists_what_no_other_portfolio_dominates(at, capfd):
    scores = at("s.csv", HEADER + rows(SURE))
    costs = at("c.csv", "opportunity,cost\nA,3\nB,3\nC,2\nD,4\n")
    got = result(capfd, scores, "--costs", costs, "--budget", "6", "--exact")
    worth = {
        chosen: np.sum([SURE[one] for one in chosen], axis=0)
        for size in range(5)
        for chosen in itertools.combinations("ABCD", size)
        if sum({"A": 3, "B": 3, "C": 2, "D": 4}[one] for one in chosen) <= 6
    }
    best = {
        one
        for one, v in worth.items()
        if not any((u >= v).all() and (u > v).any() for u in worth.values())
    }
    assert {tuple(one) for one in got["portfolios"]} == best
    assert got["search"]["complete"]
    for one in got["opportunities"]:
        share = np.mean([one["name"] in chosen for chosen in best])
        assert one["core_index"] == pytest.approx(share)
        assert one["in_portfolio"] == (one["name"] in got["portfolio"])
    top = max(np.sum(v) for v in worth.values())
    assert np.sum(worth[tuple(got["portfolio"])]) == pytest.approx(top)


def test_sides_groups_and_disagreement(at, capfd):
    given = HEADER
    for name, marks in {"A": (5, 5, 1), "B": (3, 3, 3)}.items():
        for scorer, mark in enumerate(marks):
            group = "patients" if scorer == 2 else "clinicians"
            given += f"{name},s{scorer},{group},powerful,{mark}\n"
            given += f"{name},s{scorer},{group},possible,4\n"
    got = result(capfd, at("s.csv", given))
    a, b = got["opportunities"]
    assert (a["powerful"], a["possible"], b["powerful"]) == (3.0, 4.0, 3.0)
    assert a["disagreement"] == pytest.approx(np.std([5, 5, 1], ddof=1) / 2)
    assert b["disagreement"] == 0.0
    plain = result(capfd, at("s.csv", given), "--one-voice")["opportunities"][0]
    assert plain["powerful"] == pytest.approx(11 / 3)
    assert plain["powerful_se"] == pytest.approx(np.std([5, 5, 1], ddof=1) / 3**0.5)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("weights: {c1: 0.9, c2: 0.1}", "A"),
        ("c1: 0.1\nc2: 0.9\n", "B"),
        ("order: [c1, c2]", None),
        ("statements: [c1 >= 0.8]", "A"),
        ("- c2 >= 4*c1\n", "B"),
        ("c1: [0.8, 0.9]\nc2: [0.1, 0.2]\n", "A"),
    ],
)
def test_weights_are_taken_in_every_way(at, capfd, text, first):
    got = result(capfd, at("s.csv", HEADER + rows(SURE)), "--weights", at("w.yaml", text))
    shares = {one["name"]: one["rank_acceptability"][0] for one in got["opportunities"]}
    if first:
        assert shares[first] == 1.0
    else:
        assert (shares["A"], shares["D"]) == (pytest.approx(0.5, abs=0.02),) * 2
        assert got["weights"]["middle"] == pytest.approx({"c1": 0.75, "c2": 0.25})


def test_equity_has_its_price_and_rules_hold(at, capfd):
    scores = at("s.csv", HEADER + rows(SURE))
    costs = at(
        "c.csv",
        "opportunity,cost,deprived,mission\nA,1,0.1,x\nB,1,0.9,x\nC,1,0.9,y\nD,1,0.1,y\n",
    )
    rules = at("r.yaml", "choose: 2\nequity: 0.5\n")
    got = result(capfd, scores, "--costs", costs, "--rules", rules)
    assert got["portfolio"] == ["B", "C"] or got["equity_price"] > 0
    shares = {"A": 0.1, "B": 0.9, "C": 0.9, "D": 0.1}
    value = {name: sum(v) / 2 for name, v in SURE.items()}
    pairs = [c for n in range(3) for c in itertools.combinations("ABCD", n)]
    fair = [c for c in pairs if sum(value[i] * (shares[i] - 0.5) for i in c) >= -1e-9]
    top = [max(sum(value[i] for i in c) for c in some) for some in (pairs, fair)]
    assert got["equity_price"] == pytest.approx(top[0] - top[1])
    assert got["search"]["value"] == pytest.approx(top[1])


def test_rules_that_conflict_are_named_with_ways_out(at, capfd):
    scores = at("s.csv", HEADER + rows(SURE))
    costs = at("c.csv", "opportunity,cost\nA,3\nB,3\nC,2\nD,4\n")
    rules = at("r.yaml", "must: [A, D]\nbudgets: {cost: 5}\n")
    got = result(capfd, scores, "--costs", costs, "--rules", rules)
    assert got["portfolio"] == []
    (conflict,) = got["conflicts"]
    assert len(conflict["rules"]) == 3
    assert conflict["relaxations"][0]["by"] == pytest.approx(2.0)
    assert "to 7 would be enough" in conflict["relaxations"][0]["sentence"]


def test_sentences_and_pictures_for_people(at, capfd, tmp_path):
    criteria = ("powerful", "possible")
    scores = at("s.csv", HEADER + rows(SURE, criteria))
    costs = at("c.csv", "opportunity,cost\nA,3\nB,3\nC,2\nD,4\n")
    code = main(
        ["prioritise", scores, "--costs", costs, "--budget", "6", "--svg", str(tmp_path / "p")]
    )
    out = capfd.readouterr()
    assert code == 0
    assert out.out.startswith("Proposed: ")
    assert "of 100 plausible portfolios" in out.out
    assert "If you must add" in out.out
    assert "more of cost" in out.out
    for name in ("powerful-possible", "ranks"):
        assert (tmp_path / "p" / f"{name}.svg").read_text().startswith("<")


BAD = [
    ("A,s,g,c1,9", "Row 10, score: “9” is outside the scale of 1 to 5"),
    ("A,s,g,c1,2", "Row 10, score: “A”, “s”, “c1” already have a score in row 2"),
    ("A,s,h,c3,2", "Row 10, group: “s” is in the group “g” in row 2"),
    ("A,s,g,c3,high", "Row 10, score: “high” is not a number"),
    (",s,g,c3,2", "Row 10, opportunity: the cell is blank"),
]


@pytest.mark.parametrize(("row", "said"), BAD)
def test_bad_scores_are_named_by_row(at, capfd, row, said):
    assert said in refused(capfd, at("s.csv", HEADER + rows(SURE) + row + "\n"))


@pytest.mark.parametrize(
    ("costs", "said"),
    [
        ("opportunity,cost\nA,3\nB,3\nC,2\nD,4\nE,1\n", "Row 6, opportunity: “E” is not"),
        ("opportunity,cost\nA,-3\nB,3\nC,2\nD,4\n", "Row 2, cost: -3 is negative"),
        ("opportunity,cost\nA,3\nB,3\nC,2\n", "“D” has scores but no row here"),
        ("opportunity,cost\nA,3\nB,3\nC,2\nD,\n", "Row 5, cost: the cell is blank"),
        ("opportunity,cost\nA,3\nA,3\nB,3\nC,2\nD,1\n", "Row 3, opportunity: “A” already stands"),
        ("opportunity,cost\nA,8\nB,8\nC,8\nD,9\n", "There is nothing to choose"),
    ],
)
def test_bad_costs_are_named(at, capfd, costs, said):
    scores = at("s.csv", HEADER + rows(SURE))
    assert said in refused(capfd, scores, "--costs", at("c.csv", costs), "--budget", "6")


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        ("must: [Z]", "r.yaml, must: “Z” is not an opportunity"),
        ("musst: [A]", "“musst” is neither a rule nor a column of the costs; is “must” meant?"),
        ("choose: many", "r.yaml, choose: “many” is not a number"),
        ("must: [A", "this is not YAML"),
        ("- A", "rules are fields"),
        ("equity: 2", "equity"),
        ("budgets: {staff: 3}", "staff"),
        ("requires: [A, B, C]", "requires"),
    ],
)
def test_bad_rules_are_named(at, capfd, rules, said):
    scores = at("s.csv", HEADER + rows(SURE))
    costs = at("c.csv", "opportunity,cost,deprived\nA,3,0\nB,3,0\nC,2,0\nD,4,1\n")
    error = refused(capfd, scores, "--costs", costs, "--rules", at("r.yaml", rules))
    assert said in error


@pytest.mark.parametrize(
    ("weights", "said"),
    [
        ("statements: [c1 >= c2 + 0.1, c2 >= c1]", "No weights can meet “c1 >= c2 + 0.1” and"),
        ("statements: [c1 >= c9]", "w.yaml, statement 1: “c1 >= c9” cannot be read"),
        ("c1: 1", "c2 has no weight"),
        ("c1: -1\nc2: 2", "w.yaml, c1: “-1” is not a number from 0 up"),
        ("order: [c1]", "the order leaves out c2"),
        ("order: [c1, c2, c1]", "twice"),
        ("c1: 0\nc2: 0", "at least one is above 0"),
        ("", "give weights by criterion"),
    ],
)
def test_bad_weights_are_named(at, capfd, weights, said):
    scores = at("s.csv", HEADER + rows(SURE))
    assert said in refused(capfd, scores, "--weights", at("w.yaml", weights))


def test_nothing_to_choose_and_files_that_are_not_there(at, capfd):
    assert "nothing to choose" in refused(capfd, at("s.csv", HEADER + rows({"A": (1, 2)})))
    blank = at("b.csv", HEADER + "A,s,g,c1,\nB,s,g,c1,\n")
    assert "Every score is blank" in refused(capfd, blank)
    scores = at("s.csv", HEADER + rows(SURE))
    assert "There is no file" in refused(capfd, scores, "--weights", "nowhere.yaml")
    assert "--scale" in refused(capfd, scores, "--scale", "5,1")
    assert re.search("column is missing", refused(capfd, at("x.csv", "opportunity,score\nA,1\n")))


def test_a_criterion_that_tells_nothing_apart_is_told(at, capfd):
    flat = {name: (first, 3) for name, (first, _) in SURE.items()}
    assert main(["prioritise", at("s.csv", HEADER + rows(flat)), "--json"]) == 0
    assert "Every score on c2 is 3, so it tells nothing apart." in capfd.readouterr().err
