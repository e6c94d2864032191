"""Addresses of the room “decisions”."""

from django.urls import path
from django.views.generic import RedirectView

app_name = "decisions"
urlpatterns = [path("", RedirectView.as_view(pattern_name="home"), name="list")]
