"""Addresses of the room “decisions”."""

from django.urls import path

from . import views

app_name = "decisions"
urlpatterns = [
    path("", views.decision_list, name="list"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/publish/", views.publish, name="publish"),
    path("<int:pk>/evidence.json", views.evidence_file, name="evidence"),
    path("gates/<int:pk>/", views.gate, name="gate"),
    path("gates/<int:pk>/withdraw/", views.withdraw, name="withdraw_gate"),
]
