"""The addresses of the pages, a room a line, in the order of the loop."""

from django.urls import include, path

from .home.views import home
from .public.views import public_home
from .reminders.views import choose as reminders
from .reminders.views import stop as reminders_stop
from .search.views import results as search
from .sites.phone import month_worker, offline

urlpatterns = [
    path("", home, name="home"),
    path("public/", public_home, name="public_home"),
    path("public/", include("spreadwell.web.public.urls")),
    path("public-texts/", include("spreadwell.web.texts.urls")),
    path("month-worker.js", month_worker, name="month_worker"),
    path("offline/", offline, name="offline"),
    path("account/reminders/", reminders, name="reminders"),
    path("reminders/stop/<str:token>/", reminders_stop, name="reminders_stop"),
    path("search/", search, name="search"),
    path("people/", include("spreadwell.web.people.urls")),
    path("missions/", include("spreadwell.web.missions.urls")),
    path("discovery/", include("spreadwell.web.discovery.urls")),
    path("shortlists/", include("spreadwell.web.priorities.urls")),
    path("networks/", include("spreadwell.web.networks.urls")),
    path("innovations/", include("spreadwell.web.innovations.urls")),
    path("sites/", include("spreadwell.web.sites.urls")),
    path("joining/", include("spreadwell.web.joining.urls")),
    path("measures/", include("spreadwell.web.measures.urls")),
    path("effects/", include("spreadwell.web.effects.urls")),
    path("claims/", include("spreadwell.web.claims.urls")),
    path("decisions/", include("spreadwell.web.decisions.urls")),
    path("waves/", include("spreadwell.web.spread.urls")),
    path("learning/", include("spreadwell.web.learning.urls")),
]
