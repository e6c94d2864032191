"""Addresses of the pages that everybody may read."""

from django.urls import path

from . import saying, views

app_name = "public"
urlpatterns = [
    path("you-said/", views.you_said, name="you_said"),
    path("claims/", views.claims, name="claims"),
    path("decisions/", views.decisions, name="decisions"),
    path("say/", saying.say, name="say"),
    path("heard/<str:token>/", saying.heard, name="heard"),
    path("missions/<slug:slug>/", views.mission, name="mission"),
]
