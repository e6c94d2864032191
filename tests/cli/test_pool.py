import json

import numpy as np
import pytest

from spreadwell.cli.pool_result import PoolOutput


@pytest.fixture
def effects(tmp_path):
    random = np.random.default_rng(3)
    lines = ["site,estimate,se,staff,borough,note"]
    for k in range(24):
        staff = k % 6
        estimate = 2 + 0.5 * staff + random.normal(0, 0.5)
        lines.append(f"{k:02},{estimate:.4f},{0.2 + 0.02 * k:.3f},{staff},{'NS'[k % 2]},")
    path = tmp_path / "effects.csv"
    path.write_text("\n".join(lines))
    return path


def test_pooled_with_a_range_for_a_next_site(run, effects):
    code, out, err = run("pool", effects, "--json")
    assert (code, err) == (0, "")
    found = json.loads(out)
    assert PoolOutput.model_validate(found).sites == 24
    assert set(found) >= {
        "estimate", "se", "low", "high", "tau2", "i2", "q", "prediction", "shrunken", "moderators",
    }  # fmt: skip
    assert found["prediction"][0] < found["low"] < found["estimate"] < found["high"]
    assert found["moderators"] == []
    assert [one["site"] for one in found["shrunken"]] == [f"{k:02}" for k in range(24)]
    code, said, _ = run("pool", effects)
    assert said.splitlines() == found["sentences"]


def test_a_moderator_that_matters_and_one_of_words(run, effects):
    found = json.loads(run("pool", effects, "--moderators", "staff,borough", "--json")[1])
    staff, borough = found["moderators"]
    assert staff["name"] == "staff"
    assert staff["low"] < 0.5 < staff["high"]
    assert staff["low"] > 0
    assert borough["name"] == "borough: S"
    assert borough["low"] < 0 < borough["high"]
    assert found["prediction"] is None
    assert found["heterogeneity"]["r2"] > 50


def test_scaling_scales_and_order_does_not_matter(run, effects, tmp_path):
    plain = json.loads(run("pool", effects, "--json")[1])
    header, *rows = effects.read_text().splitlines()
    cells = [row.split(",") for row in rows]
    made = [
        ",".join([c[0], repr(100 * float(c[1])), repr(100 * float(c[2])), *c[3:]]) for c in cells
    ]
    turned = tmp_path / "turned.csv"
    turned.write_text("\n".join([header, *reversed(made)]))
    found = json.loads(run("pool", turned, "--json")[1])
    for name in ("estimate", "se", "low", "high"):
        assert found[name] == pytest.approx(100 * plain[name], rel=1e-7)
    assert found["tau2"] == pytest.approx(1e4 * plain["tau2"], rel=1e-6)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("0.200", "0", "Row 2, se: “0” is not above zero."),
        ("0.200", "-1", "Row 2, se: “-1” is not above zero."),
        ("0.200", "", "Row 2, se: the cell is blank."),
        ("01,", "00,", "Row 3, site: “00” already stands in row 2."),
        ("0.200", "5%", "Row 2, se: “5%” has a percent sign"),
        ("site,", "place,", "Row 1, site: the column is missing"),
    ],
)
def test_what_is_wrong_in_the_file_is_named(run, effects, old, new, says):
    effects.write_text(effects.read_text().replace(old, new, 1))
    code, out, err = run("pool", effects)
    assert (code, out) == (1, "")
    assert says in err


@pytest.mark.parametrize(
    ("options", "code", "says"),
    [
        (["--moderators", "size"], 1, "Row 1, size: the column is missing; the file has staff"),
        (["--moderators", "note"], 1, "Row 2, note: the cell is blank."),
        (["--moderators", "estimate"], 1, "Row 1, estimate: the column is missing"),
        (["--level", "2"], 2, "must lie between 0.5 and 1."),
    ],
)
def test_what_cannot_work_is_said(run, effects, options, code, says):
    found, out, err = run("pool", effects, *options)
    assert (found, out) == (code, "")
    assert says in err


def test_one_site_cannot_be_pooled(run, effects):
    effects.write_text("\n".join(effects.read_text().splitlines()[:2]))
    code, _, err = run("pool", effects)
    assert code == 1
    assert err == "1 site cannot be pooled with 0 moderators; at least 2 are needed.\n"
