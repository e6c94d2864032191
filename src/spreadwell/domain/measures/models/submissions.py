"""Submissions: batches of readings, and the names that a sender has explained once."""

from django.db import models
from django.db.models import Q

from ...foundation.scope import ScopedQuerySet, Seer
from ...people.models import Person
from ..states import SUBMISSION, WAITING


class SubmissionQuerySet(ScopedQuerySet["Submission"]):
    """Submissions."""

    def own(self, viewer: Seer) -> Q:
        """A person sees what they sent."""
        return Q(sent_by_id=viewer.person_id)


class Submission(models.Model):
    """One batch of readings: checked, then accepted as a whole or not at all."""

    sent_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="submissions"
    )
    sent_at = models.DateTimeField(auto_now_add=True)
    way = models.CharField(
        max_length=8,
        choices=[
            ("file", "File"),
            ("entry", "Entered on the page"),
            ("extract", "Extract"),
            ("api", "API"),
            ("fhir", "FHIR MeasureReport"),
        ],
    )
    file_name = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True, db_index=True)
    content = models.BinaryField(null=True, blank=True, help_text="Kept until it is settled.")
    state = models.CharField(
        max_length=10, choices=SUBMISSION.choices(), default=SUBMISSION.first()
    )
    changes = models.JSONField(
        default=dict, blank=True, help_text="Counts: new, corrected, the same; by measure."
    )
    said = models.JSONField(
        default=dict,
        blank=True,
        help_text="How its file was read, what was asked about it, and the answers.",
    )
    note = models.TextField(blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=WAITING, settled_at=None)
                | (~Q(state__in=WAITING) & Q(settled_at__isnull=False)),
                name="settled_submission_says_when",
            )
        ]

    def __str__(self) -> str:
        return self.file_name or f"Submission {self.pk}"

    @property
    def withdrawn_because(self) -> str:
        """Why it was withdrawn, "" where it was not; once the reason stood in place of the note."""
        if self.state != "withdrawn":
            return ""
        return str(self.said.get("withdrawn_because", self.note))


class RememberedNameQuerySet(ScopedQuerySet["RememberedName"]):
    """Remembered names."""

    def own(self, viewer: Seer) -> Q:
        """What a name in a file means is its sender's own."""
        return Q(person_id=viewer.person_id)


class RememberedName(models.Model):
    """What a column, a site or a measure that a sender's files call otherwise stands for.

    Told once, and used for that person's files from then on.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    what = models.CharField(
        max_length=16,
        choices=[
            ("column", "Column"),
            ("site", "Site"),
            ("measure", "Measure"),
            ("finding column", "Column of a file of findings"),
            ("finding role", "Role in a file of findings"),
            ("finding voice", "Voice in a file of findings"),
        ],
    )
    written = models.CharField(max_length=200, help_text="As the file has it, lower case.")
    means = models.CharField(
        max_length=120, blank=True, help_text="Our name or code; blank means: leave it out."
    )
    told_at = models.DateTimeField(auto_now=True)

    objects = RememberedNameQuerySet.as_manager()

    class Meta:
        ordering = ["what", "written"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "what", "written"], name="one_meaning_a_written_name"
            )
        ]

    def __str__(self) -> str:
        return f"{self.what} “{self.written}” means {self.means or 'nothing here'}"
