"""The things of the example that pages are asked about, named from the sign-ins' point of view.

“own” is what the sign-ins of a site, a network or a mission hold themselves, “other” what
somebody else holds.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.core import signing
from django.db.models import QuerySet
from django.utils import timezone

from spreadwell.domain.models import (
    AccessToken,
    Adaptation,
    AimVersion,
    AssuranceItem,
    AssuranceProof,
    CallCriterion,
    CallReviewer,
    Claim,
    ClaimConflict,
    ClaimQuestion,
    ConditionRating,
    ConfidentialRecord,
    Decision,
    Effect,
    Event,
    ExpressionOfInterest,
    Finding,
    FindingFile,
    FindingsLoad,
    Gate,
    HealthCheck,
    ImplementationSite,
    Innovation,
    LimitsChange,
    Measure,
    Membership,
    NeededCapability,
    NetworkAction,
    Notice,
    Opportunity,
    Pack,
    PeriodSignOff,
    Person,
    Protocol,
    Reading,
    RememberedName,
    RoleHeld,
    SafetyConcern,
    SetUpItem,
    Shortlist,
    ShortlistEntry,
    SiteApplication,
    SiteCall,
    SiteCost,
    Submission,
    TeamMember,
    TestOfChange,
    Theme,
    ThemeSuggestion,
    Wave,
    WaveSite,
)
from spreadwell.domain.people.roles import Role
from spreadwell.exchange import portfolio
from spreadwell.exchange.digests import stop_token
from spreadwell.exchange.heard_links import SALT
from spreadwell.web.claims.asking import reply_token
from spreadwell.web.public.joining import token_of


def first(rows: QuerySet[Any], by: str = "pk") -> list[Any]:
    """Return the first row's key as the arguments of an address; a missing row is a fault."""
    found = rows.order_by("pk").values_list(by, flat=True).first()
    if found is None:
        raise LookupError(f"The example has no such {rows.model.__name__}: {rows.query}")
    return [found]


def first_of(rows: QuerySet[Any], *fields: str) -> list[Any]:
    """Return several fields of the first row as the arguments of an address."""
    found = rows.order_by("pk").values_list(*fields).first()
    if found is None:
        raise LookupError(f"The example has no such {rows.model.__name__}: {rows.query}")
    return list(found)


def emails() -> dict[Role, str]:
    """Return who signs in for each role."""
    return {Role(one.role.lower().replace(" ", "_")): one.email for one in portfolio.SIGN_INS}


def sign_ins() -> QuerySet[Person]:
    """Return those who can sign in."""
    return Person.objects.filter(email__in=emails().values())


def own_people() -> QuerySet[Person]:
    """Return the site lead who can sign in."""
    return Person.objects.filter(email=emails()[Role.SITE_LEAD])


def contributors() -> QuerySet[Person]:
    """Return the contributor who can sign in."""
    return Person.objects.filter(email=emails()[Role.CONTRIBUTOR])


def scoring_entry() -> list[Any]:
    """Return shortlist and entry of one that the panel scores now."""
    entry = ShortlistEntry.objects.filter(
        shortlist__state="scoring", interested=None, cut=False
    ).first()
    assert entry is not None
    return [entry.shortlist_id, entry.pk]


def what_i_said(finding: int) -> str:
    """Return the secret part of the address of what somebody said."""
    return signing.dumps(finding, salt=SALT)


LIPID, FAR, FAR_MISSION = "lipid-reviews", "home-first-line", "days-at-home"
MISSION = "long-term-conditions"
NETWORK, FAR_NETWORK = "lipid-network", "home-network"
MEASURE, OPEN_MEASURE = "cholesterol_at_target", "could_be_home"


def own_sites() -> QuerySet[ImplementationSite]:
    """Return the site of the site people who sign in."""
    held = RoleHeld.objects.filter(role__in=[Role.SITE_LEAD, Role.SITE_MEMBER])
    return ImplementationSite.objects.filter(
        roles__in=held.filter(person__in=sign_ins())
    ).distinct()


def next_sites() -> QuerySet[ImplementationSite]:
    """Return live sites of the same network, of other people."""
    sites = ImplementationSite.objects.filter(version__innovation__slug=LIPID, state="live")
    return sites.exclude(pk__in=own_sites())


def far_sites() -> QuerySet[ImplementationSite]:
    """Return sites of another mission and network."""
    return ImplementationSite.objects.filter(version__innovation__slug=FAR)


def code_of(sites: QuerySet[ImplementationSite]) -> str:
    """Return the code of the first site's organisation."""
    code: str = first(sites, "organisation__code")[0]
    return code


def open_code() -> str:
    """Return the code of a place with open data."""
    readings = Reading.objects.filter(measure__slug=OPEN_MEASURE)
    code: str = first(readings, "organisation__code")[0]
    return code


def asked_claims() -> QuerySet[Claim]:
    """Return the published claims of others whose source was invited to reply."""
    found: QuerySet[Claim] = Claim.objects.filter(source_asked_on__isnull=False, public=True)
    return found


