"""What hangs on a finding: its files, the record or the numbers it came from, the file it is of."""

from django.db import models
from django.db.models import Q

from ..foundation.scope import M, ScopedQuerySet, Seer
from ..measures.models import Measure
from ..missions.models import Mission
from ..networks.models import Organisation
from ..people.models import Person
from .models import Finding
from .states import SAFEGUARDING


class OfFindingQuerySet(ScopedQuerySet[M]):
    """Rows that belong to a finding."""

    def own(self, viewer: Seer) -> Q:
        """What hangs on somebody's own finding is theirs to see."""
        return Q(finding__contributor_id=viewer.person_id)


class EvidenceKind(models.TextChoices):
    """What kind of study or paper a record tells of, the most telling first."""

    REVIEW = "review", "Systematic review"
    GUIDELINE = "guideline", "Guideline"
    TRIAL = "trial", "Randomised trial"
    COMPARED = "compared", "Study with a comparison"
    COHORT = "cohort", "Study without a comparison"
    QUALITATIVE = "qualitative", "Qualitative study"
    REGISTERED = "registered", "Trial registered, no results yet"
    OPINION = "opinion", "Opinion or commentary"
    OTHER = "other", "Another kind"


class EvidenceRecord(models.Model):
    """A paper, report or registered trial that a horizon scan found; the finding says it short."""

    finding = models.OneToOneField(Finding, on_delete=models.CASCADE, related_name="record")
    kind = models.CharField(max_length=12, choices=EvidenceKind)
    title = models.TextField()
    authors = models.TextField(blank=True)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    published_in = models.CharField(max_length=300, blank=True)
    doi = models.CharField(max_length=200, blank=True, db_index=True)
    pmid = models.CharField(max_length=12, blank=True, db_index=True)
    nct = models.CharField(max_length=12, blank=True, db_index=True)
    link = models.CharField(max_length=500, blank=True)

    objects = OfFindingQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "title"]

    def __str__(self) -> str:
        return self.title[:120]


class DataView(models.TextChoices):
    """What a finding from data looks at."""

    MEASURE = "measure", "A measure over time"
    GAP = "gap", "A place against the rest"
    EQUITY = "equity", "A gap between groups of people"


class FindingData(models.Model):
    """The numbers from which a finding came; its page draws them as they are today."""

    finding = models.OneToOneField(Finding, on_delete=models.CASCADE, related_name="data")
    view = models.CharField(max_length=8, choices=DataView)
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    stratum = models.CharField(max_length=40, blank=True, help_text="Groups that are compared.")
    then = models.TextField(blank=True, help_text="What the numbers said on that day.")
    then_period = models.CharField(
        max_length=20, blank=True, help_text="The last period with a value on that day."
    )
    then_value = models.FloatField(
        null=True, blank=True, help_text="The value of that period, in the unit it is shown in."
    )

    objects = OfFindingQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "finding data"
        constraints = [
            models.CheckConstraint(
                condition=~Q(view="equity") | ~Q(stratum=""),
                name="equity_gap_says_between_whom",
            ),
            models.CheckConstraint(
                condition=~Q(view="gap") | Q(organisation__isnull=False),
                name="gap_says_of_which_place",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure}: {self.get_view_display()}"


class FindingFile(models.Model):
    """A file kept with a finding: a photo of a flip chart, a report, a letter."""

    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=200)
    content = models.BinaryField()
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)

    objects = OfFindingQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["finding", "sha256"], name="finding_keeps_a_file_once")
        ]

    def __str__(self) -> str:
        return self.name


class SafeguardingFlagQuerySet(ScopedQuerySet["SafeguardingFlag"]):
    """Worries about somebody's safety."""

    def own(self, viewer: Seer) -> Q:
        """The owner's own, and those of the missions led."""
        return Q(owner_id=viewer.person_id) | Q(finding__mission_id__in=viewer.mission_ids)


class SafeguardingFlag(models.Model):
    """A worry about somebody's safety in something said; a named owner answers it."""

    finding = models.OneToOneField(Finding, on_delete=models.CASCADE, related_name="worry")
    state = models.CharField(
        max_length=10, choices=SAFEGUARDING.choices(), default=SAFEGUARDING.first()
    )
    by_words = models.BooleanField(
        default=False, help_text="Words of the text suggested it; a person decides."
    )
    words = models.CharField(max_length=200, blank=True, help_text="Which words suggested it.")
    owner = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="worries"
    )
    raised_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    what_was_done = models.TextField(blank=True)

    objects = SafeguardingFlagQuerySet.as_manager()

    class Meta:
        ordering = ["raised_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["suggested", "raised"], settled_at=None)
                | (~Q(state__in=["suggested", "raised"]) & Q(settled_at__isnull=False)),
                name="settled_worry_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(state="acted") | ~Q(what_was_done=""),
                name="worry_acted_on_says_how",
            ),
        ]

    def __str__(self) -> str:
        return f"A worry about safety in “{self.finding}”"


class FindingsLoadQuerySet(ScopedQuerySet["FindingsLoad"]):
    """Files of findings."""

    def own(self, viewer: Seer) -> Q:
        """Whoever sent a file sees it."""
        return Q(by_id=viewer.person_id)


class FindingsLoad(models.Model):
    """A file of findings: held while its sender looks at it, then what was made of it."""

    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    mission = models.ForeignKey(
        Mission,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="findings_loads",
        help_text="Blank where each row names its own.",
    )
    name = models.CharField(max_length=200)
    layout = models.CharField(max_length=20, blank=True)
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField(null=True, blank=True, help_text="Kept until it is settled.")
    usual = models.JSONField(default=dict, blank=True, help_text="What rows that say less take.")
    counts = models.JSONField(default=dict, blank=True)
    sent_at = models.DateTimeField(auto_now_add=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    objects = FindingsLoadQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_at", "-pk"]

    def __str__(self) -> str:
        return self.name


class PublicTextQuerySet(ScopedQuerySet["PublicText"]):
    """Texts of public pages."""

    def published(self) -> Q:
        """Everybody reads them."""
        return Q()


class PublicText(models.Model):
    """A text of the public pages that the administrator words, by language."""

    key = models.CharField(max_length=20, choices=[("crisis", "Help in a crisis")])
    language = models.CharField(max_length=10, default="en")
    text = models.TextField()

    objects = PublicTextQuerySet.as_manager()

    class Meta:
        ordering = ["key", "language"]
        constraints = [
            models.UniqueConstraint(fields=["key", "language"], name="public_text_stands_once")
        ]

    def __str__(self) -> str:
        return f"{self.get_key_display()} ({self.language})"
