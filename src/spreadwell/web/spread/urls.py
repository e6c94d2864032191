"""Addresses of the room “spread”: the board of waves."""

from django.urls import path

from . import views

app_name = "spread"
urlpatterns = [
    path("", views.board, name="list"),
    path("plan/<slug:innovation>/", views.plan, name="plan"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/site/", views.add_site, name="add_site"),
    path("place/<int:pk>/out/", views.take_out, name="take_out"),
    path("<int:pk>/open/", views.open_one, name="open"),
    path("<int:pk>/done/", views.done, name="done"),
    path("<int:pk>/cancel/", views.cancel, name="cancel"),
]
