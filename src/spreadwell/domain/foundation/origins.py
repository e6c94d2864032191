"""Where a row comes from: recorded by users, published by a real body, or invented for the demo."""

from django.db import models


class Origin(models.TextChoices):
    """The three origins; invented rows say so wherever they are shown."""

    RECORDED = "recorded", "Recorded here"
    PUBLISHED = "published", "Published"
    INVENTED = "invented", "Invented example"


class HasOrigin(models.Model):
    """A row that knows its origin and, when it is published, its source."""

    origin = models.CharField(max_length=10, choices=Origin, default=Origin.RECORDED)
    source = models.TextField(
        blank=True, help_text="Where it was published: a title, an address, a licence."
    )

    class Meta:
        abstract = True

    @property
    def invented(self) -> bool:
        """Tell whether pages and pictures must carry the words “invented example”."""
        return self.origin == Origin.INVENTED
