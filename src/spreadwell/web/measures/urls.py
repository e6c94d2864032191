"""Addresses of the room “measures”."""

from django.urls import path

from . import (
    board,
    charting,
    defining,
    equity,
    intake_urls,
    limiting,
    local,
    structure,
    views,
)

app_name = "measures"
urlpatterns = [
    path("", views.measure_list, name="list"),
    path("board/", board.board, name="board"),
    path("board/board.<slug:kind>", board.board_picture, name="board_picture"),
    path("load/", defining.load, name="load"),
    path("define/", local.define, name="define"),
    *intake_urls.urlpatterns,
    path("<slug:slug>/", views.detail, name="detail"),
    path("<slug:slug>/pictures/<slug:name>.<slug:kind>", views.measure_picture, name="picture"),
    path("<slug:slug>/equity/", equity.equity, name="equity"),
    path(
        "<slug:slug>/equity/<slug:name>.<slug:kind>", equity.equity_picture, name="equity_picture"
    ),
    path("<slug:slug>/structure/", structure.structure, name="recut"),
    path("<slug:slug>/structure/<str:code>/", structure.structure_chart, name="recut_chart"),
    path(
        "<slug:slug>/structure/<str:code>/chart.<slug:kind>",
        structure.structure_picture,
        name="recut_picture",
    ),
    path("<slug:slug>/definition/", views.definition, name="definition"),
    path("<slug:slug>/definition.yaml", views.definition_file, name="definition_file"),
    path(
        "<slug:slug>/definition/version-<int:number>.yaml",
        views.definition_file,
        name="definition_version_file",
    ),
    path("<slug:slug>/change/", local.change, name="change"),
    path("<slug:slug>/at/<str:code>/", charting.chart, name="chart"),
    path(
        "<slug:slug>/at/<str:code>/chart.<slug:kind>", charting.chart_picture, name="chart_picture"
    ),
    path("<slug:slug>/at/<str:code>/limits/", limiting.limits, name="limits"),
    path(
        "<slug:slug>/at/<str:code>/limits/<int:pk>/withdraw/",
        limiting.withdraw,
        name="limits_withdraw",
    ),
]
