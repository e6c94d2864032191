"""The pages, as Django knows them."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The pages."""

    name = "spreadwell.web"
    label = "web"
