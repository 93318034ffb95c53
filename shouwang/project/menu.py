"""The main menu, and the names of areas for the frame of every page."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shouwang.accounts.choices import Permission
from shouwang.places import reads as places
from shouwang.ui import trail
from shouwang.ui.navigation import NavEntry, register

WORK, REPORTS, GROUND = _("Work"), _("Reports"), _("Groundwork")

ENTRIES = [
    NavEntry(_("My day"), "project:my_day", "calendar-check", order=10),
    NavEntry(_("Imports"), "ledger:index", "file-import", Permission.IMPORT_FILES, order=40, group=WORK),
    NavEntry(_("Daily report"), "reports:index", "report", Permission.VIEW_REPORTS, order=50, group=REPORTS),
    NavEntry(_("Places"), "places:index", "map-pin", Permission.VIEW_PLACES, order=70, group=GROUND),
    NavEntry(_("Sites"), "places:sites", "road", Permission.VIEW_PLACES, order=71, group=GROUND),
    NavEntry(_("Units"), "places:units", "building-community", Permission.VIEW_PLACES, order=72, group=GROUND),
    NavEntry(_("Staff"), "duty:index", "users", Permission.VIEW_STAFF, order=73, group=GROUND),
    NavEntry(_("Posts"), "accounts:posts", "key", Permission.MANAGE_USERS, order=80, group=GROUND),
]


def fill() -> None:
    """Register the menu; called once when Django is ready."""
    register(*ENTRIES)
    trail.supply(places.names, _area_page, _found)


def _area_page(path: str) -> str:
    return reverse("places:area", args=[path])


def _found(words: str, within: str) -> str | None:
    return places.find_area(words, within).path
