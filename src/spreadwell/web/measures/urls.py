"""Addresses of the room “measures”."""

from django.urls import path
from django.views.generic import RedirectView

app_name = "measures"
urlpatterns = [path("", RedirectView.as_view(pattern_name="home"), name="list")]
