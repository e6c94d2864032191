"""A measure definition written as the YAML file it would be under review."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import yaml

from spreadwell.formats.measures import MeasureDefinition

WIDTH = 100


class _Plain(yaml.SafeDumper):
    """Lists stand under their field, a step in, as people write them."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def said(content: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that say something, in the order of the type; days as days, whole numbers whole.

    `content` is as `MeasureDefinition.content` gives it.
    """
    names = [field.alias or name for name, field in MeasureDefinition.model_fields.items()]
    known = {name: content[name] for name in names if name in content}
    made = {name: _tidy(value) for name, value in known.items() if value not in (None, [], "")}
    if "review_date" in made:
        made["review_date"] = date.fromisoformat(str(made["review_date"]))
    return made


def definition_yaml(definition: MeasureDefinition | Mapping[str, Any]) -> str:
    """The definition as a YAML file; reading it again gives the same definition."""
    content = definition.content() if isinstance(definition, MeasureDefinition) else definition
    text = yaml.dump(said(content), Dumper=_Plain, sort_keys=False, allow_unicode=True, width=WIDTH)
    return str(text)


def _tidy(value: Any) -> Any:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, Mapping):
        return {key: _tidy(one) for key, one in value.items() if one is not None}
    if isinstance(value, list | tuple):
        return [_tidy(one) for one in value]
    return value
