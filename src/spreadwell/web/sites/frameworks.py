"""The conditions and readiness domains that a site is asked about, from the frameworks file."""

import json
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def frameworks() -> dict[str, Any]:
    """Return the frameworks, in our own words, as they are shipped."""
    text = (files("spreadwell") / "definitions" / "frameworks.json").read_text("utf-8")
    read: dict[str, Any] = json.loads(text)
    return read


def _cfir() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the CFIR 2.0 constructs by domain, each with its meaning."""
    groups = []
    for domain in frameworks()["CFIR_2_0"]["domains"]:
        names = [
            (one["name"], f"{one['name']}: {one['meaning']}")
            for one in domain.get("constructs", [])
        ]
        if names:
            groups.append((domain["name"], names))
    return groups


def _nasss() -> list[tuple[int, str]]:
    """Return the seven NASSS domains, each with what to think of."""
    return [
        (one["n"], f"{one['name']}: {', '.join(one['questions'])}")
        for one in frameworks()["NASSS"]["domains"]
    ]


# The select of the design system has no groups, so the domain stands before its first name.
CFIR_CHOICES = [(name, f"{domain} – {label}") for domain, names in _cfir() for name, label in names]
NASSS_CHOICES = _nasss()
NASSS_NAMES = {one["n"]: one["name"] for one in frameworks()["NASSS"]["domains"]}
