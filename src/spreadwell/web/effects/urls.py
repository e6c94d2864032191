"""Addresses of the room “effects”."""

from django.urls import path
from django.views.generic import RedirectView

app_name = "effects"
urlpatterns = [path("", RedirectView.as_view(pattern_name="home"), name="list")]
