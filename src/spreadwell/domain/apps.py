"""One Django app for the whole loop, so that there is one line of migrations."""

from django.apps import AppConfig


class DomainConfig(AppConfig):
    """The stored loop."""

    name = "spreadwell.domain"
    label = "domain"
    verbose_name = "Spreadwell"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let what hangs on a thing follow when that thing moves."""
        from .lifecycle.follower import register

        register()
