"""Addresses of the room “discovery”."""

from django.urls import path

from . import adding, opportunities, themes, views

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
    path("opportunities/", opportunities.opportunity_list, name="opportunities"),
    path("opportunities/raise/", opportunities.raise_one, name="raise"),
    path("opportunities/<slug:slug>/", opportunities.detail, name="opportunity"),
    path("opportunities/<slug:slug>/screen/", opportunities.screen, name="screen"),
    path("opportunities/<slug:slug>/propose/", opportunities.propose, name="propose"),
    path("opportunities/<slug:slug>/again/", opportunities.again, name="again"),
]
