"""Addresses of the room “sites”."""

from django.urls import path
from django.views.generic import RedirectView

app_name = "sites"
urlpatterns = [path("", RedirectView.as_view(pattern_name="home"), name="list")]
