"""Addresses of the room “claims”."""

from django.urls import path

from . import asking, conflicts, detail, views, writing

app_name = "claims"
urlpatterns = [
    path("", views.claim_list, name="list"),
    path("whole/", views.whole, name="whole"),
    path("ledger.<slug:kind>", views.ledger_file, name="file"),
    path("write/", writing.write, name="write"),
    path("conflicts/", conflicts.conflict_list, name="conflicts"),
    path("questions/<int:pk>/", asking.asked, name="asked"),
    path("<int:pk>/", detail.detail, name="detail"),
    path("<int:pk>/history/", detail.history, name="history"),
    path("<int:pk>/claim.<slug:kind>", detail.picture, name="picture"),
    path("<int:pk>/citation.<slug:kind>", detail.citation, name="citation"),
    path("<int:pk>/fill/", writing.fill, name="fill"),
    path("<int:pk>/ask/", asking.ask_its_owner, name="ask_owner"),
    path("<int:pk>/check/", writing.confirm, name="confirm"),
    path("<int:pk>/question/", asking.question, name="question"),
    path("<int:pk>/answer/", asking.answer, name="answer"),
    path("<int:pk>/rewrite/", writing.rewrite, name="rewrite"),
    path("<int:pk>/supersede/", writing.supersede, name="supersede"),
    path("<int:pk>/withdraw/", writing.withdraw, name="withdraw"),
    path("<int:pk>/conflict/", conflicts.conflict, name="conflict"),
    path("<int:pk>/beside/<int:other>/", conflicts.beside, name="beside"),
    path("<int:pk>/beside/<int:other>/settle/", conflicts.settle, name="settle"),
    path("<int:pk>/ask-source/", asking.ask_its_source, name="ask_source"),
    path("<int:pk>/invitation/", asking.invitation, name="invitation"),
    path("<int:pk>/reply/", asking.reply, name="reply"),
    path("<int:pk>/publish/", writing.publish, name="publish"),
]
