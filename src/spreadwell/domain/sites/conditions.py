"""Conditions: a mission chooses about a dozen, a site is rated on them at three moments."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils import timezone

from ..audit.actions import record
from ..foundation.actions import action
from ..foundation.refusals import Invalid, NotAllowed, NotNow
from ..missions.models import Mission
from ..people.models import Person
from ..people.viewer import viewer_of
from .frameworks import constructs, short_of
from .models import ConditionRating, ConditionSet, ImplementationSite
from .permissions import check_choose_conditions, check_rate, check_share
from .policies import check_rating
from .rounds import Latest, Round, round_of


@dataclass(frozen=True, slots=True)
class Given:
    """A rating as somebody gives it: −2 to +2 or blank, its evidence, how many it rests on."""

    construct: str
    rating: int | None
    evidence: str = ""
    informants: int | None = None

    def same_as(self, row: ConditionRating | None) -> bool:
        """Tell whether this is what stands already; a blank with no words is what never stood."""
        if row is None:
            return self.rating is None and not self.evidence.strip()
        return (self.rating, self.evidence.strip(), self.informants) == (
            row.rating, row.evidence, row.informants,
        )  # fmt: skip


def check_construct(construct: str) -> None:
    """Raise unless the framework has this construct."""
    if construct not in constructs():
        raise Invalid(f"“{construct}” is not a condition of CFIR 2.0.", field="construct")


@action
def choose_conditions(
    *, by: Person, mission: Mission, chosen: Iterable[str], second_rater: bool = False
) -> ConditionSet:
    """Choose the conditions that matter to a mission, and whether a second person rates them.

    What was chosen before stays in the mission's history; ratings given stay as they are.
    """
    check_choose_conditions(viewer_of(by), mission)
    wanted = set(chosen)
    for construct in sorted(wanted):
        check_construct(construct)
    if not wanted:
        raise Invalid("Choose the conditions that matter, about a dozen.", field="chosen")
    kept = [key for key in constructs() if key in wanted]
    before = ConditionSet.objects.filter(mission=mission).first()
    held = list(before.constructs) if before else []
    made, _ = ConditionSet.objects.update_or_create(
        mission=mission,
        defaults={
            "constructs": kept,
            "second_rater": second_rater,
            "chosen_on": timezone.localdate(),
            "chosen_by": by,
        },
    )
    record(
        by=by,
        verb="sites.conditions_chosen",
        thing=mission,
        summary=f"{by} chose {len(kept)} conditions that matter"
        + (", rated by two people" if second_rater else ""),
        detail={
            "conditions": kept,
            "added": [key for key in kept if key not in held],
            "dropped": [key for key in held if key not in wanted],
            "second_rater": second_rater,
        },
    )
    return made


@action
def rate_round(
    *,
    by: Person,
    site: ImplementationSite,
    moment: str,
    ratings: Sequence[Given],
    on: date | None = None,
) -> list[ConditionRating]:
    """Rate a site's conditions at one moment, all at once; what did not change is not touched.

    What the mission asks for and nobody could say is kept as a blank, which is never 0. A later
    rating adds to the earlier ones. Where the mission wants two raters, the second to rate is the
    second rater, and neither rates again once both have.
    """
    check_rate(viewer_of(by), site)
    site = ImplementationSite.objects.select_for_update().get(pk=site.pk)
    now = round_of(site, moment)
    rater = now.rater_for(by)
    held = now.answers(rater)
    changed = _changed(ratings, held)
    if not held and not any(one.rating is not None for one in changed):
        raise Invalid("Rate at least one condition; what nobody could say stays blank.")
    if not changed:
        raise NotNow("Nothing was changed; what was rated stands.")
    if not held:
        told = {one.construct for one in changed}
        changed += [Given(key, None) for key in now.asked if key not in told]
    made = _keep(changed, by, site, moment, rater, on)
    known = sum(1 for one in changed if one.rating is not None)
    record(
        by=by,
        verb="sites.conditions_rated",
        thing=site,
        summary=f"{by} rated {known} conditions at {site}, {now.label.lower()}",
        detail={"moment": moment, "rater": rater, "blank": len(changed) - known},
    )
    return made


@action
def agree_round(
    *,
    by: Person,
    site: ImplementationSite,
    moment: str,
    agreed: Sequence[Given],
    on: date | None = None,
) -> list[ConditionRating]:
    """Keep what two raters agreed; where both rated the same, that is agreed without asking."""
    check_rate(viewer_of(by), site)
    site = ImplementationSite.objects.select_for_update().get(pk=site.pk)
    now = round_of(site, moment)
    check_agree(now, by)
    wrong = next((one for one in agreed if one.construct not in now.differing), None)
    if wrong is not None:
        raise Invalid(f"On “{short_of(wrong.construct)}” the two do not differ.", field="construct")
    changed = [one for one in agreed if not _stands(one, now.consensus)]
    for one in changed:
        check_rating(one.rating, one.evidence)
    changed += [_both(now, key) for key in now.first if _same_without_asking(now, key)]
    if not changed:
        raise NotNow("Nothing was changed; what was agreed stands.")
    made = _keep(changed, by, site, moment, "consensus", on)
    now = round_of(site, moment)
    record(
        by=by,
        verb="sites.conditions_agreed",
        thing=site,
        summary=f"{now.first_rater} and {now.second_rater} agreed on the conditions at {site}, "
        f"{now.label.lower()}" + (f"; {len(now.open)} still open" if now.open else ""),
        detail={"moment": moment, "agreed": [one.construct for one in changed]},
    )
    return made


def check_agree(now: Round, person: Person | None) -> None:
    """Raise unless both have rated and this is one of the two."""
    if not now.both:
        raise NotNow("Both have to rate before they agree.")
    raters = [one.pk for one in (now.first_rater, now.second_rater) if one is not None]
    if person is None or person.pk not in raters:
        raise NotAllowed(
            f"The two who rated agree on one rating: {now.first_rater} and {now.second_rater}."
        )


@action
def share_conditions(
    *, by: Person, site: ImplementationSite, shared: bool = True
) -> ImplementationSite:
    """Share the site's ratings beyond the site and its evaluators, or take that back.

    What waits for a second rater is not shared yet: nobody may see it before both have rated.
    """
    check_share(viewer_of(by), site)
    waiting = ConditionRating.objects.waiting() if shared else Q(pk__in=[])
    rows = ConditionRating.objects.filter(site=site)
    rows = rows.exclude(pk__in=rows.filter(waiting).values("pk"))
    ConditionRating.objects.filter(pk__in=list(rows.values_list("pk", flat=True))).update(
        shared=shared
    )
    record(
        by=by,
        verb="sites.conditions_shared",
        thing=site,
        summary=f"{site} {'shared' if shared else 'no longer shares'} its ratings",
    )
    return site


def _changed(ratings: Sequence[Given], held: Latest) -> list[Given]:
    """Check what is given and return what is new."""
    seen: set[str] = set()
    for one in ratings:
        check_construct(one.construct)
        check_rating(one.rating, one.evidence)
        if one.construct in seen:
            raise Invalid(f"“{short_of(one.construct)}” is rated twice.", field="construct")
        seen.add(one.construct)
    return [one for one in ratings if not one.same_as(held.get(one.construct))]


def _stands(one: Given, consensus: Latest) -> bool:
    """Tell whether this was agreed already, which a blank is only when it was agreed as blank."""
    return one.construct in consensus and one.same_as(consensus[one.construct])


def _same_without_asking(now: Round, key: str) -> bool:
    one, other = now.pair(key)
    return one == other and one is not None and key not in now.consensus


def _both(now: Round, key: str) -> Given:
    """Return what both rated the same, with the evidence of each."""
    said = dict.fromkeys((now.first[key].evidence, now.second[key].evidence))
    counts = [n for n in (now.first[key].informants, now.second[key].informants) if n is not None]
    return Given(key, now.first[key].rating, "\n".join(said), max(counts, default=None))


def _keep(
    given: Sequence[Given],
    by: Person,
    site: ImplementationSite,
    moment: str,
    rater: str,
    on: date | None,
) -> list[ConditionRating]:
    return ConditionRating.objects.bulk_create(
        ConditionRating(
            site=site,
            construct=one.construct,
            rating=one.rating,
            evidence=one.evidence.strip(),
            informants=one.informants if one.rating is not None else None,
            moment=moment,
            rater=rater,
            rated_on=on or timezone.localdate(),
            rated_by=by,
        )
        for one in given
    )
