"""Addresses of the room “claims”."""

from django.urls import path

from . import views, writing

app_name = "claims"
urlpatterns = [
    path("", views.claim_list, name="list"),
    path("write/", writing.write, name="write"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/fill/", writing.fill, name="fill"),
    path("<int:pk>/reply/", writing.reply, name="reply"),
    path("<int:pk>/question/", writing.question, name="question"),
    path("<int:pk>/answer/", writing.answer, name="answer"),
    path("<int:pk>/supersede/", writing.supersede, name="supersede"),
    path("<int:pk>/withdraw/", writing.withdraw, name="withdraw"),
    path("<int:pk>/conflict/", writing.conflict, name="conflict"),
    path("<int:pk>/ask-source/", writing.ask_its_source, name="ask_source"),
    path("<int:pk>/publish/", writing.publish, name="publish"),
]
