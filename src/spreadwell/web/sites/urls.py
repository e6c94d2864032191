"""Addresses of the room “sites”."""

from django.urls import path

from . import doing, month, safety, views

app_name = "sites"
urlpatterns = [
    path("", views.site_list, name="list"),
    path("plan/<slug:innovation>/", doing.plan, name="plan"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/month/", month.month, name="month"),
    path("<int:pk>/move/", doing.move, name="move"),
    path("<int:pk>/safety-lead/", doing.safety_lead, name="safety_lead"),
    path("<int:pk>/team/", doing.team, name="team"),
    path("team/<int:pk>/leave/", doing.leave_team, name="leave_team"),
    path("set-up/<int:pk>/", doing.set_up, name="set_up"),
    path("<int:pk>/readiness/", doing.readiness, name="readiness"),
    path("<int:pk>/test/", doing.start_test, name="start_test"),
    path("test/<int:pk>/finish/", doing.finish_test, name="finish_test"),
    path("<int:pk>/adaptation/", doing.adapt, name="adapt"),
    path("<int:pk>/condition/", doing.condition, name="condition"),
    path("<int:pk>/conditions/share/", doing.share, name="share"),
    path("<int:pk>/concern/", safety.raise_one, name="raise_concern"),
    path("<int:pk>/pause/", safety.pause, name="pause"),
    path("concern/<int:pk>/", safety.concern, name="concern"),
    path("concern/<int:pk>/seen/", safety.seen, name="concern_seen"),
    path("concern/<int:pk>/pause/", safety.pause_for, name="concern_pause"),
]
