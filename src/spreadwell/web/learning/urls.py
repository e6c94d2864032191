"""Addresses of the room “learning”."""

from django.urls import path
from django.views.generic import RedirectView

app_name = "learning"
urlpatterns = [path("", RedirectView.as_view(pattern_name="home"), name="list")]
