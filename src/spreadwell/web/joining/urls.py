"""Addresses of the room “joining”."""

from django.urls import path

from . import applying, calls, deciding, interests, reviewing, views

app_name = "joining"
urlpatterns = [
    path("", views.landing, name="list"),
    path("offers/<int:pk>/", interests.detail, name="interest"),
    path("offers/<int:pk>/talk/", interests.talk, name="talk"),
    path("offers/<int:pk>/accept/", interests.accept, name="accept"),
    path("offers/<int:pk>/decline/", interests.decline, name="decline"),
    path("offers/<int:pk>/erase/", interests.erase, name="erase"),
    path("calls/new/", calls.make, name="make_call"),
    path("calls/<int:pk>/", views.call, name="call"),
    path("calls/<int:pk>/change/", calls.change, name="change_call"),
    path("calls/<int:pk>/criterion/", calls.criterion, name="criterion"),
    path("criteria/<int:pk>/remove/", calls.drop_criterion, name="drop_criterion"),
    path("calls/<int:pk>/reviewer/", calls.reviewer, name="reviewer"),
    path("reviewers/<int:pk>/release/", calls.release, name="release"),
    path("calls/<int:pk>/open/", calls.open_one, name="open_call"),
    path("calls/<int:pk>/extend/", calls.extend, name="extend_call"),
    path("calls/<int:pk>/close/", calls.close, name="close_call"),
    path("calls/<int:pk>/withdraw/", calls.withdraw, name="withdraw_call"),
    path("calls/<int:pk>/decide/", deciding.decide, name="decide"),
    path("calls/<int:pk>/apply/", applying.apply_to, name="apply"),
    path("applications/<int:pk>/", views.application, name="application"),
    path("applications/<int:pk>/change/", applying.change, name="change_application"),
    path("applications/<int:pk>/withdraw/", applying.withdraw, name="withdraw_application"),
    path("applications/<int:pk>/score/", reviewing.score, name="score"),
    path("applications/<int:pk>/interest/", reviewing.interest, name="declare"),
]
