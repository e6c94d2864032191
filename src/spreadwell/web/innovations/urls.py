"""Addresses of the room “innovations”."""

from django.urls import path

from . import assurance, capabilities, conditions, confidential, diagrams, doing, versions, views

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
    path("<slug:slug>/conditions/", conditions.conditions, name="conditions"),
    path("<slug:slug>/conditions.<slug:kind>", conditions.conditions_file, name="conditions_file"),
    path("<slug:slug>/conditions/ratings.csv", conditions.ratings_file, name="ratings_file"),
    path("<slug:slug>/team/", capabilities.team, name="team"),
    path("<slug:slug>/team/need/", capabilities.need, name="need"),
    path("capability/<int:pk>/", capabilities.capability, name="capability"),
    path("capability/<int:pk>/drop/", capabilities.drop, name="capability_drop"),
    path("<slug:slug>/stage/", doing.stage, name="stage"),
    path("<slug:slug>/gate/", doing.gate, name="gate"),
    path("<slug:slug>/measure/", doing.measure, name="measure"),
    path("<slug:slug>/assurance/", assurance.assurance, name="assurance"),
    path("<slug:slug>/assurance/tell/", assurance.tell, name="assurance_tell"),
    path("assurance/<int:pk>/proof/", assurance.prove, name="proof"),
    path("proof/<int:pk>/file/", assurance.proof_file, name="proof_file"),
    path("proof/<int:pk>/remove/", assurance.remove, name="proof_remove"),
    path("<slug:slug>/confidential/", confidential.confidential, name="confidential"),
    path("<slug:slug>/confidential/write/", confidential.write, name="confidential_write"),
    path("confidential/<int:pk>/name/", confidential.name, name="confidential_name"),
    path("confidential/<int:pk>/end/", confidential.end, name="confidential_end"),
    path("<slug:slug>/public/", doing.public, name="public"),
]
