"""Criteria, shortlists, scorers and scores."""

from django.db import models
from django.db.models import Q

from ..decisions.models import Decision
from ..discovery.models import Opportunity
from ..foundation.origins import HasOrigin
from ..foundation.scope import ScopedQuerySet, Seer
from ..missions.models import Mission
from ..people.models import Person
from .states import SHORTLIST


class Side(models.TextChoices):
    """The two scores that are kept apart."""

    POWERFUL = "powerful", "Powerful"
    POSSIBLE = "possible", "Possible"


class Criterion(models.Model):
    """One thing an opportunity is scored on, 1 to 5, with anchors in words."""

    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    question = models.TextField()
    side = models.CharField(max_length=8, choices=Side)
    anchors = models.JSONField(default=dict, help_text="Score → what it means.")
    order = models.PositiveSmallIntegerField(default=0)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ["-side", "order"]
        verbose_name_plural = "criteria"

    def __str__(self) -> str:
        return self.name


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
    """What was decided of one entry."""

    UNDECIDED = "undecided", "Not decided"
    IN = "in", "In"
    DEPENDS = "depends", "Depends"
    NOT_THIS_ROUND = "not_this_round", "Not this round"


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


class ScorerQuerySet(ScopedQuerySet["Scorer"]):
    """Scorers."""

    def own(self, viewer: Seer) -> Q:
        """A scorer sees themselves."""
        return Q(person_id=viewer.person_id)


class Scorer(models.Model):
    """Somebody on the panel, in a group that has an equal voice with the others."""

    shortlist = models.ForeignKey(Shortlist, on_delete=models.PROTECT, related_name="scorers")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="panels")
    group = models.CharField(max_length=60)
    interest = models.TextField(blank=True)
    interest_in = models.ManyToManyField(
        ShortlistEntry,
        blank=True,
        related_name="interested",
        help_text="Scores here are set aside.",
    )

    objects = ScorerQuerySet.as_manager()

    class Meta:
        ordering = ["group", "person__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["shortlist", "person"], name="person_sits_once_on_a_panel"
            )
        ]

    def __str__(self) -> str:
        return str(self.person)


class ScoreQuerySet(ScopedQuerySet["Score"]):
    """Scores."""

    def own(self, viewer: Seer) -> Q:
        """A scorer sees their own scores."""
        return Q(scorer__person_id=viewer.person_id)


class Score(models.Model):
    """One scorer's score on one criterion; `value` blank means “don't know”."""

    entry = models.ForeignKey(ShortlistEntry, on_delete=models.PROTECT, related_name="scores")
    scorer = models.ForeignKey(Scorer, on_delete=models.PROTECT, related_name="scores")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="scores")
    value = models.PositiveSmallIntegerField(null=True, blank=True)

    objects = ScoreQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "scorer", "criterion"], name="one_score_a_scorer_and_criterion"
            ),
            models.CheckConstraint(
                condition=Q(value=None) | Q(value__range=(1, 5)), name="score_is_one_to_five"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scorer}, {self.criterion}: {self.value}"
