"""Addresses of the room “discovery”."""

from django.urls import path

from . import adding, opportunities, parting, seeking, suggesting, themes, views

app_name = "discovery"
urlpatterns = [
    path("", views.heard, name="list"),
    path("mine/", views.mine, name="mine"),
    path("add/", adding.add_one, name="add"),
    path("add-many/", adding.add_many, name="add_many"),
    path("sort/", themes.sort, name="sort"),
    path("worries/<int:pk>/", views.worry, name="worry"),
    path("themes/open/", themes.open_one, name="open_theme"),
    path("themes/<int:pk>/", themes.detail, name="theme"),
    path("themes/<int:pk>/merge/", themes.merge, name="merge"),
    path("themes/<int:pk>/answer/", themes.answer, name="answer"),
    path("themes/<int:pk>/split/", parting.split, name="split"),
    path("themes/<int:pk>/undo-merge/", parting.undo, name="undo_merge"),
    path("suggested/<slug:slug>/", suggesting.suggestions, name="suggestions"),
    path("suggested/<slug:slug>/ask/", suggesting.ask_for, name="ask_suggestions"),
    path("suggested/take/<int:pk>/<int:number>/", suggesting.take, name="take_suggested"),
    path("participation/", seeking.share, name="participation"),
    path("practices/", seeking.practice_list, name="practices"),
    path("practices/note/", seeking.note, name="note_practice"),
    path("opportunities/<slug:slug>/seek/", seeking.seek, name="seek"),
    path("opportunities/<slug:slug>/seek/publish/", seeking.publish, name="publish_demand"),
    path("opportunities/<slug:slug>/measures/", seeking.measures, name="tie_measures"),
    path("opportunities/", opportunities.opportunity_list, name="opportunities"),
    path("opportunities/raise/", opportunities.raise_one, name="raise"),
    path("opportunities/<slug:slug>/", opportunities.detail, name="opportunity"),
    path("opportunities/<slug:slug>/screen/", opportunities.screen, name="screen"),
    path("opportunities/<slug:slug>/propose/", opportunities.propose, name="propose"),
    path("opportunities/<slug:slug>/again/", opportunities.again, name="again"),
]
