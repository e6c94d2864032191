"""One Django app for the whole loop, so that there is one line of migrations."""

from django.apps import AppConfig


class DomainConfig(AppConfig):
    """The stored loop."""

    name = "spreadwell.domain"
    label = "domain"
    verbose_name = "Spreadwell"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let what hangs on a thing follow when it moves, and search follow every change."""
        from .lifecycle.follower import register

        register()
        from .audit.telling import recorded
        from .learning.moving import told_back

        recorded.connect(told_back, dispatch_uid="words are followed")
        from django.db.models.signals import post_migrate, pre_migrate

        from .search.index import after_migrations, before_migrations

        pre_migrate.connect(before_migrations, sender=self, dispatch_uid="search")
        post_migrate.connect(after_migrations, sender=self, dispatch_uid="search")
