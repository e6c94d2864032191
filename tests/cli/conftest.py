"""Readings and starts to run commands on."""

import random
from pathlib import Path

import pytest

from spreadwell.cli.main import main


@pytest.fixture
def run(capsys):
    """Run a command; gives exit code, stdout, stderr."""

    def go(*arguments):
        code = main([str(one) for one in arguments])
        said = capsys.readouterr()
        return code, said.out, said.err

    return go


@pytest.fixture
def readings(tmp_path) -> Path:
    """30 months of a proportion at three sites, of which one has a gap and an awkward code."""
    chance = random.Random(7)
    lines = ["measure,site,period,numerator,denominator"]
    for site in ("007", "a/b", "a b"):
        for month in range(30):
            if site == "a b" and month == 11:
                continue
            people = 100 + month
            share = 0.6 + 0.1 * (month > 18) + chance.gauss(0, 0.02)
            when = f"{2022 + month // 12}-{month % 12 + 1:02}"
            lines.append(f"bp_control,{site},{when},{round(people * share)},{people}")
    path = tmp_path / "readings.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.fixture
def evaluation(tmp_path) -> tuple[Path, Path]:
    """40 sites, of which 15 adopt in turn and then have 10 in 100 more."""
    chance = random.Random(11)
    lines = ["measure,site,period,numerator,denominator"]
    starts = ["site,started,network,size"]
    for number in range(40):
        site, begins = f"{number:03}", 14 + number if number < 15 else None
        level = 0.5 + chance.gauss(0, 0.05)
        for month in range(36):
            share = level + chance.gauss(0, 0.01) + (0.1 if begins and month >= begins else 0)
            when = f"{2021 + month // 12}-{month % 12 + 1:02}"
            lines.append(f"bp_control,{site},{when},{round(1000 * share)},1000")
        day = "" if begins is None else f"{2021 + begins // 12}-{begins % 12 + 1:02}-15"
        starts.append(f"{site},{day},net{number % 9},{100 + number}")
    made = tmp_path / "r.csv", tmp_path / "starts.csv"
    made[0].write_text("\n".join(lines), encoding="utf-8")
    made[1].write_text("\n".join(starts), encoding="utf-8")
    return made
