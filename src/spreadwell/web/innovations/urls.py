"""Addresses of the room “innovations”."""

from django.urls import path

from . import diagrams, doing, versions, views

app_name = "innovations"
urlpatterns = [
    path("", views.innovation_list, name="list"),
    path("new/<slug:mission>/", doing.start, name="start"),
    path("new/<slug:mission>/from/<slug:opportunity>/", doing.start_from, name="start_from"),
    path("<slug:slug>/", views.detail, name="detail"),
    path("<slug:slug>/version/", versions.version, name="version"),
    path("<slug:slug>/compare/", versions.compare_versions, name="compare"),
    path("<slug:slug>/diagram/<slug:which>/", diagrams.diagram, name="diagram"),
    path(
        "<slug:slug>/diagram/<slug:which>.<slug:kind>",
        diagrams.diagram_picture,
        name="diagram_picture",
    ),
    path("<slug:slug>/stage/", doing.stage, name="stage"),
    path("<slug:slug>/gate/", doing.gate, name="gate"),
    path("<slug:slug>/measure/", doing.measure, name="measure"),
    path("<slug:slug>/assurance/", doing.assurance, name="assurance"),
    path("<slug:slug>/public/", doing.public, name="public"),
]
