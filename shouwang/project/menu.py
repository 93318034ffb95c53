"""The main menu, and the names of areas for the frame of every page."""

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
]


def fill() -> None:
    """Register the menu; called once when Django is ready."""
    register(*ENTRIES)
    trail.supply(places.names)
