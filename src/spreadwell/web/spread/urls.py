"""Addresses of the room “spread”."""

from django.urls import path
from django.views.generic import RedirectView

app_name = "spread"
urlpatterns = [path("", RedirectView.as_view(pattern_name="home"), name="list")]
