"""What came in beside files: a workshop's sheet, a file that waits, a finding from data."""

from dataclasses import replace
from typing import Any

import numpy as np

from spreadwell.domain.discovery.actions import add_findings
from spreadwell.domain.discovery.data import Looked, Seen, seen
from spreadwell.domain.discovery.evidence import DataView
from spreadwell.domain.discovery.from_data import raise_from_data
from spreadwell.domain.discovery.heard import Heard
from spreadwell.domain.discovery.keeping import keep_file
from spreadwell.domain.foundation.origins import Origin
from spreadwell.domain.models import Reading

from ..discovery.loading import hold
from .content import told
from .loading import Loading

BY = "mission.lead"


def load(loading: Loading) -> None:
    """Load all three through the actions that people use."""
    content = told("brought")
    _sheet(loading, content["sheet"])
    _file(loading, content["file"])
    _data(loading, content["data"])


def _sheet(loading: Loading, content: dict[str, Any]) -> None:
    once = {
        "heard_on": content["day"], "place": content["place"], "source": content["source"]
    }  # fmt: skip
    rows = content["rows"]
    add_findings(
        by=loading.person(BY), mission=loading.missions[content["mission"]], origin=Origin.INVENTED,
        rows=[
            Heard(text=one["text"], role=one["role"], voice=one.get("voice", ""),
                  label=one["label"], **once)
            for one in rows
        ],
        themes=[loading.themes[one["theme"]] if "theme" in one else None for one in rows],
    )  # fmt: skip


def _file(loading: Loading, content: dict[str, Any]) -> None:
    """A file that its sender has still to look at; some of its rows ask for an answer."""
    hold(
        by=loading.person(BY), mission=loading.missions[content["mission"]], name=content["name"],
        content=content["text"].encode(),
        usual={
            "source": content["source"], "source_kind": "engagement",
            "heard_on": loading.today.isoformat(),
        },
    )  # fmt: skip


def _data(loading: Loading, content: dict[str, Any]) -> None:
    """A gap between groups of people, raised a while ago; its page shows it then and now."""
    looked = Looked(
        DataView.EQUITY.value, loading.measures[content["measure"]], stratum=content["stratum"]
    )
    found = seen(Reading.objects.all(), looked)
    if found is None:
        raise ValueError(f"{content['measure']}: the example has no readings by strata.")
    then = _as_of(found, content["months_ago"])
    finding = raise_from_data(
        by=loading.person(BY), mission=loading.missions[content["mission"]], seen=then,
        heard=Heard(
            text=content["text"], role="", source_kind="data", source=content["source"],
            heard_on=min(then.period.end, loading.today),
        ),
    )  # fmt: skip
    keep_file(
        by=loading.person(BY), finding=finding, file_name="What the group said.txt",
        content=content["note"].encode(), no_patient=True,
    )  # fmt: skip


def _as_of(found: Seen, back: int) -> Seen:
    """The numbers as they were some periods ago."""
    known = np.flatnonzero(np.isfinite(found.values))
    values = found.values.copy()
    values[known[max(len(known) - back, 1)] :] = np.nan
    return replace(found, values=values)
