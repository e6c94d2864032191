"""The example as it stands once loaded: what EXAMPLE promises, row by row, by the real engine."""

from collections import Counter
from datetime import date, timedelta

import numpy as np
import pytest
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from spreadwell.domain.claims.beside import co_live
from spreadwell.domain.claims.effects import readiness_of
from spreadwell.domain.discovery.voices import SpeakerRole, Voice
from spreadwell.domain.learning.trail import trail_of
from spreadwell.domain.measures.columns import readings_as_columns
from spreadwell.domain.models import (
    Claim,
    ClaimConflict,
    ClaimQuestion,
    ConditionRating,
    Decision,
    Effect,
    Event,
    EvidenceRecord,
    Finding,
    Gate,
    ImplementationSite,
    Innovation,
    Measure,
    Notice,
    Opportunity,
    Organisation,
    OrganisationEdge,
    Person,
    Protocol,
    Reading,
    RoleHeld,
    Score,
    Shortlist,
    Wave,
)
from spreadwell.domain.people.roles import Role
from spreadwell.domain.people.viewer import viewer_of
from spreadwell.domain.priorities.deciding import decide_shortlist, name_body
from spreadwell.domain.priorities.evidence import Chosen
from spreadwell.domain.priorities.expecting import Expectation, expect
from spreadwell.domain.priorities.queries import before_panel, panel_view
from spreadwell.domain.priorities.rounds import close_scoring
from spreadwell.exchange import portfolio
from spreadwell.methods.effects.results import EffectResult

# The load itself runs on both stores (test_portfolio_loading.py); what it comes to, on one.
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def loaded(django_db_setup, django_db_blocker):
    """Load the example once for this module and take it back at the end."""
    told: list[tuple[str, float]] = []
    with django_db_blocker.unblock(), transaction.atomic():
        portfolio.load(lambda name, share: told.append((name, share)))
        yield told
        transaction.set_rollback(True)


def result_of(slug: str) -> EffectResult:
    effect = Effect.objects.get(protocol__innovation__slug=slug, is_latest=True)
    return EffectResult.from_dict(effect.result)


def test_progress_rises_to_the_whole(loaded):
    shares = [share for _, share in loaded]
    assert shares == sorted(shares) and shares[0] == 0 and shares[-1] == 1


@pytest.mark.parametrize(
    ("slug", "letter", "low", "high"),
    [
        ("lipid-reviews", "B", 2, 4),
        ("step-up-ward", "A", -3, -1),
        ("discharge-huddles", "N", -1, 1),
        ("home-first-line", "B", 3, 5),
    ],
)
def test_rows_earn_the_certainty_promised(slug, letter, low, high):
    found = result_of(slug)
    assert found.gate.ok
    assert found.grade.letter == letter
    assert low < found.estimate < high


def test_thread_stands_on_14_of_45():
    found = result_of("lipid-reviews")
    assert (found.adopters, found.comparators, found.periods) == (14, 31, 36)
    live = ImplementationSite.objects.filter(version__innovation__slug="lipid-reviews")
    starts = sorted(live.exclude(started=None).values_list("started", flat=True))
    assert len(starts) == 14
    months = (starts[-1].year - starts[0].year) * 12 + starts[-1].month - starts[0].month + 1
    assert months == 15


def test_the_most_deprived_fifth_gains_less():
    measure = Measure.objects.get(slug="cholesterol_at_target")
    columns = readings_as_columns(Reading.objects.all(), [measure], stratifier="imd_quintile")
    started = {
        site.organisation_id: site.started.year * 12 + site.started.month - 1
        for site in ImplementationSite.objects.filter(
            version__innovation__slug="lipid-reviews", started__isnull=False
        )
    }
    gains = {}
    for fifth in "15":
        changes = []
        for place, month in started.items():
            mine = (columns.organisation == place) & (np.array(columns.stratum) == fifth)
            late = mine & (columns.ordinal >= month + 6)
            early = mine & (columns.ordinal < month)
            changes.append(columns.ratio[late].mean() - columns.ratio[early].mean())
        gains[fifth] = float(np.mean(changes))
    assert gains["1"] < gains["5"] - 0.01


