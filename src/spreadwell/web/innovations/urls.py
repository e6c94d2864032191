"""Addresses of the room “innovations”."""

from django.urls import path

from . import doing, views

app_name = "innovations"
urlpatterns = [
    path("", views.innovation_list, name="list"),
    path("new/<slug:mission>/", doing.start, name="start"),
    path("new/<slug:mission>/from/<slug:opportunity>/", doing.start_from, name="start_from"),
    path("<slug:slug>/", views.detail, name="detail"),
    path("<slug:slug>/version/", doing.version, name="version"),
    path("<slug:slug>/stage/", doing.stage, name="stage"),
    path("<slug:slug>/gate/", doing.gate, name="gate"),
    path("<slug:slug>/measure/", doing.measure, name="measure"),
    path("<slug:slug>/assurance/", doing.assurance, name="assurance"),
    path("<slug:slug>/public/", doing.public, name="public"),
]
