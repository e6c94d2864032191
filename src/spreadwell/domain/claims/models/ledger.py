"""What is asked about claims: of their owners, of their sources, and of two that disagree."""

from django.db import models
from django.db.models import F, Q

from ...foundation.scope import ScopedQuerySet, Seer
from ...people.models import Person
from .claims import Claim


class ClaimQuestionQuerySet(ScopedQuerySet["ClaimQuestion"]):
    """Questions put to owners of claims."""

    def own(self, viewer: Seer) -> Q:
        """Whoever is asked sees what they are asked."""
        return Q(asked_of_id=viewer.person_id)

    def waiting(self) -> "ClaimQuestionQuerySet":
        """Keep those that nobody answered yet, on claims that stand."""
        return self.filter(answered_on=None).exclude(claim__state__in=("superseded", "withdrawn"))


class ClaimQuestion(models.Model):
    """A question to the owner of a claim: a part that it lacks, or a doubt."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="questions")
    part = models.CharField(max_length=20, blank=True, help_text="Blank: a doubt, not a gap.")
    text = models.TextField()
    asked_of = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="claim_questions")
    asked_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="claim_questions_asked"
    )
    asked_on = models.DateField()
    answer_by = models.DateField()
    answered_on = models.DateField(null=True, blank=True)
    answered_by = models.ForeignKey(
        Person,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="claim_questions_answered",
    )
    answer = models.TextField(blank=True)
    known = models.BooleanField(default=True, help_text="False: its owner says it is not known.")

    objects = ClaimQuestionQuerySet.as_manager()

    class Meta:
        ordering = ["asked_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["claim", "part"],
                condition=Q(answered_on__isnull=True) & ~Q(part=""),
                name="part_is_asked_for_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True) | ~Q(answer=""),
                name="answered_question_has_an_answer",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class SourceInvitationQuerySet(ScopedQuerySet["SourceInvitation"]):
    """Invitations to reply."""


class SourceInvitation(models.Model):
    """The invitation to the source of an external claim to reply before it is shown further."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="invitations")
    invited_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="source_invitations"
    )
    invited_on = models.DateField()
    waits_until = models.DateField()
    to = models.CharField(
        max_length=160, help_text="Which body or office was invited; nobody's name is kept."
    )

    objects = SourceInvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-invited_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(waits_until__gte=F("invited_on")),
                name="invitation_waits_after_it_was_sent",
            )
        ]

    def __str__(self) -> str:
        return f"Invitation of {self.to}"


class ClaimConflictQuerySet(ScopedQuerySet["ClaimConflict"]):
    """Pairs of claims."""

    def published(self) -> Q:
        """Shown where both claims are."""
        return Q(one__public=True, other__public=True)

    def open(self) -> "ClaimConflictQuerySet":
        """Keep those that nobody settled, between claims that stand."""
        ended = ("superseded", "withdrawn")
        return self.filter(settled_on=None).exclude(
            Q(one__state__in=ended) | Q(other__state__in=ended)
        )

    def of(self, claim: Claim) -> "ClaimConflictQuerySet":
        """Keep those that one claim is part of."""
        return self.filter(Q(one=claim) | Q(other=claim))


class ClaimConflict(models.Model):
    """Two claims that cannot both be true, as somebody says; settled by those who may."""

    class Settled(models.TextChoices):
        """How a conflict was settled."""

        BOTH = "both", "Both can be true"
        ONE = "one", "The first stands"
        OTHER = "other", "The second stands"

    one = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="conflicts_begun")
    other = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="conflicts_met")
    why = models.TextField(help_text="Why they cannot both be true.")
    marked_by = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="conflicts_marked"
    )
    marked_on = models.DateField()
    settled = models.CharField(max_length=5, choices=Settled, blank=True)
    settled_by = models.ForeignKey(
        Person,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="conflicts_settled",
    )
    settled_on = models.DateField(null=True, blank=True)
    settlement = models.TextField(blank=True, help_text="The reason of whoever settled it.")

    objects = ClaimConflictQuerySet.as_manager()

    class Meta:
        ordering = ["-marked_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="pair_is_in_conflict_once"),
            models.CheckConstraint(
                condition=Q(one__lt=F("other")), name="conflict_names_the_earlier_claim_first"
            ),
            models.CheckConstraint(
                condition=Q(settled="") | Q(settled_on__isnull=False),
                name="settled_conflict_says_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.one} / {self.other}"

    def beside(self, claim: Claim) -> Claim:
        """Return the other one of the two."""
        return self.other if self.one_id == claim.pk else self.one
