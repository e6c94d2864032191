"""Addresses of the room “innovations”."""

from django.urls import path
from django.views.generic import RedirectView

app_name = "innovations"
urlpatterns = [path("", RedirectView.as_view(pattern_name="home"), name="list")]
