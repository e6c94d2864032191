"""Organisations in and out on the command line, and what every kind keeps to."""

import argparse
import json
import re
from pathlib import Path

import pytest

from spreadwell.cli import exporting, importing
from spreadwell.cli.kinds import Kind
from spreadwell.domain.models import Organisation
from spreadwell.exchange.portfolio import content as portfolio_content

DATA = Path(__file__).parents[1] / "exchange" / "data" / "ods"
BOTH = (DATA / "epraccur_extract.csv", DATA / "ePCN_extract.xlsx")
REFERENCE = Path(__file__).parents[2] / "docs" / "reference" / "command-line.md"
KINDS = [
    (command, kind)
    for command, kinds in (("import", importing.KINDS), ("export", exporting.KINDS))
    for kind in kinds
    if kind.is_installed
]
stored = [pytest.mark.django_db, pytest.mark.store]


@pytest.mark.parametrize(("command", "kind"), KINDS, ids=lambda one: getattr(one, "name", one))
def test_every_kind_and_its_options_are_documented(run, command: str, kind: Kind):
    text = REFERENCE.read_text(encoding="utf-8")
    section = re.search(
        rf"^### spreadwell {command} {kind.name}$(.*?)(?=^##|\Z)", text, re.M | re.S
    )
    assert section is not None
    module = kind.load()
    assert module.__doc__.startswith(f"`spreadwell {command} {kind.name}`")
    parser = argparse.ArgumentParser(add_help=False)
    module.add_arguments(parser)
    options = re.findall(r"--[a-z][a-z-]+", parser.format_help())
    assert [option for option in options if option not in section[1]] == []
    code, out, _ = run(command, kind.name, "--help")
    assert (code, out.split("\n")[0][:20]) == (0, f"usage: spreadwell {command}"[:20])


class TestOrganisations:
    """The two commands on a store."""

    pytestmark = stored

    def test_in_then_out(self, run):
        code, out, err = run("import", "organisations", *BOTH, "--json", "--icb", "QRV")
        assert code == 0
        told = json.loads(out)
        assert (told["stored"], told["counts"]["edges_new"]) == (True, 39)
        assert [one["layout"] for one in told["files"]] == [
            "practices (epraccur)", "PCNs (ePCN) and practices of PCNs (ePCN)",
        ]  # fmt: skip
        assert "Loaded organisations: 45 new; relations: 39 new." in err
        code, out, _ = run("export", "organisations", "--json")
        rows = json.loads(out)
        assert code == 0
        assert {key: len(value) for key, value in rows.items()} == {
            "practices": 36, "pcns": 4, "memberships": 39,
        }  # fmt: skip
        code, out, _ = run("export", "organisations", "--json", "--on", "2020-01-01")
        assert len(json.loads(out)["memberships"]) < 39

    def test_again_says_that_nothing_changes(self, run):
        run("import", "organisations", *BOTH)
        code, _, err = run("import", "organisations", *BOTH, "--on", "2023-02-01")
        assert code == 0
        assert "Everything in these files is known already: nothing was changed." in err

    def test_a_dry_run_keeps_nothing(self, run):
        code, _, err = run("import", "organisations", *BOTH, "--dry-run")
        assert code == 0
        assert "This would load organisations: 51 new; relations: 43 new." in err
        assert not Organisation.objects.exists()

    def test_problems_are_sentences(self, run):
        code, out, err = run("import", "organisations", BOTH[1], "nowhere.csv")
        assert (code, out) == (1, "")
        assert "nowhere.csv: There is no such file." in err
        code, _, err = run("import", "organisations", BOTH[1])
        assert code == 1
        assert "ePCN_extract.xlsx: Row 2, PCN Core Partner Details, practice code: “E84002”" in err
        assert not Organisation.objects.exists()

    def test_a_template_is_written(self, run, tmp_path):
        run("import", "organisations", *BOTH)
        path = tmp_path / "t.csv"
        code, out, err = run("export", "organisations", "--template", path, "--icb", "qrv")
        assert (code, out) == (0, "")
        assert f"rows to {path}" in err
        assert path.read_text(encoding="utf-8-sig").startswith("code,name,kind,borough,opened,")
        code, _, err = run("export", "organisations", "--template", tmp_path / "no" / "t.csv")
        assert (code, err.count("\n")) == (1, 1)

    @pytest.mark.parametrize(
        "arguments",
        [
            ("export", "organisations"),
            ("export", "organisations", "--template", "t.csv", "--on", "2024-01-01"),
            ("export", "organisations", "--json", "--on", "soon"),
            ("import", "organisations"),
            ("import", "organizations", "x.csv"),
            ("import",),
        ],
    )
    def test_wrong_use_is_told(self, run, arguments):
        code, out, err = run(*arguments)
        assert (code, out) == (2, "")
        assert err


class TestMaps:
    """The two commands on a store."""

    pytestmark = stored
    BOROUGHS = Path(portfolio_content.REAL) / "london_boroughs.geojson"
    SAID = ("--name", "London", "--one", "borough", "--many", "boroughs", "--licence", "OGL v3")

    def test_in_then_out_then_in(self, run, tmp_path):
        Organisation.objects.create(code="A", name="A", kind="pcn", borough="Brent")
        Organisation.objects.create(code="B", name="B", kind="pcn", borough="Slough")
        code, _, err = run("import", "map", self.BOROUGHS, *self.SAID, "--source", "ONS")
        assert code == 0
        assert "Loaded 33 boroughs; organisations lie in 1 of them." in err
        assert "Not on this map, though organisations lie there: Slough." in err
        path = tmp_path / "out.geojson"
        assert run("export", "map", "London", path)[0] == 0
        code, _, err = run("import", "map", path, *self.SAID, "--dry-run")
        assert code == 0, "the file says itself whose it is"
        assert "This would load 33 boroughs" in err and "Nothing was kept." in err

    def test_problems_are_sentences(self, run, tmp_path):
        code, _, err = run("import", "map", self.BOROUGHS, *self.SAID)
        assert (code, err.count("\n")) == (1, 1) and "whose outlines" in err
        code, _, err = run("import", "map", self.BOROUGHS, *self.SAID, "--key", "title")
        assert code == 1 and "Area 1: the property title, its name, is missing" in err
        code, _, err = run("import", "map", tmp_path / "no.geojson", *self.SAID)
        assert (code, err.count("\n")) == (1, 1)
        code, _, err = run("export", "map", "Paris", tmp_path / "x.geojson")
        assert code == 1 and "There is no map “Paris”; here are none." in err
        assert run("import", "map", self.BOROUGHS)[0] == 2
