"""Addresses of what comes in: files on their way, names, who is late, numbers and their history."""

from django.urls import path

from . import completeness, mending, naming, numbers, sending, sign_offs, workbooks

urlpatterns = [
    path("send/", sending.send, name="send"),
    path("send/template.csv", sending.template, name="template"),
    path("send/due.xlsx", workbooks.workbook, name="workbook"),
    path("send/sites/<int:pk>.xlsx", workbooks.site_workbook, name="site_workbook"),
    path("sent/", completeness.completeness, name="completeness"),
    path("sent/sent.csv", completeness.completeness_file, name="completeness_file"),
    path("names/", naming.names, name="names"),
    path("names/<int:pk>/", naming.name, name="name"),
    path("names/<int:pk>/forget/", naming.forget_name, name="forget_name"),
    path("submissions/<int:pk>/", sending.submission, name="submission"),
    path("submissions/<int:pk>/put-right/", mending.mend, name="mend"),
    path("submissions/<int:pk>/failing.<slug:kind>", mending.failing, name="failing"),
    path("submissions/<int:pk>/correct/", sending.correct, name="correct"),
    path("submissions/<int:pk>/accept/", sending.accept, name="accept"),
    path("submissions/<int:pk>/discard/", sending.discard, name="discard"),
    path("submissions/<int:pk>/withdraw/", sending.withdraw, name="withdraw"),
    path("periods/<int:pk>/reopen/", sign_offs.reopen, name="reopen"),
    path("<slug:slug>/periods/", sign_offs.sign_offs, name="sign_offs"),
    path("<slug:slug>/periods/<str:period>/approve/", sign_offs.approve, name="approve"),
    path("<slug:slug>/at/<str:code>/numbers/", numbers.numbers, name="numbers"),
]
