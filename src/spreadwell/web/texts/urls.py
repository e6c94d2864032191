"""Addresses of the texts of public pages."""

from django.urls import path

from . import views

app_name = "texts"
urlpatterns = [
    path("", views.crisis, name="crisis"),
    path("<slug:language>/", views.word, name="word"),
]
