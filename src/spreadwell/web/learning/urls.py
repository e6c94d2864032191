"""Addresses of the room “learning”: lessons, packs, notices."""

from django.urls import path

from . import packs, views

app_name = "learning"
urlpatterns = [
    path("", views.lesson_list, name="list"),
    path("add/<slug:innovation>/", views.add, name="add"),
    path("notice/<int:finding>/", views.notice, name="notice"),
    path("notices/", views.notices, name="notices"),
    path("notices/<int:pk>/seen/", views.seen, name="notice_seen"),
    path("packs/", packs.pack_list, name="packs"),
    path("packs/make/<slug:innovation>/", packs.make, name="make"),
    path("packs/load/", packs.load, name="load"),
    path("packs/<int:pk>/", packs.detail, name="pack"),
    path("packs/<int:pk>/file/", packs.download, name="pack_file"),
    path("packs/<int:pk>/publish/", packs.publish, name="publish"),
]
