"""Addresses of the room “missions”."""

from django.urls import path

from . import distilling, safeguarding, views

app_name = "missions"
urlpatterns = [
    path("", views.mission_list, name="list"),
    path("open/", views.open_one, name="open"),
    path("<slug:slug>/", views.detail, name="detail"),
    path("<slug:slug>/aim/", views.aim, name="aim"),
    path("<slug:slug>/aims/<int:number>/", distilling.aim_page, name="aim_page"),
    path("<slug:slug>/aims/<int:number>/from/", distilling.distil, name="distil"),
    path("<slug:slug>/people/", views.people, name="people"),
    path("<slug:slug>/safeguarding/", safeguarding.safeguarding, name="safeguarding"),
    path("<slug:slug>/strand/", views.strand, name="strand"),
    path("<slug:slug>/activate/", views.activate, name="activate"),
    path("<slug:slug>/close/", views.close, name="close"),
]
