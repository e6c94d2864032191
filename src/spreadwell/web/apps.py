"""The pages, as Django knows them."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The pages."""

    name = "spreadwell.web"
    label = "web"

    def ready(self) -> None:
        """Make the catalogues of the languages in which public pages can be read."""
        from .languages import make_catalogues

        make_catalogues()
