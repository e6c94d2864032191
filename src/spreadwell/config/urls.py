"""All addresses: the pages, and signing in."""

from django.urls import include, path

urlpatterns = [
    path("", include("spreadwell.web.urls")),
    path("account/", include("allauth.urls")),
    path("api/v1/", include("spreadwell.api.urls")),
]
