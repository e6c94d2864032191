"""JSON schemas of what commands write, generated from the results themselves.

``python -m spreadwell.cli.schemas docs/reference/schemas`` writes them anew.
"""

import json
import sys
from pathlib import Path

from pydantic import BaseModel

from spreadwell.cli.chart_result import ChartResult
from spreadwell.cli.effect_result import EffectOutput
from spreadwell.cli.findings_result import FindingsExported, FindingsLoaded
from spreadwell.cli.measuring.check import MeasuresChecked
from spreadwell.cli.organisations_result import OrganisationsExported, OrganisationsLoaded
from spreadwell.cli.pool_result import PoolOutput
from spreadwell.cli.priorities.result import PrioritiesOutput

RESULTS: dict[str, type[BaseModel]] = {
    "chart": ChartResult,
    "effect": EffectOutput,
    "export-organisations": OrganisationsExported,
    "import-organisations": OrganisationsLoaded,
    "export-findings": FindingsExported,
    "import-findings": FindingsLoaded,
    "measures-check": MeasuresChecked,
    "pool": PoolOutput,
    "prioritise": PrioritiesOutput,
}


def schema_text(name: str) -> str:
    """The schema of one command's JSON, as it stands in its file."""
    schema = RESULTS[name].model_json_schema(mode="serialization")
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    return json.dumps(schema, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def write_schemas(folder: Path) -> None:
    """Write every schema into a folder as ``NAME.schema.json``."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in RESULTS:
        (folder / f"{name}.schema.json").write_text(schema_text(name), encoding="utf-8")


if __name__ == "__main__":
    write_schemas(Path(sys.argv[1]))
