"""Addresses of the room “networks”."""

from django.urls import path

from . import doing, health, loads, structure, views

app_name = "networks"
urlpatterns = [
    path("", views.network_list, name="list"),
    path("new/network/", doing.form_one, name="form"),
    path("new/organisation/", doing.add_org, name="add_organisation"),
    path("organisation/<str:code>/", views.organisation, name="organisation"),
    path("organisation/<str:code>/edge/", doing.edge, name="edge"),
    path("organisation/<str:code>/merge/", structure.merge, name="merge"),
    path("organisation/<str:code>/succeed/", structure.succeed, name="succeed"),
    path("organisation/<str:code>/close/", structure.close, name="close"),
    path("organisation/<str:code>/name/", structure.rename, name="rename"),
    path("organisation/<str:code>/code/", structure.recode, name="recode"),
    path("loads/", loads.load_list, name="loads"),
    path("loads/new/", loads.load, name="load"),
    path("<slug:slug>/", views.detail, name="detail"),
    path("<slug:slug>/matrix/", views.matrix, name="matrix"),
    path("<slug:slug>/member/", doing.member, name="member"),
    path("<slug:slug>/change/", doing.change, name="change"),
    path("member/<int:pk>/", doing.change_member, name="change_member"),
    path("member/<int:pk>/interests/", doing.interests, name="interests"),
    path("member/<int:pk>/end/", doing.end_member, name="end_member"),
    path("<slug:slug>/meeting/", doing.meeting, name="meeting"),
    path("<slug:slug>/action/", doing.add_action, name="action"),
    path("action/<int:pk>/done/", doing.finish, name="action_done"),
    path("<slug:slug>/ask/", health.ask_round, name="ask"),
    path("health/<int:pk>/", health.answer, name="answer"),
    path("<slug:slug>/move/", doing.move, name="move"),
]
