"""What was learnt in discovery, and what could be done about it."""

from django.db import models
from django.db.models import Q

from ..foundation.origins import HasOrigin
from ..foundation.scope import ScopedQuerySet, Seer
from ..measures.models import Measure
from ..missions.models import AimVersion, Mission, Strand
from ..networks.models import Organisation
from ..people.models import Person
from .states import OPPORTUNITY, THEME
from .voices import SpeakerRole, Voice


class Theme(models.Model):
    """Findings that say the same need; merging keeps every contributor."""

    mission = models.ForeignKey(Mission, on_delete=models.PROTECT, related_name="themes")
    name = models.CharField(max_length=160)
    need = models.TextField(blank=True)
    state = models.CharField(max_length=8, choices=THEME.choices(), default=THEME.first())
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged_themes"
    )

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(state="merged") & Q(merged_into__isnull=False))
                | (~Q(state="merged") & Q(merged_into=None)),
                name="merged_theme_says_into_which",
            )
        ]

    def __str__(self) -> str:
        return self.name


class SourceKind(models.TextChoices):
    """Where a finding was learnt."""

    ENGAGEMENT = "engagement", "Engagement"
    DATA = "data", "Data"
    RESEARCH = "research", "Research"
    HORIZON = "horizon", "Horizon scan"


class FindingQuerySet(ScopedQuerySet["Finding"]):
    """Findings."""

    def own(self, viewer: Seer) -> Q:
        """A contributor sees what they said."""
        return Q(contributor_id=viewer.person_id)


class Finding(HasOrigin):
    """One thing learnt, with its source, who spoke for which voice, its strength and date."""

    mission = models.ForeignKey(Mission, on_delete=models.PROTECT, related_name="findings")
    strand = models.ForeignKey(
        Strand, null=True, blank=True, on_delete=models.PROTECT, related_name="findings"
    )
    theme = models.ForeignKey(
        Theme, null=True, blank=True, on_delete=models.PROTECT, related_name="findings"
    )
    text = models.TextField()
    quote = models.TextField(blank=True, help_text="The very words, where the text sums them up.")
    source_kind = models.CharField(max_length=10, choices=SourceKind)
    role = models.CharField(
        max_length=8, choices=SpeakerRole, blank=True, help_text="Blank where nobody spoke."
    )
    voice = models.CharField(
        max_length=16, choices=Voice, blank=True, help_text="Blank where nobody spoke."
    )
    speaks_as = models.CharField(
        max_length=80, blank=True, help_text="Who spoke, in their own words."
    )
    place = models.CharField(max_length=80, blank=True, help_text="Borough or wider area.")
    strength = models.PositiveSmallIntegerField(
        default=1, help_text="1 one voice, 2 several, 3 borne out by data or research."
    )
    heard_on = models.DateField()
    contributor = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="findings"
    )
    contributor_label = models.CharField(
        max_length=80, blank=True, help_text="How somebody without an account is spoken of."
    )
    consents_named = models.BooleanField(
        default=False, help_text="The label may stand beside the words outside the team."
    )
    consents_contact = models.BooleanField(default=False, help_text="May be asked further.")
    contact = models.CharField(
        max_length=200, blank=True, help_text="An address, kept only where contact is agreed to."
    )
    import_key = models.CharField(
        max_length=80, blank=True, help_text="Tells a row of a file that comes again."
    )
    aims = models.ManyToManyField(AimVersion, blank=True, related_name="findings")

    objects = FindingQuerySet.as_manager()

    class Meta:
        ordering = ["-heard_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(strength__range=(1, 3)), name="finding_strength_is_one_to_three"
            ),
            models.CheckConstraint(
                condition=~Q(source_kind="engagement") | (~Q(role="") & ~Q(voice="")),
                name="engagement_says_who_spoke",
            ),
            models.CheckConstraint(
                condition=Q(contact="") | Q(consents_contact=True),
                name="contact_is_kept_by_consent",
            ),
            models.UniqueConstraint(
                fields=["mission", "import_key"],
                condition=~Q(import_key=""),
                name="finding_comes_in_once",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]

    @property
    def speaker(self) -> str:
        """Who spoke, as pages say it: role, whose voice, and their own words for it."""
        role = str(self.get_role_display())
        parts = [role, "" if self.voice in ("people", "") else str(self.get_voice_display())]
        if self.speaks_as.casefold() not in {role.casefold(), parts[1].casefold()}:
            parts.append(self.speaks_as)
        return ", ".join(part for part in parts if part)


class OpportunityQuerySet(ScopedQuerySet["Opportunity"]):
    """Opportunities."""

    def published(self) -> Q:
        """Shown to the network once it is before a panel or further."""
        return Q(state__in=["proposed", "shortlisted", "taken_up", "not_this_round"])


class Opportunity(HasOrigin):
    """A need with a candidate change."""

    mission = models.ForeignKey(Mission, on_delete=models.PROTECT, related_name="opportunities")
    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=160)
    need = models.TextField(help_text="The need, in two sentences.")
    change = models.TextField(help_text="What could change it.")
    people_affected = models.PositiveIntegerField(null=True, blank=True)
    who_bears_it = models.TextField(blank=True, help_text="Who carries the burden today.")
    exists_elsewhere = models.TextField(blank=True)
    why_new = models.TextField(
        blank=True, help_text="Why what already runs well here does not meet the need."
    )
    themes = models.ManyToManyField(Theme, blank=True, related_name="opportunities")
    measures = models.ManyToManyField(
        Measure, blank=True, related_name="opportunities", help_text="Which it would move."
    )
    raised_by = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="opportunities"
    )
    raised_on = models.DateField()
    state = models.CharField(
        max_length=16, choices=OPPORTUNITY.choices(), default=OPPORTUNITY.first()
    )
    state_since = models.DateField(null=True, blank=True)

    objects = OpportunityQuerySet.as_manager()

    class Meta:
        ordering = ["title"]
        verbose_name_plural = "opportunities"

    def __str__(self) -> str:
        return self.title
