"""One search over everything a post may see: pages, people, areas, units, sites, staff, imports, reports by place and day, help.

Words are posted, for a name stands in no address. Each kind answers with a few, the surest first; both scripts find each other.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.duty import reads as duty
from shouwang.ledger.imports import reads as imports
from shouwang.lib import clocks
from shouwang.lib.dates import day_in
from shouwang.lib.names import name_key
from shouwang.people import reads as people
from shouwang.places import reads as places
from shouwang.ui import formats, guidance, navigation
from shouwang.ui.outlines import Found, FoundGroup

MOST_OF_A_KIND = 6
LONGEST = 60
MOST_SHEETS = 3
REPORTING = ("county", "township", "village")
DAYS_BACK = {"前天": 2, "昨天": 1, "昨日": 1, "yesterday": 1, "今天": 0, "今日": 0, "today": 0}  # as people type them, in any language of the pages


@dataclass(frozen=True)
class Words:
    """What was typed: as it is, and folded to one script, small letters, without blanks."""

    typed: str
    key: str


def find(typed: str, actor: Actor) -> list[FoundGroup]:
    """Everything that fits, by kind; kinds without anything are left out."""
    words = Words(typed.replace("\0", "").strip()[:LONGEST], name_key(typed.replace("\0", "").strip()[:LONGEST]))
    if not words.key:
        return []
    allowed = [kind for kind in KINDS if kind.permission is None or actor.can(kind.permission)]
    groups = [FoundGroup(kind.label, kind.icon, kind.find(words, actor)) for kind in allowed]
    return [group for group in groups if group.found]


def _pages(words: Words, actor: Actor) -> list[Found]:
    links = navigation.links_for(actor, "")
    fit = [link for link in links if words.key in name_key(str(link.label))]
    return [Found(link.label, link.url, link.group) for link in fit][:MOST_OF_A_KIND]


def _people(words: Words, actor: Actor) -> list[Found]:
    cards = people.search(words.typed, by=actor, limit=MOST_OF_A_KIND)
    names = places.full_names((card.area for card in cards), actor.area)
    return [Found(card.full_name, reverse("people:person", args=[card.id]), names.get(card.area, "")) for card in cards]


def _areas(words: Words, actor: Actor) -> list[Found]:
    found = _few_areas(words, actor)
    names = places.full_names((area.path for area in found), actor.area)
    return [
        Found(area.name, reverse("places:area", args=[area.path]), names.get(area.path, ""))
        for area in found
    ]  # fmt: skip


def _few_areas(words: Words, actor: Actor) -> list[Any]:
    return list(places.named(words.typed, actor.area)[:MOST_OF_A_KIND])


def _units(words: Words, actor: Actor) -> list[Found]:
    rows = places.units_below(actor.area, words=words.typed)[:MOST_OF_A_KIND]
    return [Found(unit.name, reverse("places:unit", args=[unit.code]), unit.get_kind_display()) for unit in rows]


def _sites(words: Words, actor: Actor) -> list[Found]:
    rows = places.sites_below(actor.area, words=words.typed)[:MOST_OF_A_KIND]
    return [Found(site.name, reverse("places:site", args=[site.code]), site.get_kind_display()) for site in rows]


def _staff(words: Words, actor: Actor) -> list[Found]:
    duties = duty.staff_list(actor.area, words=words.typed).order_by("staff__name_key")[:MOST_OF_A_KIND]
    cards = [duty.card(one) for one in duties]
    names = places.full_names((card.area for card in cards), actor.area)
    return [
        Found(card.full_name, reverse("duty:staff", args=[card.id]), f"{card.role_name} · {names.get(card.area, '')}")
        for card in cards
    ]


def _imports(words: Words, actor: Actor) -> list[Found]:
    rows = imports.imports(actor).filter(file_name__icontains=words.typed)[:MOST_OF_A_KIND]
    return [
        Found(row.file_name, reverse("ledger:shown", args=[row.id]), imports.ledger_title(row)) for row in rows
    ]  # fmt: skip


def _reports(words: Words, actor: Actor) -> list[Found]:
    """The sheets of the areas that fit, of the day that is named ("8月3日 崔桥", "2020-02-03"), else of today."""
    today = clocks.today()
    day, rest = _day_and_place(words.typed, today)
    if day > today:
        return []
    areas = places.named(rest, actor.area).filter(level__in=REPORTING)[:MOST_SHEETS] if rest else places.areas([actor.area])
    return [
        Found(_("Daily report"), reverse("reports:sheet", args=[area.path, day.isoformat()]), f"{area.name} · {formats.day(day)}")
        for area in areas
    ]  # fmt: skip


def _day_and_place(typed: str, today: date) -> tuple[date, str]:
    """The day that the words name, as a date or as today and yesterday, and what else they say."""
    day, rest = day_in(typed, today)
    if day is not None:
        return day, rest
    for word, back in DAYS_BACK.items():
        if word in typed.casefold():
            return today - timedelta(days=back), typed.casefold().replace(word, "").strip()
    return today, typed


def _helps(words: Words, actor: Actor) -> list[Found]:
    """Help texts that hold all the words, in the reader's language."""
    del actor
    return [Found(hit.help.title, reverse("ui:help", args=[hit.help.name]), hit.excerpt) for hit in guidance.search(words.typed)[:MOST_OF_A_KIND]]


@dataclass(frozen=True)
class Kind:
    """One kind of thing that can be found, and how."""

    label: Any
    icon: str
    find: Callable[[Words, Actor], list[Found]]
    permission: Permission | None = None


KINDS = (
    Kind(_("Pages"), "layout-grid", _pages),
    Kind(_("Persons"), "user", _people, Permission.VIEW_PEOPLE),
    Kind(_("Places"), "map-pin", _areas, Permission.VIEW_PLACES),
    Kind(_("Daily report"), "report", _reports, Permission.VIEW_REPORTS),
    Kind(_("Units"), "building-community", _units, Permission.VIEW_PLACES),
    Kind(_("Sites"), "road", _sites, Permission.VIEW_PLACES),
    Kind(_("Staff"), "users", _staff, Permission.VIEW_STAFF),
    Kind(_("Imports"), "file-import", _imports, Permission.IMPORT_FILES),
    Kind(_("Help"), "help", _helps),
)
