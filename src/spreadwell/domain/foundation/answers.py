"""Reading what people answered: text that must be there, and short names for addresses."""

from django.db import models
from django.utils.text import slugify

from .refusals import Invalid


def filled(text: str, field: str, ask: str) -> str:
    """Return the text without spaces around it; Invalid with `ask` where nothing was said."""
    said = text.strip()
    if not said:
        raise Invalid(ask, field=field)
    return said


def free_slug(model: type[models.Model], name: str) -> str:
    """Return a slug of the name that no row of the model has yet."""
    longest: int = getattr(model._meta.get_field("slug"), "max_length", None) or 50
    base = slugify(name)[: longest - 4] or model.__name__.lower()
    slug, number = base, 1
    while model._default_manager.filter(slug=slug).exists():
        number += 1
        slug = f"{base}-{number}"
    return slug
