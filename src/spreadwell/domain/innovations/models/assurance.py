"""What an innovation is assured by, with its proof, and what stays confidential."""

from django.db import models
from django.db.models import Q

from ...foundation.scope import NOTHING, ScopedQuerySet, Seer
from ...networks.models import Organisation
from ...people.models import Person
from .innovation import Innovation, SeenWithInnovation


class AssuranceItem(models.Model):
    """One assurance an innovation holds or lacks, with its expiry and proof."""

    innovation = models.ForeignKey(Innovation, on_delete=models.PROTECT, related_name="assurance")
    framework = models.CharField(
        max_length=12,
        choices=[
            ("dtac", "DTAC"),
            ("nice_esf", "NICE evidence standards tier"),
            ("ukca", "UKCA or CE mark"),
            ("dcb0129", "Clinical safety, DCB0129"),
        ],
    )
    section = models.CharField(
        max_length=4,
        blank=True,
        choices=[
            ("C1", "Clinical safety"),
            ("C2", "Data protection"),
            ("C3", "Technical security"),
            ("C4", "Interoperability"),
            ("D", "Usability and accessibility"),
        ],
        help_text="DTAC's section; blank for the others.",
    )
    status = models.CharField(
        max_length=12,
        choices=[
            ("held", "Held"),
            ("in_progress", "In progress"),
            ("missing", "Missing"),
            ("not_needed", "Not needed"),
        ],
    )
    detail = models.CharField(max_length=200, blank=True)
    tier = models.CharField(
        max_length=1,
        blank=True,
        choices=[("A", "Tier A"), ("B", "Tier B"), ("C", "Tier C")],
        help_text="NICE evidence standards tier.",
    )
    expires_on = models.DateField(null=True, blank=True)

    objects = SeenWithInnovation.as_manager()

    class Meta:
        ordering = ["innovation", "framework", "section"]
        constraints = [
            models.UniqueConstraint(
                fields=["innovation", "framework", "section"], name="assurance_is_told_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.innovation}: {self.get_framework_display()}"


class AssuranceProofQuerySet(SeenWithInnovation["AssuranceProof"]):
    """Proofs, seen as their item is."""

    path = "item__innovation__"


class AssuranceProof(models.Model):
    """Where an assurance can be checked: a reference or link, a file, or both."""

    item = models.ForeignKey(AssuranceItem, on_delete=models.PROTECT, related_name="proofs")
    reference = models.CharField(max_length=400, blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    content = models.BinaryField(default=bytes, blank=True)
    added_on = models.DateField()
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    objects = AssuranceProofQuerySet.as_manager()

    class Meta:
        ordering = ["item", "-added_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reference="") | ~Q(file_name=""), name="proof_can_be_looked_at"
            )
        ]

    def __str__(self) -> str:
        return self.reference or self.file_name


class ConfidentialRecordQuerySet(ScopedQuerySet["ConfidentialRecord"]):
    """Confidential records."""

    def own(self, viewer: Seer) -> Q:
        """Whoever wrote it and the people it names see it, nobody else, whatever their role."""
        # Without a person “named=None” would mean the records that name nobody.
        if viewer.person_id is None:
            return NOTHING
        return Q(written_by_id=viewer.person_id) | Q(named=viewer.person_id)


class ConfidentialRecord(models.Model):
    """Commercial terms, a collaborative-working agreement or an industry disclosure.

    Kept apart from scoring: no shortlist, claim or pack reads it. Whoever is named stays named.
    """

    innovation = models.ForeignKey(
        Innovation, on_delete=models.PROTECT, related_name="confidential_records"
    )
    kind = models.CharField(
        max_length=14,
        choices=[
            ("terms", "Commercial terms"),
            ("collaboration", "Collaborative-working agreement"),
            ("disclosure", "Industry disclosure"),
        ],
    )
    party = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="confidential_records"
    )
    text = models.TextField()
    starts = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)
    named = models.ManyToManyField(Person, related_name="+", blank=True)
    written_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    written_on = models.DateField()

    objects = ConfidentialRecordQuerySet.as_manager()

    class Meta:
        ordering = ["innovation", "kind", "-written_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} with {self.party}"
