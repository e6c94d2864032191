"""Addresses of the room “measures”."""

from django.urls import path

from . import defining, sending, structure, views

app_name = "measures"
urlpatterns = [
    path("", views.measure_list, name="list"),
    path("load/", defining.load, name="load"),
    path("send/", sending.send, name="send"),
    path("send/template.csv", sending.template, name="template"),
    path("submissions/<int:pk>/", sending.submission, name="submission"),
    path("submissions/<int:pk>/accept/", sending.accept, name="accept"),
    path("submissions/<int:pk>/discard/", sending.discard, name="discard"),
    path("submissions/<int:pk>/withdraw/", sending.withdraw, name="withdraw"),
    path("<slug:slug>/", views.detail, name="detail"),
    path("<slug:slug>/pictures/<slug:name>.<slug:kind>", views.measure_picture, name="picture"),
    path("<slug:slug>/structure/", structure.structure, name="recut"),
    path("<slug:slug>/structure/<str:code>/", structure.structure_chart, name="recut_chart"),
    path(
        "<slug:slug>/structure/<str:code>/chart.<slug:kind>",
        structure.structure_picture,
        name="recut_picture",
    ),
    path("<slug:slug>/at/<str:code>/", views.chart, name="chart"),
    path("<slug:slug>/at/<str:code>/chart.<slug:kind>", views.chart_picture, name="chart_picture"),
]
