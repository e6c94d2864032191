"""Addresses of the room “sites”."""

from django.urls import path

from . import (
    adaptations,
    condition_sets,
    conditions,
    costs,
    cycles,
    month,
    planning,
    ratings,
    readiness,
    safety,
    team,
    views,
)

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
    path("<int:pk>/readiness/", readiness.readiness, name="readiness"),
    path("<int:pk>/test/", cycles.start_test, name="start_test"),
    path("test/<int:pk>/finish/", cycles.finish_test, name="finish_test"),
    path("<int:pk>/adaptation/", adaptations.adapt, name="adapt"),
    path("ratings/", ratings.ratings, name="ratings"),
    path("conditions-of/<slug:mission>/", condition_sets.choose, name="condition_set"),
    path("<int:pk>/conditions/", conditions.overview, name="conditions"),
    path("<int:pk>/conditions/share/", conditions.share, name="share"),
    path("<int:pk>/conditions/<slug:moment>/", conditions.rate, name="rate"),
    path("<int:pk>/conditions/<slug:moment>/agree/", conditions.agree, name="agree"),
    path("<int:pk>/costs/", costs.costs, name="costs"),
    path("<int:pk>/costs/<str:quarter>/", costs.cost, name="cost"),
    path("<int:pk>/concern/", safety.raise_one, name="raise_concern"),
    path("<int:pk>/pause/", safety.pause, name="pause"),
    path("concern/<int:pk>/", safety.concern, name="concern"),
    path("concern/<int:pk>/seen/", safety.seen, name="concern_seen"),
    path("concern/<int:pk>/pause/", safety.pause_for, name="concern_pause"),
]