def test_the_thread_holds_from_words_to_notice():
    finding = Finding.objects.get(text="Nobody rings after the blood test.")
    assert finding.contributor is not None and finding.theme is not None
    opportunity = Opportunity.objects.get(slug="lipid-reviews")
    assert finding.theme in opportunity.themes.all()
    shortlist = opportunity.entries.get().shortlist
    assert shortlist.criteria.filter(slug="hears-back").exists()
    assert shortlist.decision is not None and shortlist.decision.dissent
    innovation = opportunity.innovation
    assert innovation.network.memberships.filter(organisation__kind="company").exists()
    adopted = innovation.versions.get(number=2).adaptations_adopted.get()
    assert "evening" in adopted.what
    decision = Decision.objects.filter(choice="spread", gate__innovation=innovation).get()
    assert "deprived" in decision.reasons and decision.until is not None
    assert decision.evidence["effects"][0]["grade"] == "B"
    notice = Notice.objects.get(finding=finding, moved=False)
    assert notice.did and notice.sent_on >= decision.decided_on - timedelta(days=7)


def test_titration_meets_the_dip_check():
    found = result_of("pharmacist-titration")
    assert found.dip is not None and found.dip.flagged
    assert found.unswitched is not None
    assert found.grade.letter in "CE"
    assert Innovation.objects.get(slug="pharmacist-titration").stage == "adapting"


@pytest.mark.parametrize("slug", ["bp-events", "predicting-long-stays"])
def test_some_cannot_be_evaluated_yet(slug):
    protocol = Protocol.objects.get(innovation__slug=slug)
    assert protocol.state == "registered" and not protocol.effects.exists()
    gate = readiness_of(protocol)
    assert gate is not None and not gate.ok and gate.missing


def test_step_up_is_looked_at_month_by_month():
    looks = Effect.objects.filter(protocol__innovation__slug="step-up-ward").order_by("look")
    assert [one.look for one in looks] == [1, 2, 3]
    assert len({one.fingerprint for one in looks}) == 3
    found = result_of("step-up-ward")
    assert found.always_valid is not None and found.always_valid.upper < 0
    assert found.question.randomised and found.always_treated == ()
    assert Wave.objects.filter(version__innovation__slug="step-up-ward").count() == 3


def test_two_sites_give_ranks_alone():
    found = result_of("child-health-hub")
    assert found.grade.letter == "D" and found.adopters == 2
    assert found.headline.lower is None and found.placebo_rank is not None


def test_the_national_fund_has_nobody_to_compare_with():
    found = result_of("discharge-fund")
    assert "no-comparator" in {cap.rule for cap in found.grade.caps}
    assert found.grade.letter in "DE" and found.sites == ()
    readings = Reading.objects.filter(measure__slug="could_be_home")
    assert not readings.exclude(organisation__origin="published").exists()
    assert readings.values("organisation").distinct().count() == 5


def test_medicaid_stands_beside_the_paper():
    found = result_of("medicaid-expansion")
    assert (found.adopters, found.comparators) == (1382, 1222)
    assert found.grade.letter == "E"
    assert found.headline.lower < 0 < found.headline.upper
    assert Reading.objects.filter(measure__slug="adult_mortality").count() == 28_644
    protocol = Protocol.objects.get(innovation__slug="medicaid-expansion")
    assert protocol.published_figures[0]["estimate"] == 0.09


