"""Addresses of the room “priorities”: shortlists."""

from django.urls import path

from . import criteria, deciding, forecasts, inputs, meeting, method, scoring, screening, views

app_name = "priorities"
urlpatterns = [
    path("", views.shortlist_list, name="list"),
    path("open/", views.open_one, name="open"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/panel/", views.seat, name="seat"),
    path("<int:pk>/close/", views.close, name="close"),
    path("<int:pk>/again/", views.again, name="again"),
    path("<int:pk>/interest/", scoring.interest, name="interest"),
    path("<int:pk>/questions/", screening.screen, name="screen"),
    path("<int:pk>/questions/close/", screening.close, name="close_screen"),
    path("<int:pk>/questions/cut/", screening.cut, name="cut"),
    path("<int:pk>/score/", scoring.start, name="score"),
    path("<int:pk>/score/<int:entry_pk>/", scoring.score, name="score_entry"),
    path("<int:pk>/weigh/", scoring.weigh_pairs, name="weigh"),
    path("<int:pk>/budget/", inputs.budget, name="budget"),
    path("<int:pk>/expect/<int:entry_pk>/", inputs.expected, name="expect"),
    path("<int:pk>/cost/<int:entry_pk>/", inputs.cost, name="cost"),
    path("<int:pk>/card/<int:entry_pk>/", inputs.card, name="card"),
    path("<int:pk>/talk/<int:entry_pk>/", inputs.talk, name="talk"),
    path("<int:pk>/decide/", deciding.decide, name="decide"),
    path("<int:pk>/meeting/", meeting.meeting, name="meeting"),
    path("<int:pk>/method/", method.method, name="method"),
    path("criteria/<slug:slug>/", criteria.criteria, name="criteria"),
    path("criteria/<slug:slug>/change/", criteria.change, name="change_criteria"),
    path("forecasts/", forecasts.forecasts, name="forecasts"),
]
