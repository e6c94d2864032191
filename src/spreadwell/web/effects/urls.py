"""Addresses of the room “effects”; an effect is found by its protocol."""

from django.urls import path

from . import files, registering, views

app_name = "effects"
urlpatterns = [
    path("", views.effect_list, name="list"),
    path("register/", registering.register, name="register"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/open/", registering.open_results, name="open"),
    path("<int:pk>/change/", registering.change, name="change"),
    path("<int:pk>/grade/", registering.grade, name="grade"),
    path("<int:pk>/look/", registering.look_again, name="look"),
    path("<int:pk>/claim/", registering.claim, name="claim"),
    path("<int:pk>/looks/<int:look>/<slug:name>.<slug:kind>", files.effect_file, name="file"),
]