def test_counts_that_the_tour_names():
    beside = Finding.objects.filter(source__startswith="Workshop at a community kitchen")
    assert beside.count() == 4 and Finding.objects.filter(data__isnull=False).count() == 1
    scripted = Finding.objects.exclude(pk__in=beside).filter(data=None)
    assert scripted.count() == 1200
    named = scripted.exclude(contributor_label="").values("contributor_label").distinct()
    people = scripted.exclude(contributor=None).values("contributor").distinct()
    assert named.count() + people.count() == 400
    spoken = scripted.exclude(voice="")
    assert set(spoken.values_list("role", flat=True)) == set(SpeakerRole.values)
    assert set(spoken.values_list("voice", flat=True)) == set(Voice.values)
    assert spoken.values("place").distinct().count() == 8
    assert EvidenceRecord.objects.count() == scripted.filter(voice="").count() == 40
    assert scripted.values("text").distinct().count() == 1200
    assert Opportunity.objects.count() == 60
    raised_again = Opportunity.objects.filter(state="raised")
    assert Opportunity.objects.exclude(state="screened_out").count() == 12 + raised_again.count()
    assert raised_again.count() == 14
    published = Organisation.objects.filter(origin="published")
    kinds = Counter(published.exclude(code__regex=r"^\d{5}$").values_list("kind", flat=True))
    assert (kinds["pcn"], kinds["practice"], kinds["council"]) == (45, 349, 8)
    assert published.filter(code__regex=r"^\d{5}$").count() == 2604
    counted = {
        slug: ImplementationSite.objects.filter(
            version__innovation__slug=slug, started__isnull=False
        ).count()
        for slug in ("bp-events", "pharmacist-titration", "discharge-huddles", "home-first-line",
                     "predicting-long-stays", "child-health-hub")
    }  # fmt: skip
    assert list(counted.values()) == [12, 6, 20, 30, 3, 2]
    starts = ImplementationSite.objects.filter(version__innovation__slug="bp-events")
    assert starts.values("started").distinct().count() == 1


def test_from_files_to_a_shortlist_of_eight():
    """Three missions, 1,200 findings of 400 people, 60 ideas, 12 before panels, 8 chosen."""
    spoken = Finding.objects.exclude(import_key="")
    # All but the tour's own sentence, a sheet's four and one from numbers come by a reader.
    assert Finding.objects.count() - spoken.count() == 6
    assert spoken.values("mission").distinct().count() == 3
    assert not EvidenceRecord.objects.filter(finding__theme=None).exists()
    lead = Person.objects.get(email="administrator@example.org")
    home = Shortlist.objects.get(mission__slug="days-at-home")
    assert close_scoring(by=lead, shortlist=home).state == "talking"
    view = panel_view(home)
    assert view is not None
    order = sorted(view.entries, key=lambda entry: entry.opportunity.slug != "falls-pickup")
    choices = {entry.pk: "in" for entry in order[: home.places]}
    choices |= {entry.pk: "not_this_round" for entry in order[home.places :]}
    for entry in order[: home.places]:
        expect(by=lead, entry=entry, expectation=Expectation(low=0, middle=1, high=2))
    body = name_body(by=lead, shortlist=home, name="Panel of days at home")
    decide_shortlist(
        by=lead, shortlist=home, body=body, chosen=Chosen(choices, live=0), reasons="Powerful."
    )
    listed = Shortlist.objects.exclude(state="screen")
    before = [entry for one in listed for entry in before_panel(one)]
    chosen = [entry for entry in before if entry.choice == "in"]
    assert (len(before), len(chosen)) == (12, 8)
    assert len({entry.opportunity.mission_id for entry in chosen}) == 3
    behind = Finding.objects.filter(theme__opportunities__in=[e.opportunity_id for e in chosen])
    # What a sheet brought in later was not said when the choice was made.
    later = Finding.objects.filter(import_key="").exclude(pk=thread().pk)
    told = Notice.objects.filter(moved=True, text__contains="is on the shortlist")
    assert set(told.values_list("finding", flat=True)) == set(
        behind.exclude(voice="").exclude(pk__in=later).values_list("pk", flat=True)
    )


def test_those_who_spoke_were_told_of_each_step():
    texts = list(thread().notices.filter(moved=True).values_list("text", flat=True))
    for words in ("goes before a panel", "is on the shortlist", "became something that is tried",
                  "is spreading now"):  # fmt: skip
        assert any(words in text for text in texts), words
    trail = trail_of(viewer_of(None), thread().theme)
    assert [one.slug for one in trail.innovations if one.slug == "lipid-reviews"]


def thread() -> Finding:
    """Return the words with which the tour begins."""
    return Finding.objects.get(text="Nobody rings after the blood test.")


