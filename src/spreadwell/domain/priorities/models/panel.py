"""Who sits on a panel, and what each of them said before anybody saw the others."""

from django.db import models
from django.db.models import F, Q

from ...foundation.scope import ScopedQuerySet, Seer
from ...people.models import Person
from ..states import AFTER_FIRST, AFTER_SECOND
from .criteria import Criterion
from .shortlists import Shortlist, ShortlistEntry


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
    lay = models.BooleanField(
        default=False,
        help_text="Speaks from living with it: cards in plain words, no reasons owed.",
    )
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

    def published(self) -> Q:
        """Nobody sees anybody else's before the round is closed."""
        return Q(round=1, entry__shortlist__state__in=AFTER_FIRST) | Q(
            round=2, entry__shortlist__state__in=AFTER_SECOND
        )


class Score(models.Model):
    """One scorer's score on one criterion in one round; `value` blank means “don't know”.

    A second round adds rows and leaves the first as they were.
    """

    entry = models.ForeignKey(ShortlistEntry, on_delete=models.PROTECT, related_name="scores")
    scorer = models.ForeignKey(Scorer, on_delete=models.PROTECT, related_name="scores")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="scores")
    round = models.PositiveSmallIntegerField(default=1)
    value = models.PositiveSmallIntegerField(null=True, blank=True)
    said = models.TextField(blank=True, help_text="Why, asked at the ends of the scale.")

    objects = ScoreQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "scorer", "criterion", "round"],
                name="one_score_a_scorer_criterion_and_round",
            ),
            models.CheckConstraint(
                condition=Q(round__range=(1, 2)), name="score_is_of_the_first_or_second_round"
            ),
            models.CheckConstraint(
                condition=Q(value=None) | Q(value__range=(1, 5)), name="score_is_one_to_five"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scorer}, {self.criterion}: {self.value}"


class ScreenWord(models.TextChoices):
    """How one of the two questions is answered."""

    YES = "yes", "Yes"
    NO = "no", "No"
    UNKNOWN = "unknown", "I don't know"


class ScreenAnswerQuerySet(ScopedQuerySet["ScreenAnswer"]):
    """Answers to the two questions."""

    def own(self, viewer: Seer) -> Q:
        """A scorer sees their own answers."""
        return Q(scorer__person_id=viewer.person_id)

    def published(self) -> Q:
        """Nobody sees anybody else's before the screen is closed."""
        return ~Q(entry__shortlist__state="screen")


class ScreenAnswer(models.Model):
    """One scorer's answer to the two questions about one entry of the long list."""

    entry = models.ForeignKey(ShortlistEntry, on_delete=models.PROTECT, related_name="screened")
    scorer = models.ForeignKey(Scorer, on_delete=models.PROTECT, related_name="screened")
    powerful = models.CharField(max_length=7, choices=ScreenWord)
    possible = models.CharField(max_length=7, choices=ScreenWord)

    objects = ScreenAnswerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "scorer"], name="one_screen_answer_a_scorer_and_entry"
            )
        ]

    def __str__(self) -> str:
        return f"{self.scorer} on {self.entry}"


class SwingAnswerQuerySet(ScopedQuerySet["SwingAnswer"]):
    """Answers to pairs of swings."""

    def own(self, viewer: Seer) -> Q:
        """A scorer sees their own answers."""
        return Q(scorer__person_id=viewer.person_id)

    def published(self) -> Q:
        """Nobody sees anybody else's before the first round is closed."""
        return Q(scorer__shortlist__state__in=AFTER_FIRST)


class SwingAnswer(models.Model):
    """How many times as much the swing from worst to best matters on one criterion as on another.

    `times` above 1: the first matters more; below 1: the second does.
    """

    scorer = models.ForeignKey(Scorer, on_delete=models.PROTECT, related_name="swings")
    first = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    times = models.FloatField()

    objects = SwingAnswerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["scorer", "first", "second"], name="a_pair_of_swings_is_answered_once"
            ),
            models.CheckConstraint(
                condition=Q(times__gt=0) & ~Q(first=F("second")),
                name="a_swing_is_held_against_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first} {self.times:g} times {self.second}"
