"""Addresses of the room “priorities”: shortlists."""

from django.urls import path

from . import deciding, scoring, views

app_name = "priorities"
urlpatterns = [
    path("", views.shortlist_list, name="list"),
    path("open/", views.open_one, name="open"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/panel/", views.seat, name="seat"),
    path("<int:pk>/close/", views.close, name="close"),
    path("<int:pk>/reopen/", views.reopen, name="reopen"),
    path("<int:pk>/interest/", scoring.interest, name="interest"),
    path("<int:pk>/score/", scoring.start, name="score"),
    path("<int:pk>/score/<int:entry_pk>/", scoring.score, name="score_entry"),
    path("<int:pk>/expect/<int:entry_pk>/", deciding.expected, name="expect"),
    path("<int:pk>/decide/", deciding.decide, name="decide"),
]
