"""Addresses of the room “missions”."""

from django.urls import path
from django.views.generic import RedirectView

app_name = "missions"
urlpatterns = [path("", RedirectView.as_view(pattern_name="home"), name="list")]
