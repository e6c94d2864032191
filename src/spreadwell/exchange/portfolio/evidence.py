"""Protocols registered before results, effects by the engine itself, and the ledger of claims."""

from datetime import UTC, date, datetime, time
from typing import Any

from spreadwell.domain.claims.actions import (
    ask_owner,
    ask_source,
    mark_conflict,
    publish_claim,
    question_claim,
    supersede_claim,
)
from spreadwell.domain.claims.effects import estimate_effect, open_protocol
from spreadwell.domain.claims.protocols import register_protocol
from spreadwell.domain.foundation.origins import Origin
from spreadwell.domain.models import Claim, Protocol

from .content import first_month, innovations, month_ordinal
from .loading import Loading
from .readings import invented, store
from .shapes import codes_of

# Looks at results follow the end of the month by a few days.
LOOK_DAY = 6


def load(loading: Loading) -> None:
    """Register every protocol, open those that were opened, look again where looks were made."""
    for one in innovations():
        if "protocol" not in one:
            continue
        protocol = _register(loading, one)
        if "looks" in one["protocol"]:
            _looks(loading, one, protocol)
        elif "opened" in one["protocol"]:
            opened = one["protocol"]["opened"]
            loading.effects[one["slug"]] = open_protocol(
                by=loading.person("analyst"), protocol=protocol, at=_at(opened)
            )


def _register(loading: Loading, one: dict[str, Any]) -> Protocol:
    plan = one["protocol"]
    slug = next(each["measure"] for each in one["measures"] if each.get("primary"))
    return register_protocol(
        by=loading.person("analyst"), innovation=loading.innovations[one["slug"]],
        measure=loading.measures[slug], comparators=plan["comparators"],
        comparator_codes=_comparators(loading, one), question=plan["question"],
        randomised=plan.get("randomised", False), on=plan["registered"],
        looks_planned=plan.get("looks_planned", 1), stop_rules=plan.get("stop_rules", ""),
        published_figures=plan.get("published_figures"),
    )  # fmt: skip


def _comparators(loading: Loading, one: dict[str, Any]) -> list[str]:
    sites = one["sites"]
    if sites.get("real") == "medicaid":
        started = {
            site.organisation.code for (slug, _), site in loading.sites.items()
            if slug == one["slug"]
        }  # fmt: skip
        counties = [
            code for code, place in loading.organisations.items()
            if place.facts.get("country") == "United States"
        ]  # fmt: skip
        return [code for code in counties if code not in started]
    if "world" not in sites or sites.get("comparators_are_planned"):
        return []
    places = sites["live"] + sites.get("comparators", 0)
    return codes_of(sites, places)[sites["live"] :]


def _looks(loading: Loading, one: dict[str, Any], protocol: Protocol) -> None:
    """Readings come in month by month, and each month is one look."""
    analyst = loading.person("analyst")
    low = first_month(one["sites"]["world"])
    for number, text in enumerate(one["protocol"]["looks"]):
        month = month_ordinal(text)
        store(loading, f"{one['slug']}-{text}.csv", invented(loading, one, (low, month + 1)))
        low = month + 1
        after = month + 1
        at = _at(date(after // 12, after % 12 + 1, LOOK_DAY))
        look = open_protocol if number == 0 else estimate_effect
        loading.effects[one["slug"]] = look(by=analyst, protocol=protocol, at=at)


def _at(day: date) -> datetime:
    return datetime.combine(day, time(9, 30), tzinfo=UTC)


def load_claims(loading: Loading) -> None:
    """Load the claims: those of effects, and published ones with what they lack and were asked."""
    by_key: dict[str, Claim] = {}
    for one in innovations():
        for each in one.get("claims", []):
            claim = _claim(loading, one, each)
            by_key[each.get("key", "")] = claim
            _asked(loading, claim, each)
            if "conflicts" in each:
                marked = each["conflict"]
                mark_conflict(
                    by=loading.person(marked["by"]), claim=claim, other=by_key[each["conflicts"]],
                    why=marked["why"], on=marked["day"],
                )  # fmt: skip
    for one in innovations():
        for each in one.get("claims", []):
            if "supersedes" in each:
                supersede_claim(
                    by=loading.person(each["owner"]), claim=by_key[each["supersedes"]],
                    newer=by_key[each["key"]],
                )  # fmt: skip


def _claim(loading: Loading, one: dict[str, Any], each: dict[str, Any]) -> Claim:
    """Store one claim as it was said on its day."""
    innovation = loading.innovations[one["slug"]]
    effect = loading.effects.get(one["slug"]) if each.get("effect") else None
    if effect is not None and "look" in each:
        effect = effect.protocol.effects.get(look=each["look"])
    external = each.get("external", False)
    names = ("period", "place", "source", "counted", "comparator", "method")
    fields: dict[str, Any] = {
        name: each.get(name) for name in ("numerator", "denominator", "selected", "retest")
    } | {name: each.get(name, "") for name in names}
    if effect is not None:
        fields |= _of_effect(one, effect.result) | {"measure": effect.protocol.measure}
    return Claim.objects.create(
        innovation=innovation, mission=innovation.mission, sentence=each["sentence"],
        external=external, owner=loading.person(each["owner"]), effect=effect,
        stated_on=each["day"], state="current", public=each.get("public", False) and not external,
        version=each.get("version", 1),
        origin=Origin.PUBLISHED if external else innovation.origin, **fields,
    )  # fmt: skip


def _asked(loading: Loading, claim: Claim, each: dict[str, Any]) -> None:
    """Ask what was asked of a claim's source and owner, by the actions themselves."""
    analyst = loading.person("analyst")
    if "asked" in each:
        ask_source(by=analyst, claim=claim, to=each.get("asked_of", ""), on=each["asked"])
    if claim.external and each.get("public"):
        publish_claim(by=analyst, claim=claim, on=each["published"])
    if "owner_asked" in each:
        asked = each["owner_asked"]
        ask_owner(
            by=loading.person(asked["by"]), claim=claim, parts=asked["parts"], on=asked["day"]
        )
    if "doubt" in each:
        doubt = each["doubt"]
        question_claim(
            by=loading.person(doubt["by"]), claim=claim, why=doubt["why"], on=doubt["day"]
        )


def _of_effect(one: dict[str, Any], result: dict[str, Any]) -> dict[str, Any]:
    """Fill a claim from the effect that it rests on."""
    fields = {
        "comparator": one["protocol"]["comparators"],
        "method": result["design_words"],
        "period": f"{result['first_period']} to {result['last_period']}",
        "grade": result["grade"]["letter"] if result["gate"]["ok"] else "",
        "denominator": float(result["adopters"]),
        "place": "Invented sites in North West London",
    }
    if one.get("published"):
        fields["place"] = "Four acute trusts of North West London together"
    return fields
