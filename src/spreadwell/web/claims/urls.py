"""Addresses of the room “claims”."""

from django.urls import path
from django.views.generic import RedirectView

app_name = "claims"
urlpatterns = [path("", RedirectView.as_view(pattern_name="home"), name="list")]
