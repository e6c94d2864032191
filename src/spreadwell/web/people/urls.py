"""Addresses of people, roles and the first run."""

from django.urls import path

from . import tokens, views

app_name = "people"
urlpatterns = [
    path("first/", views.first, name="first"),
    path("", views.people_list, name="list"),
    path("tokens/", tokens.tokens, name="tokens"),
    path("tokens/<int:pk>/revoke/", tokens.revoke, name="revoke_token"),
    path("add/", views.add, name="add"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/role/", views.give, name="give_role"),
    path("role/<int:pk>/end/", views.end, name="end_role"),
]
