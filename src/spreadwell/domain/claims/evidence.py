"""What a gate rests on, gathered from effects, claims, conditions, sites and adaptations."""

from typing import Any

from django.utils import timezone

from spreadwell.methods.effects import wording

from ..innovations.models import AssuranceItem, Gate, Innovation
from ..sites.models import Adaptation, ConditionRating, ImplementationSite, SafetyConcern
from ..sites.rounds import latest_settled
from ..sites.states import SITE
from .beside import co_live
from .models import Claim, Effect
from .questions import what_is_missing
from .stored import result_of, shows_size


def evidence(gate: Gate) -> dict[str, Any]:
    """Everything a body sees at a gate, as plain data that can be frozen with its decision."""
    asked = {
        "question": gate.question,
        "recommendation": gate.recommendation,
        "criteria": gate.criteria,
    }
    return asked | evidence_about(gate.innovation)


def evidence_about(innovation: Innovation) -> dict[str, Any]:
    """What is known of an innovation, at a gate or beside what could start instead of it."""
    return {
        "as of": timezone.localdate().isoformat(),
        "innovation": innovation.name,
        "stage": innovation.get_stage_display(),
        "effects": [_effect(one) for one in latest_effects(innovation)],
        "claims": [_claim(one) for one in _claims(innovation)],
        "sites": _sites(innovation),
        "adaptations": [
            {"site": one.site.name, "on": one.on.isoformat(), "what": one.what, "why": one.why}
            for one in Adaptation.objects.filter(site__version__innovation=innovation)
            .select_related("site")
            .order_by("on", "pk")
        ],
        "conditions": _conditions(innovation),
        "assurance": [
            {
                "what": one.get_framework_display(),
                "status": one.get_status_display(),
                "expires": one.expires_on.isoformat() if one.expires_on else None,
            }
            for one in AssuranceItem.objects.filter(innovation=innovation)
        ],
        "open safety concerns": SafetyConcern.objects.filter(site__version__innovation=innovation)
        .exclude(state="resolved")
        .count(),
    }


def latest_effects(innovation: Innovation) -> list[Effect]:
    """The latest look at each opened protocol of an innovation, its primary measure first."""
    rows = Effect.objects.filter(protocol__innovation=innovation, is_latest=True)
    primary = set(innovation.measures.filter(primary=True).values_list("measure_id", flat=True))
    return sorted(
        rows.select_related("protocol__measure", "protocol__innovation"),
        key=lambda one: (one.protocol.measure_id not in primary, one.pk),
    )


def _effect(effect: Effect) -> dict[str, Any]:
    result = result_of(effect)
    protocol = effect.protocol
    shown = shows_size(result)
    return {
        "measure": protocol.measure.name,
        "sentence": wording.headline(result),
        "certainty": wording.certainty(result.grade) if result.gate.ok else "",
        "grade": effect.grade,
        "estimate": result.headline.estimate if shown else None,
        "lower": result.headline.lower if shown else None,
        "upper": result.headline.upper if shown else None,
        "unit": result.scale.words,
        "sites": result.adopters,
        "compared with": result.comparators,
        "look": effect.look,
        "computed": timezone.localtime(effect.computed_at).date().isoformat(),
        "fingerprint": effect.fingerprint,
        "protocol": protocol.pk,
        "failed checks": [text for _, text, passed in wording.checks(result) if not passed],
        "also live": list(
            dict.fromkeys(
                one.innovation
                for one in co_live(protocol.innovation, protocol.measure, protocol.comparator_codes)
            )
        ),
    }


def _claims(innovation: Innovation) -> list[Claim]:
    rows = Claim.objects.filter(innovation=innovation, state__in=("current", "questioned"))
    return list(rows.order_by("pk"))


def _claim(claim: Claim) -> dict[str, Any]:
    return {
        "claim": claim.pk,
        "sentence": claim.sentence,
        "grade": claim.grade,
        "external": claim.external,
        "state": claim.get_state_display(),
        "missing": [gap.question for gap in what_is_missing(claim)],
    }


def _sites(innovation: Innovation) -> dict[str, int]:
    counts = dict.fromkeys((SITE.label(key) for key in SITE.keys()), 0)  # noqa: SIM118
    rows = ImplementationSite.objects.filter(version__innovation=innovation)
    for state in rows.values_list("state", flat=True):
        counts[SITE.label(state)] += 1
    return counts


def _conditions(innovation: Innovation) -> list[dict[str, Any]]:
    """Ratings that sites have shared: how many help and how many hinder, by construct."""
    found: dict[str, list[int]] = {}
    rows = ConditionRating.objects.filter(site__version__innovation=innovation, shared=True)
    for one in sorted(latest_settled(rows), key=lambda row: row.construct):
        if one.rating is not None:
            found.setdefault(one.construct, []).append(one.rating)
    return [
        {
            "construct": construct,
            "helps at": sum(1 for r in ratings if r > 0),
            "hinders at": sum(1 for r in ratings if r < 0),
            "rated at": len(ratings),
        }
        for construct, ratings in found.items()
    ]
