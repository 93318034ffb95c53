"""The main menu, and the names of areas for the frame of every page."""

from collections.abc import Callable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shouwang.accounts.choices import Permission
from shouwang.lib import clocks
from shouwang.places import reads as places
from shouwang.ui import offices, slots, trail
from shouwang.ui.navigation import NavEntry, register
from shouwang.ui.slots import Fragment, Slot

WORK, REPORTS, GROUND = _("Work"), _("Reports"), _("Groundwork")

ENTRIES = [
    NavEntry(_("My day"), "project:my_day", "calendar-check", order=10),
    NavEntry(_("Round"), "quarantine:round", "thermometer", Permission.RECORD_READINGS, order=20, group=WORK),
    NavEntry(_("Observation"), "quarantine:list", "home-heart", Permission.VIEW_OBSERVATION, order=21, group=WORK),
    NavEntry(_("Returnees"), "arrivals:index", "transfer", Permission.VIEW_ARRIVALS, order=30, group=WORK),
    NavEntry(_("Transfers"), "arrivals:transfers", "truck", Permission.VIEW_ARRIVALS, order=31, group=WORK),
    NavEntry(_("Persons"), "people:search", "user-search", Permission.VIEW_PEOPLE, order=31, group=WORK),
    NavEntry(_("Papers"), "papers:index", "file-certificate", Permission.VIEW_OBSERVATION, order=35, group=WORK),
    NavEntry(_("Residents"), "residents:help", "message", Permission.HELP_RESIDENTS, order=36, group=WORK),
    NavEntry(_("Imports"), "ledger:index", "file-import", Permission.IMPORT_FILES, order=40, group=WORK),
    NavEntry(_("Situation"), "situation:index", "dashboard", Permission.VIEW_REPORTS, order=49, group=REPORTS),
    NavEntry(_("Daily report"), "reports:index", "report", Permission.VIEW_REPORTS, order=50, group=REPORTS),
    NavEntry(_("Public briefs"), "reports:briefs", "world", Permission.VIEW_REPORTS, order=52, group=REPORTS),
    NavEntry(_("Places"), "places:index", "map-pin", Permission.VIEW_PLACES, order=70, group=GROUND),
    NavEntry(_("Sites"), "places:sites", "road", Permission.VIEW_PLACES, order=71, group=GROUND),
    NavEntry(_("Units"), "places:units", "building-community", Permission.VIEW_PLACES, order=72, group=GROUND),
    NavEntry(_("Coverage"), "duty:coverage", "layout-grid", Permission.VIEW_STAFF, order=69, group=GROUND),
    NavEntry(_("Staff"), "duty:index", "users", Permission.VIEW_STAFF, order=73, group=GROUND),
    NavEntry(_("Templates of papers"), "papers:wordings", "file-text", Permission.MANAGE_PAPERS, order=77, group=GROUND),
    NavEntry(_("Log"), "logbook:index", "history", Permission.VIEW_AUDIT, order=78, group=GROUND),
    NavEntry(_("Channels"), "prompts:channels", "bell", Permission.MANAGE_CHANNELS, order=79, group=GROUND),
    NavEntry(_("Rules in force"), "policy:index", "scale", order=79, group=GROUND),
    NavEntry(_("The installation"), "project:installation", "activity", Permission.WATCH_INSTALLATION, order=90, group=GROUND),
    NavEntry(_("Posts"), "project:posts", "key", Permission.MANAGE_USERS, order=80, group=GROUND),
]


def _on_day(name: str) -> Callable[[str], str]:
    """The address of today's sheet of an area or a unit."""
    return lambda key: reverse(name, args=[key, clocks.today().isoformat()])


def _of_area(name: str) -> Callable[[str], str]:
    """The address of a list, narrowed to an area."""
    return lambda path: f"{reverse(name)}?area={path}"


def _about(name: str) -> Callable[[str], str]:
    """The address of a part that takes the key of the page's thing."""
    return lambda key: reverse(name, args=[key])


SLOTS = [
    Slot("area", _("Situation"), lambda path: reverse("situation:board", args=[path]), Permission.VIEW_REPORTS),
    Slot("area", _("Households"), _of_area("people:households"), Permission.VIEW_PEOPLE),
    Slot("area", _("Staff"), _of_area("duty:index"), Permission.VIEW_STAFF),
    Slot("area", _("Sites"), _of_area("places:sites"), Permission.VIEW_PLACES),
    Slot("area", _("Residents' links"), _of_area("residents:links"), Permission.GIVE_LINKS),
    Slot("team", _("Whom the team looks after"), _about("quarantine:observation"), Permission.VIEW_OBSERVATION),
    Slot("unit", _("Daily report"), _on_day("reports:unit_sheet"), Permission.VIEW_REPORTS),
    Slot("unit", _("Staff"), lambda code: f"{reverse('duty:index')}?unit={code}", Permission.VIEW_STAFF),
]

# Parts of the pages of persons, households and areas; those of work stand before those of oversight.
FRAGMENTS = [
    Fragment("area", _("Open work"), _about("project:work_of_area"), Permission.VIEW_OBSERVATION, order=5),
    Fragment("area", _("Daily report"), _about("reports:of_area"), Permission.VIEW_REPORTS, order=8),
    Fragment("area", _("Coverage"), _about("duty:coverage_of_area"), Permission.VIEW_STAFF, order=10),
    Fragment("person", _("Observation"), _about("quarantine:of_person"), Permission.VIEW_OBSERVATION, order=20),
    Fragment("person", _("Who looked"), _about("logbook:of_person"), Permission.VIEW_AUDIT, order=90),
    Fragment("person", _("Resident's link"), _about("residents:of_person"), Permission.GIVE_LINKS, order=60),
    Fragment("household", _("Resident's link"), _about("residents:of_household"), Permission.GIVE_LINKS, order=60),
]


def fill() -> None:
    """Register the menu and what pages link to and show of other features; called once when Django is ready."""
    register(*ENTRIES)
    slots.fill(*SLOTS, *FRAGMENTS)
    trail.supply(places.names, _area_page, _found, places.near)
    offices.supply(_offices)


def _area_page(path: str) -> str:
    return reverse("places:area", args=[path])


def _offices(area: str) -> list[tuple[str, str]]:
    return list(places.units_below(area).values_list("code", "name"))


def _found(words: str, within: str) -> str | None:
    return places.find_area(words, within).path
