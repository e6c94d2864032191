"""Addresses of the room “priorities”."""

from django.urls import path
from django.views.generic import RedirectView

app_name = "priorities"
urlpatterns = [path("", RedirectView.as_view(pattern_name="home"), name="list")]
