"""Frozen results to plain dictionaries and back, with the same digits."""

import types
from dataclasses import fields, is_dataclass
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")
_HINTS: dict[Any, dict[str, Any]] = {}


def to_plain(thing: Any) -> Any:
    """Turn a result into dictionaries, lists, text and numbers that JSON keeps exactly."""
    if is_dataclass(thing) and not isinstance(thing, type):
        return {field.name: to_plain(getattr(thing, field.name)) for field in fields(thing)}
    if isinstance(thing, (tuple, list)):
        return [to_plain(item) for item in thing]
    return thing


def from_plain(kind: type[T], data: dict[str, Any]) -> T:
    """Rebuild a result from its plain form; an unknown or missing field is a ValueError."""
    names: dict[str, Any] = _hints(kind)
    unknown = sorted(set(data) - set(names))
    if unknown:
        raise ValueError(f"{kind.__name__} has no field {', '.join(unknown)}.")
    try:
        return kind(**{name: _value(names[name], data[name]) for name in names if name in data})
    except TypeError as error:
        raise ValueError(f"The stored {kind.__name__} is not complete: {error}.") from error


def _hints(kind: Any) -> dict[str, Any]:
    if kind not in _HINTS:
        _HINTS[kind] = get_type_hints(kind)
    return _HINTS[kind]


def _value(hint: Any, data: Any) -> Any:
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        if data is None:
            return None
        inner = next(part for part in get_args(hint) if part is not type(None))
        return _value(inner, data)
    if origin is tuple:
        return tuple(_value(get_args(hint)[0], item) for item in data)
    if is_dataclass(hint):
        return from_plain(hint, data)  # type: ignore[arg-type]
    if hint is float and data is not None:
        return float(data)
    return data
