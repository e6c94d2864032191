"""What every template can call: addresses, static files, dates, numbers and the design system."""

import re
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, ngettext
from jinja2 import ChainableUndefined, ChoiceLoader, Environment, PackageLoader
from markupsafe import Markup

from spreadwell.charts.frame import Picture
from spreadwell.domain.people.viewer import Viewer


def url(name: str, *args: Any, **kwargs: Any) -> str:
    """Return the address of a page by its name."""
    return reverse(name, args=args, kwargs=kwargs)


def day(value: date | datetime | None) -> str:
    """Write a day as people do: 3 March 2026; a dash when there is none."""
    if value is None:
        return "–"
    if isinstance(value, datetime):
        value = timezone.localtime(value)
    if not (get_language() or "en").startswith("en"):
        return date_format(value, "j E Y")
    return f"{value.day} {value:%B %Y}"


def month(value: date | None) -> str:
    """Write a month as people do: March 2026."""
    return f"{value:%B %Y}" if value else "–"


def number(value: float | int | None, places: int = 0) -> str:
    """Write a number with thousands separators; a dash when there is none."""
    return "–" if value is None else f"{value:,.{places}f}"


def count(many: int, one: str, more: str = "") -> str:
    """Write a count with its noun: 1 site, 4 sites."""
    return f"{many:,} {one if many == 1 else more or one + 's'}"


def example_sign_ins() -> dict[str, Any]:
    """Return who may sign in to the example and with which password; nothing on a real store."""
    if not settings.EXAMPLE:
        return {}
    from spreadwell.exchange import portfolio  # only the example needs it

    return {"people": portfolio.SIGN_INS, "password": portfolio.PASSWORD}


def help_lines(viewer: Viewer) -> list[list[tuple[str, str]]]:
    """Return where to get help in a crisis, for the public pages alone."""
    from .texts.help import help_now

    return help_now(viewer)


def sentences(text: str) -> list[str]:
    """Cut what somebody wrote into its sentences, to stand a line each."""
    return [one.strip() for one in re.split(r"(?<=[.!?;])\s+|\n+", text) if one.strip()]


def svg(picture: Picture) -> Markup:
    """Put a picture into the page; the charts escape whatever text they were given."""
    return Markup(picture.svg)


def environment(**options: Any) -> Environment:
    """Return the environment in which all pages are rendered."""
    options["undefined"] = ChainableUndefined  # the design system's macros need it
    loader = options.pop("loader")
    options["extensions"] = [*options.get("extensions", []), "jinja2.ext.i18n"]
    env = Environment(
        loader=ChoiceLoader([loader, PackageLoader("nhsuk_frontend_jinja")]), **options
    )
    env.trim_blocks = env.lstrip_blocks = True
    env.globals.update(url=url, static=staticfiles_storage.url, svg=svg, count=count)
    env.globals.update(example_sign_ins=example_sign_ins, help_now=help_lines)
    env.filters.update(day=day, month=month, number=number, sentences=sentences)
    env.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    return env
