"""Innovations: versions, components, measures, assurance and time in each stage."""

from datetime import timedelta
from typing import Any

from spreadwell.domain.foundation.origins import Origin
from spreadwell.domain.models import (
    AssuranceItem,
    AssuranceProof,
    Component,
    ConfidentialRecord,
    Innovation,
    InnovationMeasure,
    InnovationVersion,
    StageSpell,
)
from spreadwell.formats.logic_models import read_logic_model, record_of

from .content import innovations
from .loading import Loading, keep_all


def load(loading: Loading) -> None:
    """Load every innovation with all that stands on its own page."""
    for one in innovations():
        innovation = _innovation(loading, one)
        loading.innovations[innovation.slug] = innovation
        for told_version in one["versions"]:
            _version(loading, innovation, told_version)
        keep_all(
            InnovationMeasure, [_measure(loading, innovation, each) for each in one["measures"]]
        )
        _assurance(loading, innovation, one)
        _confidential(loading, innovation, one)
        spells = one["spells"]
        keep_all(
            StageSpell,
            [
                StageSpell(
                    innovation=innovation, stage=spell["stage"], entered=spell["entered"],
                    left=after["entered"] if after else None, reason=spell["reason"],
                )
                for spell, after in zip(spells, [*spells[1:], None], strict=True)
            ],
        )  # fmt: skip


def _innovation(loading: Loading, one: dict[str, Any]) -> Innovation:
    published = one.get("published", "")
    return Innovation.objects.create(
        slug=one["slug"], name=one["name"], sentence=one["sentence"].strip(),
        mission=loading.missions[one["mission"]],
        network=loading.networks[one["network"]] if "network" in one else None,
        opportunity=loading.opportunities[one["opportunity"]] if "opportunity" in one else None,
        stage=one["stage"], public=one["public"], known_so_far=one.get("known_so_far", ""),
        entered_because=one.get("entered_because", ""),
        stopped_because=one.get("stopped_because", ""), source=published,
        origin=Origin.PUBLISHED if published else Origin.INVENTED,
    )  # fmt: skip


def _version(loading: Loading, innovation: Innovation, told_version: dict[str, Any]) -> None:
    number = told_version["number"]
    version = InnovationVersion.objects.create(
        innovation=innovation, number=number, what_changed=told_version.get("what_changed", ""),
        released_on=told_version.get("released"), tidier=told_version["tidier"],
        logic_model=_model(told_version["logic_model"]),
        driver_diagram=told_version.get("driver_diagram", ""),
    )  # fmt: skip
    loading.versions[innovation.slug, number] = version
    keep_all(Component, [Component(version=version, **each) for each in told_version["components"]])


def _model(told: str | dict[str, Any]) -> dict[str, Any]:
    """Return a logic model as it is stored; the files hold an outline or the record itself."""
    return record_of(read_logic_model(told)) if isinstance(told, str) else told


def _measure(loading: Loading, innovation: Innovation, each: dict[str, Any]) -> InnovationMeasure:
    low, middle, high = each.get("conversion", (None, None, None))
    return InnovationMeasure(
        innovation=innovation, measure=loading.measures[each["measure"]],
        primary=each.get("primary", False), smallest_worthwhile=each.get("smallest_worthwhile"),
        link=each.get("link", "none"), conversion_low=low, conversion=middle, conversion_high=high,
        conversion_source=each.get("source", ""),
        conversion_owner=loading.person(each["owner"]) if "owner" in each else None,
    )  # fmt: skip


def _assurance(loading: Loading, innovation: Innovation, one: dict[str, Any]) -> None:
    told = one.get("assurance", [])
    made = []
    for item in told:
        days = item.get("expires_in")
        made.append(
            AssuranceItem(
                innovation=innovation, framework=item["framework"], status=item["status"],
                section=item.get("section", ""), tier=item.get("tier", ""), detail=item["detail"],
                expires_on=loading.today + timedelta(days=days) if days else None,
            )
        )  # fmt: skip
    kept = keep_all(AssuranceItem, made)
    keep_all(
        AssuranceProof,
        [
            AssuranceProof(
                item=row, reference=item["proof"], file_name=item.get("file", ""),
                content=item.get("text", "").encode(), added_by=loading.person("facilitator"),
                added_on=loading.today - timedelta(days=30),
            )
            for row, item in zip(kept, told, strict=True)
            if "proof" in item
        ],
    )  # fmt: skip


def _confidential(loading: Loading, innovation: Innovation, one: dict[str, Any]) -> None:
    """Keep what only those named can read; the example has one, to show that others do not."""
    for each in one.get("confidential", []):
        made = ConfidentialRecord.objects.create(
            innovation=innovation, kind=each["kind"], text=each["text"],
            party=loading.organisations[each["party"]], starts=each["starts"],
            written_by=loading.person(each["by"]), written_on=each["starts"],
        )  # fmt: skip
        made.named.set([loading.person(key) for key in each["named"]])