def looked() -> list[Any]:
    """Return protocol and look of an effect whose picture can be kept."""
    effect = Effect.objects.filter(protocol__innovation__slug=LIPID).get()
    return [effect.protocol_id, effect.look]


def token() -> list[Any]:
    """Return an access token of the analyst; the example has none, since each would be a key."""
    person = Person.objects.get(email=emails()[Role.ANALYST])
    made, _ = AccessToken.objects.get_or_create(
        person=person, name="Warehouse", defaults={"digest": "0", "expires": date(2100, 1, 1)}
    )
    return [made.pk]


Thing = Callable[[], list[Any]]

THINGS: dict[str, Thing] = {
    "-": list,
    "person": lambda: first(sign_ins()),
    "role": lambda: first(RoleHeld.objects.filter(ends=None)),
    "confirm_key": lambda: ["no-such-key"],
    "reset_key": lambda: ["1", "no-such-key"],
    "mission": lambda: [MISSION],
    "far_mission": lambda: [FAR_MISSION],
    "closed_mission": lambda: ["published-examples"],
    "network": lambda: [NETWORK],
    "far_network": lambda: [FAR_NETWORK],
    "organisation": lambda: [code_of(own_sites())],
    "own_membership": lambda: first(Membership.objects.filter(network__slug=NETWORK)),
    "far_membership": lambda: first(Membership.objects.filter(network__slug=FAR_NETWORK)),
    "patient_partner": lambda: first(Membership.objects.filter(person__in=contributors())),
    "health_check": lambda: first(HealthCheck.objects.filter(closes__gte=timezone.localdate())),
    "own_action": lambda: first(NetworkAction.objects.filter(owner__in=own_people())),
    "far_action": lambda: first(NetworkAction.objects.filter(network__slug=FAR_NETWORK)),
    "innovation": lambda: [LIPID],
    "far_innovation": lambda: [FAR],
    "far_private": lambda: first(Innovation.objects.filter(public=False), "slug"),
    "taken_up": lambda: [MISSION, LIPID],
    "own_drivers": lambda: [LIPID, "driver-diagram"],
    "own_logic_model": lambda: [LIPID, "logic-model"],
    "private_drivers": lambda: [
        *first(Innovation.objects.filter(public=False), "slug"),
        "driver-diagram",
    ],
    "drivers_file": lambda: [LIPID, "driver-diagram", "svg"],
    "assurance_item": lambda: first(AssuranceItem.objects.filter(innovation__slug=LIPID)),
    "assurance_file": lambda: first(
        AssuranceProof.objects.filter(item__innovation__slug=LIPID).exclude(file_name="")
    ),
    "confidential": lambda: first(ConfidentialRecord.objects.filter(innovation__slug=LIPID)),
    "own_site": lambda: first(own_sites()),
    "next_site": lambda: first(next_sites()),
    "far_site": lambda: first(far_sites()),
    "own_round": lambda: [*first(own_sites()), "end"],
    "next_round": lambda: [*first(next_sites()), "start"],
    "far_round": lambda: first_of(
        ConditionRating.objects.filter(rater="consensus"), "site", "moment"
    ),
    "own_quarter": lambda: first_of(
        SiteCost.objects.filter(site__in=own_sites()), "site", "quarter"
    ),
    "conditions_file": lambda: [LIPID, "svg"],
    "own_member": lambda: first(TeamMember.objects.filter(site__in=own_sites())),
    "far_member": lambda: first(TeamMember.objects.filter(site__in=far_sites())),
    "own_adaptation": lambda: first(Adaptation.objects.filter(site__in=own_sites())),
    "capability": lambda: first(NeededCapability.objects.filter(version__innovation__slug=LIPID)),
    "own_set_up": lambda: first(SetUpItem.objects.filter(site__in=own_sites())),
    "far_set_up": lambda: first(SetUpItem.objects.filter(site__in=far_sites())),
    "own_test": lambda: first(TestOfChange.objects.filter(site__in=own_sites(), ended=None)),
    "own_concern": lambda: first(SafetyConcern.objects.filter(site__in=own_sites())),
    "measure": lambda: [MEASURE],
    "open_measure": lambda: [OPEN_MEASURE],
    "picture": lambda: [MEASURE, "icons", "svg"],
    "equity_file": lambda: [MEASURE, "gap", "svg"],
    "token": token,
    "svg": lambda: ["svg"],
    "local_measure": lambda: first(Measure.objects.filter(is_local=True), "slug"),
    "local_version": lambda: [*first(Measure.objects.filter(is_local=True), "slug"), 1],
    "decided_limits": lambda: first_of(
        LimitsChange.objects.filter(measure__slug=MEASURE),
        "measure__slug",
        "organisation__code",
        "pk",
    ),
    "own_chart": lambda: [MEASURE, code_of(own_sites())],
    "next_chart": lambda: [MEASURE, code_of(next_sites())],
    "open_chart": lambda: [OPEN_MEASURE, open_code()],
    "own_chart_file": lambda: [MEASURE, code_of(own_sites()), "svg"],
    "next_chart_file": lambda: [MEASURE, code_of(next_sites()), "csv"],
    "held": lambda: first(Submission.objects.filter(state="held")),
    "held_file": lambda: [*first(Submission.objects.filter(state="held")), "csv"],
    "told_name": lambda: first(RememberedName.objects),
    "approved": lambda: first(PeriodSignOff.objects.filter(reopened_at=None)),
    "approvable": lambda: [*first(Measure.objects.filter(needs_sign_off=True), "slug"), "2026-01"],
    "submission": lambda: first(Submission.objects.filter(state="accepted")),
    "effect": lambda: first(Protocol.objects.filter(innovation__slug=LIPID)),
    "closed_protocol": lambda: first(Protocol.objects.filter(state="registered")),
    "effect_file": lambda: [*looked(), "event-study", "svg"],
    "finding": lambda: first(Finding.objects.filter(mission__slug=MISSION, contributor=None)),
    "data_finding": lambda: first(Finding.objects.filter(data__isnull=False)),
    "gap": lambda: [MEASURE, "imd_quintile"],
    "kept_file": lambda: first(FindingFile.objects.all()),
    "findings_file": lambda: first(FindingsLoad.objects.filter(settled_at=None)),
    "sheet": lambda: first(Event.objects.filter(verb="finding.added_many")),
    "worry": lambda: first(Finding.objects.filter(mission__slug=MISSION, worry__isnull=False)),
    "own_finding": lambda: first(Finding.objects.filter(contributor__in=contributors())),
    "own_notice": lambda: first(Notice.objects.filter(finding__contributor__in=contributors())),
    "mission_aim": lambda: list(
        AimVersion.objects.filter(mission__slug=MISSION).values_list("mission__slug", "number")[0]
    ),
    "suggestion": lambda: [*first(ThemeSuggestion.objects.all()), 0],
    "theme": lambda: first(Theme.objects.filter(mission__slug=MISSION, state="open")),
    "far_theme": lambda: first(Theme.objects.filter(mission__slug=FAR_MISSION, state="open")),
    "opportunity": lambda: [LIPID],
    "screened_out": lambda: first(
        Opportunity.objects.filter(mission__slug=MISSION, state="screened_out"), "slug"
    ),
    "far_opportunity": lambda: first(Opportunity.objects.filter(state="proposed"), "slug"),
    "decided": lambda: first(Shortlist.objects.filter(mission__slug=MISSION, state="decided")),
    "scoring": lambda: first(Shortlist.objects.filter(state="scoring")),
    "scoring_entry": scoring_entry,
    "screening": lambda: first(Shortlist.objects.filter(state="screen")),
    "public_claim": lambda: first(Claim.objects.filter(innovation__slug=LIPID, public=True)),
    "external_claim": lambda: first(
        Claim.objects.filter(external=True, public=False, state="questioned")
    ),
    "asked_claim": lambda: first(asked_claims()),
    "asked": lambda: first(ClaimQuestion.objects.exclude(part="").filter(answered_on=None)),
    "claim_pair": lambda: list(ClaimConflict.objects.values_list("one_id", "other_id")[0]),
    "claim_svg": lambda: [*first(asked_claims()), "svg"],
    "claim_bib": lambda: [*first(asked_claims()), "bib"],
    "claims_csv": lambda: ["csv"],
    "reply_token": lambda: [reply_token(asked_claims()[0])],
    "far_claim": lambda: first(Claim.objects.filter(innovation__slug=FAR, public=True)),
    "decision": lambda: first(Decision.objects.filter(published=True)),
    "open_gate": lambda: first(Gate.objects.filter(state="open", innovation__slug=LIPID)),
    "pack": lambda: first(Pack.objects.filter(published=True, version__innovation__slug=LIPID)),
    "heard": lambda: [what_i_said(first(Finding.objects.all())[0])],
    "offer": lambda: first(
        ExpressionOfInterest.objects.filter(mission__slug=MISSION, state="received")
    ),
    "settled_offer": lambda: first(
        ExpressionOfInterest.objects.filter(mission__slug=MISSION, state="accepted")
    ),
    "far_offer": lambda: first(ExpressionOfInterest.objects.exclude(mission__slug=MISSION)),
    "offered": lambda: [token_of(first(ExpressionOfInterest.objects.all())[0])],
    "open_call": lambda: first(SiteCall.objects.filter(state="open")),
    "review_call": lambda: first(SiteCall.objects.filter(state="reviewing")),
    "call_criterion": lambda: first(CallCriterion.objects.filter(call__state="open")),
    "call_reviewer": lambda: first(CallReviewer.objects.filter(call__state="open")),
    "application": lambda: first(SiteApplication.objects.filter(call__state="reviewing")),
    "language": lambda: ["pl"],
    "no_token": lambda: ["no-such-token"],
    "stop_token": lambda: [stop_token(own_people().get())],
    "wave": lambda: first(Wave.objects.filter(version__innovation__slug=LIPID, state="planned")),
    "far_wave": lambda: first(Wave.objects.exclude(version__innovation__slug=LIPID)),
    "place": lambda: first(WaveSite.objects.filter(wave__version__innovation__slug=LIPID)),
}
