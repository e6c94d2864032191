"""Charts of subgroups against the factors that tables print, in their rounding."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from tests.methods.spc.things import fast

READ = yaml.safe_load(
    (Path(__file__).parent / "data" / "spc" / "published.yaml").read_text(encoding="utf-8")
)


@pytest.mark.parametrize(("n", "c4", "a3", "b3", "b4"), READ["factors"])
def test_factors_as_tables_print_them(n, c4, a3, b3, b4) -> None:
    """Thirteen subgroups of n around 0 with a mean deviation of 1 draw the factors themselves."""
    given = {"value": [0.0] * 13, "sd": [1.0] * 13, "n": [n] * 13}
    means = fast("xbar", given)
    assert means.upper[0] == pytest.approx(a3, abs=0.00051)
    # The factor c4 is what A3 divides three roots of n by.
    assert 3 / (means.upper[0] * n**0.5) == pytest.approx(c4, abs=0.000051)
    deviations = fast("s", {"sd": [1.0] * 13, "n": [n] * 13})
    assert deviations.upper[0] == pytest.approx(b4, abs=0.00051)
    assert deviations.lower[0] == pytest.approx(b3, abs=0.00051)
