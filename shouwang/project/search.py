"""One search over everything a post may see: pages, people, areas, units, sites, staff, imports, reports.

Words are posted, for a name stands in no address. Each kind answers with a few, the surest first; both scripts find each other.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.duty import reads as duty
from shouwang.ledger.imports import reads as imports
from shouwang.lib import clocks
from shouwang.lib.names import name_key
from shouwang.people import reads as people
from shouwang.places import reads as places
from shouwang.ui import navigation
from shouwang.ui.outlines import Found, FoundGroup

MOST_OF_A_KIND = 6
LONGEST = 60
REPORTING = ("county", "township", "village")


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
    rows = _either(lambda text: places.units_below(actor.area, words=text), words)
    return [Found(unit.name, reverse("places:unit", args=[unit.code]), unit.get_kind_display()) for unit in rows]


def _sites(words: Words, actor: Actor) -> list[Found]:
    rows = _either(lambda text: places.sites_below(actor.area, words=text), words)
    return [Found(site.name, reverse("places:site", args=[site.code]), site.get_kind_display()) for site in rows]


def _either(rows_of: Callable[[str], Any], words: Words) -> list[Any]:
    """Rows whose name holds the folded words, else those that hold them as typed: names are kept in either script."""
    found = list(rows_of(words.key)[:MOST_OF_A_KIND])
    return found or list(rows_of(words.typed)[:MOST_OF_A_KIND])


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
    """Today's sheet of the areas that fit."""
    today = clocks.today().isoformat()
    return [
        Found(_("Daily report"), reverse("reports:sheet", args=[area.path, today]), area.name)
        for area in _few_areas(words, actor)
        if area.level in REPORTING
    ][:3]


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
)
