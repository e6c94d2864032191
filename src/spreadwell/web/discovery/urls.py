"""Addresses of the room “discovery”."""

from django.urls import path
from django.views.generic import RedirectView

app_name = "discovery"
urlpatterns = [path("", RedirectView.as_view(pattern_name="home"), name="list")]
