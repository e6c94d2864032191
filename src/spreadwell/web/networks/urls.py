"""Addresses of the room “networks”."""

from django.urls import path
from django.views.generic import RedirectView

app_name = "networks"
urlpatterns = [path("", RedirectView.as_view(pattern_name="home"), name="list")]
