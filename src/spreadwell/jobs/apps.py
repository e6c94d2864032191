"""The jobs, as Django knows them."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """What runs behind, and what sets it going."""

    name = "spreadwell.jobs"
    label = "jobs"

    def ready(self) -> None:
        """Let effects follow the readings they rest on."""
        from spreadwell.domain.measures.arriving import readings_changed

        from .effects import readings_came

        readings_changed.connect(readings_came, dispatch_uid="effects follow readings")
