"""All addresses: every feature under its own name, the API beside them."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from shouwang.accounts.views import set_language
from shouwang.papers.views.verifying import scanned
from shouwang.project.api import api
from shouwang.project.rooms import room

PAGES = {"posts": "accounts", "imports": "ledger", "policy": "policy", "ui": "ui"} | {feature: feature for feature in settings.FEATURES}

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("shouwang.project.pages")),
    path("account/", include("allauth.urls")),
    path("i18n/setlang/", set_language, name="set_language"),
    path("api/v1/", api.urls),
    path("verify/", include("shouwang.papers.urls.public")),
    path("VERIFY/<str:token>", scanned),  # as the QR code holds it: capital letters need less room
    path("brief/", include("shouwang.reports.urls.public")),  # for everybody, without sign-in
    path("r/", include("shouwang.residents.urls.public")),
    *[path(f"{address}/", include(f"shouwang.{package}.urls")) for address, package in PAGES.items() if room(package, "urls")],
]
