"""Addresses of the pages that everybody may read."""

from django.urls import path

from . import claims, joining, saying, views

app_name = "public"
urlpatterns = [
    path("you-said/", views.you_said, name="you_said"),
    path("claims/", claims.claims, name="claims"),
    path("claims/<int:pk>/", claims.claim, name="claim"),
    path("claims/<int:pk>/claim.<slug:kind>", claims.picture, name="claim_picture"),
    path("claims/reply/<str:token>/", claims.reply, name="reply"),
    path("sought/", views.sought, name="sought"),
    path("decisions/", views.decisions, name="decisions"),
    path("say/", saying.say, name="say"),
    path("join/", joining.join, name="join"),
    path("joined/<str:token>/", joining.joined, name="joined"),
    path("joined/<str:token>/forget/", joining.forget, name="forget"),
    path("calls/<int:pk>/", joining.call, name="call"),
    path("heard/<str:token>/", saying.heard, name="heard"),
    path("missions/<slug:slug>/", views.mission, name="mission"),
]