def test_panel_of_twelve_in_five_groups_is_split():
    shortlist = Shortlist.objects.get(mission__slug="long-term-conditions")
    assert shortlist.scorers.count() == 12
    assert shortlist.scorers.values("group").distinct().count() == 5
    interested = shortlist.scorers.exclude(interest="").get()
    assert interested.interest_in.get().opportunity.slug == "lipid-reviews"
    scores = Score.objects.filter(
        entry__opportunity__slug="lipid-reviews", criterion__slug="inequality"
    ).values_list("value", flat=True)
    assert set(scores) <= {1, 2, 4, 5} and {min(scores) < 3, max(scores) > 3} == {True}
    seen = shortlist.decision.evidence["opportunities"]
    lipid = next(one for one in seen if one["opportunity"].startswith("Ring back"))
    assert lipid["two_camps_on"] == ["Inequality"] and lipid["interests_set_aside"]
    assert lipid["choice"] == "in"
    assert not any(one["two_camps_on"] for one in seen if one is not lipid)


def test_invented_results_stand_only_on_invented_organisations():
    invented = Reading.objects.filter(measure__origin="invented")
    assert invented.exists()
    assert not invented.exclude(organisation__origin="invented").exists()
    sites = ImplementationSite.objects.exclude(origin=F("organisation__origin"))
    assert not sites.exists()
    real = Reading.objects.filter(organisation__origin="published")
    assert not real.exclude(measure__origin="published").exists()
    assert not Organisation.objects.filter(origin="invented").exclude(code__startswith="XW-")
    assert not Person.objects.filter(invented=False).exists()
    assert not ConditionRating.objects.exclude(site__origin="invented").exists()


def test_a_merger_half_way_through_the_series():
    edges = OrganisationEdge.objects.filter(kind="succeeded_by")
    assert edges.count() == 2 and edges.values("target").distinct().count() == 1
    heir = edges[0].target
    merged = date(2025, 4, 1)
    assert {edge.source.closed for edge in edges} == {merged} and heir.opened == merged
    columns = Reading.objects.filter(measure__slug="cholesterol_at_target", stratifier="")
    before = columns.filter(organisation__in=[edge.source for edge in edges])
    after = columns.filter(organisation=heir)
    assert (before.count(), after.count()) == (36, 18)
    assert max(before.values_list("period", flat=True)) < min(
        after.values_list("period", flat=True)
    )


def test_lipid_reviews_and_titration_overlap_at_two_places():
    titration = Protocol.objects.get(innovation__slug="pharmacist-titration")
    beside = co_live(titration.innovation, titration.measure, titration.comparator_codes)
    own = [one for one in beside if one.slug == "lipid-reviews" and one.among == "its sites"]
    assert [one.sites for one in own] == [2]


def test_blank_ratings_are_blank_and_not_zero():
    ratings = ConditionRating.objects.filter(site__version__innovation__slug="lipid-reviews")
    assert ratings.filter(rating=None, evidence="").exists()
    assert ratings.filter(rating=0).exclude(evidence="").exists()


def test_published_claims_lack_what_they_lack():
    claims = Claim.objects.filter(external=True)
    assert claims.count() == 6
    assert claims.get(sentence__startswith="86%").denominator is None
    conflict = ClaimConflict.objects.get()
    assert {conflict.one.numerator, conflict.other.numerator} == {207729, 83000}
    assert [one.part for one in ClaimQuestion.objects.exclude(part="")] == [
        "denominator", "period", "comparator"
    ]  # fmt: skip
    assert not claims.exclude(grade="").exists()


def test_home_always_has_something_due():
    today = timezone.localdate()
    gates = Gate.objects.filter(state="open")
    assert any(today <= gate.due <= today + timedelta(days=14) for gate in gates)
    assert Shortlist.objects.filter(state="scoring", closes_on__gt=today).exists()


def test_everybody_who_signs_in_can_and_holds_a_role(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    assert len(portfolio.SIGN_INS) == 9
    people = [Person.objects.get(email=one.email) for one in portfolio.SIGN_INS]
    assert people[0].check_password(portfolio.PASSWORD)
    # Hashed once for all of them, since hashing is slow on purpose.
    assert len({person.password for person in people}) == 1
    held = set()
    for person in people:
        held |= set(RoleHeld.objects.filter(person=person).values_list("role", flat=True))
    assert held == {role.value for role in Role} - {Role.PUBLIC.value}


def test_the_trail_tells_of_the_loading():
    assert Event.objects.filter(verb="portfolio.loaded").count() == 1
    assert Event.objects.filter(verb="claims.protocol_opened").count() == 8
