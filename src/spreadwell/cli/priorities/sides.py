"""Which criteria say how powerful an opportunity is, and which how possible."""

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from spreadwell.cli.messages import InputProblem
from spreadwell.cli.priorities.yaml_files import named
from spreadwell.formats.tables import normal_header, read_table

Side = Literal["powerful", "possible"]
SIDES: tuple[Side, ...] = ("powerful", "possible")
DEFAULTS: dict[str, Side] = {
    "need": "powerful",
    "benefit": "powerful",
    "size_of_benefit": "powerful",
    "evidence": "powerful",
    "strength_of_evidence": "powerful",
    "inequality": "powerful",
    "readiness": "possible",
    "cost": "possible",
    "cost_and_staff": "possible",
    "data": "possible",
    "data_and_governance": "possible",
    "leadership": "possible",
}
"""The eight criteria that come with the product, by slug and by name."""


def sides_of(criteria: Sequence[str], path: Path | None) -> list[Side | None]:
    """The side of each criterion; None for a plain one.

    From the file (`criterion, side`) where there is one. Else from the names: “powerful”,
    “possible”, names that begin so (“powerful: need”), or the product's own eight where the file
    has none but those and both sides.
    """
    if path is not None:
        return _from_file(criteria, path)
    keys = [normal_header(one.replace(":", " ").replace(".", " ")) for one in criteria]
    found: list[Side | None] = [
        next((side for side in SIDES if key == side or key.startswith(f"{side}_")), None)
        for key in keys
    ]
    if not any(found) and all(key in DEFAULTS for key in keys):
        usual: list[Side | None] = [DEFAULTS[key] for key in keys]
        if set(usual) == set(SIDES):
            return usual
    return found


def _from_file(criteria: Sequence[str], path: Path) -> list[Side | None]:
    table = read_table(path)
    if not {"criterion", "side"} <= set(table.columns):
        raise InputProblem(f"{path.name}: the file has the columns criterion and side.")
    given: dict[str, Side | None] = {}
    for place in range(len(table)):
        where = f"{path.name}: Row {int(table.rows[place])}"
        criterion = named(f"{where}, criterion", table.cell("criterion", place), criteria,
                          "a criterion of the scores")  # fmt: skip
        if criterion in given:
            raise InputProblem(f"{where}, criterion: “{criterion}” is there twice.")
        side = table.cell("side", place).strip().casefold()
        if side not in (*SIDES, "", "plain"):
            raise InputProblem(f"{where}, side: “{side}” is neither powerful nor possible.")
        given[criterion] = next((one for one in SIDES if one == side), None)
    lacking = [one for one in criteria if one not in given]
    if lacking:
        raise InputProblem(f"{path.name}: {', '.join(lacking)} of the scores has no row.")
    return [given[one] for one in criteria]
