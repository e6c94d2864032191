"""Addresses of the room “sites”."""

from django.urls import path

from . import adaptations, conditions, cycles, month, planning, safety, team, views

app_name = "sites"
urlpatterns = [
    path("", views.site_list, name="list"),
    path("plan/<slug:innovation>/", planning.plan, name="plan"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/month/", month.month, name="month"),
    path("<int:pk>/month/draft/", month.draft, name="month_draft"),
    path("<int:pk>/month/state/", month.state, name="month_state"),
    path("<int:pk>/move/", planning.move, name="move"),
    path("<int:pk>/safety-lead/", planning.safety_lead, name="safety_lead"),
    path("<int:pk>/team/", team.team, name="team"),
    path("team/<int:pk>/leave/", team.leave_team, name="leave_team"),
    path("set-up/<int:pk>/", planning.set_up, name="set_up"),
    path("<int:pk>/readiness/", conditions.readiness, name="readiness"),
    path("<int:pk>/test/", cycles.start_test, name="start_test"),
    path("test/<int:pk>/finish/", cycles.finish_test, name="finish_test"),
    path("<int:pk>/adaptation/", adaptations.adapt, name="adapt"),
    path("<int:pk>/condition/", conditions.condition, name="condition"),
    path("<int:pk>/conditions/share/", conditions.share, name="share"),
    path("<int:pk>/concern/", safety.raise_one, name="raise_concern"),
    path("<int:pk>/pause/", safety.pause, name="pause"),
    path("concern/<int:pk>/", safety.concern, name="concern"),
    path("concern/<int:pk>/seen/", safety.seen, name="concern_seen"),
    path("concern/<int:pk>/pause/", safety.pause_for, name="concern_pause"),
]
