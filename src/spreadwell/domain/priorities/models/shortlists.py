"""Shortlists and what stands on them."""

from django.db import models
from django.db.models import F, Q

from ...decisions.models import Decision
from ...discovery.models import Opportunity
from ...foundation.origins import HasOrigin
from ...foundation.scope import ScopedQuerySet, Seer
from ...measures.models import Measure
from ...missions.models import Mission
from ..states import SHORTLIST
from .criteria import CriteriaVersion, Criterion


class ShortlistQuerySet(ScopedQuerySet["Shortlist"]):
    """Shortlists."""

    def own(self, viewer: Seer) -> Q:
        """Those who score it see it."""
        return Q(scorers__person_id=viewer.person_id)

    def published(self) -> Q:
        """A decided shortlist is shown to the network."""
        return Q(state="decided")


class Shortlist(HasOrigin):
    """One round of choosing among opportunities of a mission."""

    mission = models.ForeignKey(Mission, on_delete=models.PROTECT, related_name="shortlists")
    title = models.CharField(max_length=160)
    places = models.PositiveSmallIntegerField(default=5, help_text="How many can be taken up.")
    opened_on = models.DateField()
    closes_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=8, choices=SHORTLIST.choices(), default=SHORTLIST.first())
    criteria = models.ManyToManyField(Criterion, related_name="shortlists")
    criteria_version = models.ForeignKey(
        CriteriaVersion,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="shortlists",
        help_text="Blank: the criteria that come with the product, or chosen for this one.",
    )
    money = models.PositiveBigIntegerField(
        null=True, blank=True, help_text="What there is in a year, in pence."
    )
    staff = models.FloatField(null=True, blank=True, help_text="Staff hours a week there are.")
    equity_floor = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        help_text="Of 100 that benefit, at least so many in the most deprived fifth.",
    )
    decision = models.OneToOneField(
        Decision, null=True, blank=True, on_delete=models.PROTECT, related_name="shortlist"
    )

    objects = ShortlistQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="decided", decision__isnull=False)
                | (~Q(state="decided") & Q(decision=None)),
                name="decided_shortlist_has_its_decision",
            )
        ]

    def __str__(self) -> str:
        return self.title


class EntryChoice(models.TextChoices):
    """What was decided of one entry; the last two are for what runs already."""

    UNDECIDED = "undecided", "Not decided"
    IN = "in", "In"
    DEPENDS = "depends", "Depends"
    NOT_THIS_ROUND = "not_this_round", "Not this round"
    GOES_ON = "goes_on", "Goes on"
    STOP = "stop", "Stop"


class ShortlistEntryQuerySet(ScopedQuerySet["ShortlistEntry"]):
    """Entries of shortlists."""

    def own(self, viewer: Seer) -> Q:
        """Those who score the shortlist see its entries."""
        return Q(shortlist__scorers__person_id=viewer.person_id)

    def published(self) -> Q:
        """Shown with a decided shortlist."""
        return Q(shortlist__state="decided")


class ShortlistEntry(models.Model):
    """One opportunity on one shortlist, and what the panel expects of it."""

    shortlist = models.ForeignKey(Shortlist, on_delete=models.PROTECT, related_name="entries")
    opportunity = models.ForeignKey(Opportunity, on_delete=models.PROTECT, related_name="entries")
    choice = models.CharField(max_length=16, choices=EntryChoice, default=EntryChoice.UNDECIDED)
    runs = models.BooleanField(
        default=False, help_text="It runs already and is compared with what could start."
    )
    cut = models.BooleanField(default=False, help_text="The two questions left it out.")
    cut_because = models.TextField(blank=True)
    plain = models.TextField(blank=True, help_text="The card in plain words, short sentences.")
    talk = models.TextField(blank=True, help_text="What was said when the panel talked it over.")
    expected_on = models.ForeignKey(
        Measure, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    expected_low = models.FloatField(null=True, blank=True, help_text="Expected effect, in 100.")
    expected = models.FloatField(null=True, blank=True)
    expected_high = models.FloatField(null=True, blank=True)
    expected_reach = models.PositiveIntegerField(null=True, blank=True)
    expected_by = models.DateField(null=True, blank=True)

    objects = ShortlistEntryQuerySet.as_manager()

    class Meta:
        ordering = ["shortlist", "opportunity__title"]
        verbose_name_plural = "shortlist entries"
        constraints = [
            models.UniqueConstraint(
                fields=["shortlist", "opportunity"], name="opportunity_stands_once_on_a_shortlist"
            )
        ]

    def __str__(self) -> str:
        return f"{self.opportunity} on {self.shortlist}"


class EntryCostQuerySet(ScopedQuerySet["EntryCost"]):
    """Costs of entries."""

    def own(self, viewer: Seer) -> Q:
        """Those who score the shortlist see what each would cost."""
        return Q(entry__shortlist__scorers__person_id=viewer.person_id)

    def published(self) -> Q:
        """Shown with a decided shortlist."""
        return Q(entry__shortlist__state="decided")


class EntryCost(models.Model):
    """What one entry would take and whom it would reach, each as a range from low to high.

    Money in pence a year, staff in hours a week, `fifth` the share in 100 of the benefit that
    would reach the most deprived fifth. A blank range is not known, which is not nought.
    """

    entry = models.OneToOneField(ShortlistEntry, on_delete=models.PROTECT, related_name="cost")
    money_low = models.PositiveBigIntegerField(null=True, blank=True)
    money = models.PositiveBigIntegerField(null=True, blank=True)
    money_high = models.PositiveBigIntegerField(null=True, blank=True)
    staff_low = models.FloatField(null=True, blank=True)
    staff = models.FloatField(null=True, blank=True)
    staff_high = models.FloatField(null=True, blank=True)
    fifth_low = models.FloatField(null=True, blank=True)
    fifth = models.FloatField(null=True, blank=True)
    fifth_high = models.FloatField(null=True, blank=True)
    source = models.TextField(blank=True, help_text="Where the figures come from.")

    objects = EntryCostQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(**{name: None})
                | Q(**{f"{name}_low__lte": F(name), f"{name}_high__gte": F(name)}),
                name=f"cost_in_{name}_rises_from_low_to_high",
            )
            for name in ("money", "staff", "fifth")
        ]

    def __str__(self) -> str:
        return f"What {self.entry.opportunity} would take"
