"""People who sign in, and the roles they hold at a mission, a network or a site."""

from datetime import date
from typing import Any, ClassVar, Self

from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q

from ..foundation.scope import ScopedQuerySet, Seer
from .roles import HELD_AT, Role


class PersonQuerySet(ScopedQuerySet["Person"]):
    """People."""

    def own(self, viewer: Seer) -> Q:
        """A person sees themselves, and the people of their sites: whom a team is made of."""
        return (
            Q(pk=viewer.person_id)
            | Q(roles__site_id__in=viewer.site_ids)
            | Q(teams__site_id__in=viewer.site_ids)
            | Q(organisation__sites__in=viewer.site_ids)
        )


class PersonManager(BaseUserManager["Person"]):
    """Makes people; the e-mail address is the name they sign in with."""

    use_in_migrations = False

    def get_queryset(self) -> PersonQuerySet:
        """Return people with the scope's methods."""
        return PersonQuerySet(self.model, using=self._db)

    def visible_to(self, viewer: Seer) -> PersonQuerySet:
        """Keep the people that the viewer may see."""
        return self.get_queryset().visible_to(viewer)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Person":
        """Make a person; without a password they cannot sign in until one is set."""
        person = self.model(email=self.normalize_email(email).lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person


class Person(AbstractUser):
    """Somebody known to the network. People of the example portfolio are invented and say so."""

    username = None  # type: ignore[assignment]
    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    email = models.EmailField("e-mail address", unique=True)
    name = models.CharField(max_length=120)
    title = models.CharField(max_length=160, blank=True, help_text="What they do, in a few words.")
    organisation = models.ForeignKey(
        "domain.Organisation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="people",
    )
    invented = models.BooleanField(default=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects: ClassVar[PersonManager] = PersonManager()  # type: ignore[assignment]

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "people"

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        """Return the name (allauth and Django ask for it)."""
        return self.name

    def get_short_name(self) -> str:
        """Return the first word of the name."""
        return self.name.split(" ")[0]


class RoleHeldQuerySet(ScopedQuerySet["RoleHeld"]):
    """Roles held."""

    def own(self, viewer: Seer) -> Q:
        """A person sees their own roles."""
        return Q(person_id=viewer.person_id)

    def running_on(self, day: date) -> Self:
        """Keep the roles that run on a day."""
        return self.filter(starts__lte=day).filter(Q(ends=None) | Q(ends__gt=day))


def _held_in_its_place() -> Q:
    """Return the rule that a role which is held somewhere names where."""
    rule = Q()
    for role, place in HELD_AT.items():
        if place is not None:
            rule &= ~Q(role=role.value) | Q(**{f"{place}__isnull": False})
    return rule


class RoleHeld(models.Model):
    """One role of one person, where and from when to when (`ends` is the first day without)."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="roles")
    role = models.CharField(
        max_length=20, choices=[c for c in Role.choices if c[0] != Role.PUBLIC.value]
    )
    mission = models.ForeignKey(
        "domain.Mission", null=True, blank=True, on_delete=models.PROTECT, related_name="roles"
    )
    network = models.ForeignKey(
        "domain.Network", null=True, blank=True, on_delete=models.PROTECT, related_name="roles"
    )
    organisation = models.ForeignKey(
        "domain.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="roles"
    )
    site = models.ForeignKey(
        "domain.ImplementationSite",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="roles",
    )
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)

    objects = RoleHeldQuerySet.as_manager()

    class Meta:
        ordering = ["person", "role"]
        verbose_name_plural = "roles held"
        constraints = [
            models.CheckConstraint(
                condition=Q(ends=None) | Q(ends__gt=F("starts")), name="role_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=_held_in_its_place(), name="role_is_held_in_its_place"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_role_display().lower()}"


class AccessTokenQuerySet(ScopedQuerySet["AccessToken"]):
    """Access tokens."""

    def own(self, viewer: Seer) -> Q:
        """A token is its person's own."""
        return Q(person_id=viewer.person_id)


class AccessToken(models.Model):
    """What a program signs in with in a person's name; only a digest of it is kept."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=80, help_text="Which program uses it.")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(auto_now_add=True)
    expires = models.DateField()
    last_used = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = AccessTokenQuerySet.as_manager()

    class Meta:
        ordering = ["person", "-made_at", "-pk"]

    def __str__(self) -> str:
        return self.name
