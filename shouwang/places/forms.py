"""What pages of places ask, and how their lists are laid out."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shouwang.accounts.choices import Permission
from shouwang.ledger.figures import NOW, Figure
from shouwang.ledger.subjects import Day, Subject
from shouwang.lib import clocks, paths
from shouwang.places.choices import GRID_KINDS, AreaKind, SiteKind, SiteState, UnitKind
from shouwang.places.writes import NewGrid, NewSite, NewUnit
from shouwang.ui import outlines, tables
from shouwang.ui.cells import Badge, Lines, Link
from shouwang.ui.inputs import DayInput
from shouwang.ui.listings import Listing, Page
from shouwang.ui.lists import List
from shouwang.ui.tables import Action, Column, Empty, Table

MOST_GRIDS = 99
NAME = pgettext_lazy("of a place, not of a person", "Name")
PLACE_HELP = _("Name, full name or official code.")
STATE_TONES = {SiteState.OPEN: "good", SiteState.SUSPENDED: "warn"}
TILE_ICONS = {"checkpoints": "road", "villages": "home", "grids": "layout-grid", "compounds": "building"}


def _any(choices: Iterable[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
    return [("", _("all")), *choices]


class FindForm(forms.Form):
    """A place by name or code."""

    q = forms.CharField(label=_("Name or code"), required=False, max_length=60)


class UnitFilter(forms.Form):
    """Which units to list."""

    q = forms.CharField(label=_("Name or code"), required=False, max_length=60)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=_any(UnitKind.choices))


class SiteFilter(forms.Form):
    """Which sites to list."""

    q = forms.CharField(label=_("Name or code"), required=False, max_length=60)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=_any(SiteKind.choices))
    state = forms.ChoiceField(label=_("State"), required=False, choices=_any(SiteState.choices))


class TurnForm(forms.Form):
    """The state that many sites get, and from when."""

    state = forms.ChoiceField(label=_("State"), choices=SiteState.choices, initial=SiteState.WITHDRAWN)
    at = forms.DateField(label=_("State since"), required=False, widget=DayInput(), help_text=_("Empty: now."))


class GridForm(forms.Form):
    """How many grids to draw, and how they are called."""

    kind = forms.ChoiceField(label=_("Kind"))
    count = forms.IntegerField(label=_("How many"), min_value=1, max_value=MOST_GRIDS, initial=1)
    name = forms.CharField(
        label=NAME,
        initial="第{n}网格",
        max_length=60,
        help_text=_("{n} stands for the number."),
    )

    def __init__(self, *arguments: Any, holder: str, **named: Any) -> None:
        super().__init__(*arguments, **named)
        kinds = [kind for kind in GRID_KINDS if holder != "grid" or kind != AreaKind.GRID]
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]  # type: ignore[attr-defined]

    def batch(self, area: str) -> list[NewGrid]:
        """The grids asked for, below an area."""
        asked = self.cleaned_data
        names = [asked["name"].replace("{n}", str(number)) for number in range(1, asked["count"] + 1)]
        return [NewGrid(area, name, asked["kind"]) for name in names]


class RenameForm(forms.Form):
    """A new name from a day."""

    name = forms.CharField(label=_("New name"), max_length=100)
    on = forms.DateField(label=_("From"), required=False, widget=DayInput(), help_text=_("Empty: today."))


class MoveForm(forms.Form):
    """Where the area belongs from a day."""

    parent = forms.CharField(label=_("Belongs to"), max_length=100, help_text=PLACE_HELP)
    on = forms.DateField(label=_("From"), required=False, widget=DayInput(), help_text=_("Empty: today."))


class CloseForm(forms.Form):
    """The last day, and where things go on."""

    last_day = forms.DateField(label=pgettext_lazy("of a place", "Last day"), required=False, widget=DayInput(), help_text=_("Empty: today."))
    successor = forms.CharField(
        label=_("Goes on in"), required=False, max_length=100, help_text=_("What is open follows there.")
    )


class AliasForm(forms.Form):
    """What people also call it."""

    alias = forms.CharField(label=_("Also called"), max_length=40)


class UnitForm(forms.Form):
    """A new unit."""

    code = forms.CharField(label=_("Code"), max_length=40)
    name = forms.CharField(label=NAME, max_length=100)
    kind = forms.ChoiceField(label=_("Kind"), choices=UnitKind.choices)
    area = forms.CharField(label=_("Stands in"), required=False, max_length=100, help_text=_("Empty: your own area."))
    parent = forms.CharField(label=_("Code of the unit above"), required=False, max_length=40)

    def unit(self, area: str) -> NewUnit:
        """The unit, standing in an area."""
        given: dict[str, Any] = self.cleaned_data | {"area": area}
        return NewUnit(**given)


class ChargeForm(forms.Form):
    """For which area a unit answers, or no longer does."""

    area = forms.CharField(label=_("Area"), max_length=100, help_text=PLACE_HELP)
    since = forms.DateField(label=_("From"), required=False, widget=DayInput(), help_text=_("Empty: today."))
    ends = forms.BooleanField(label=_("No longer answers for it from that day"), required=False)


class SiteForm(forms.Form):
    """A site with its state from a moment."""

    code = forms.CharField(label=_("Code"), max_length=40)
    name = forms.CharField(label=NAME, max_length=100)
    kind = forms.ChoiceField(label=_("Kind"), choices=SiteKind.choices)
    area = forms.CharField(label=_("Area"), max_length=100, help_text=PLACE_HELP)
    unit = forms.CharField(label=_("Code of the managing unit"), required=False, max_length=40)
    hours = forms.CharField(label=_("Opening hours"), required=False, max_length=40)
    state = forms.ChoiceField(label=_("State"), choices=SiteState.choices, initial=SiteState.OPEN)
    at = forms.DateField(label=_("State since"), required=False, widget=DayInput(), help_text=_("Empty: now."))
    rooms = forms.IntegerField(label=_("Rooms"), required=False, min_value=0, max_value=100_000)
    contact = forms.CharField(label=_("Contact"), required=False, max_length=80)

    def site(self, area: str, code: str = "") -> NewSite:
        """The site, in an area."""
        given = self.cleaned_data
        return NewSite(**given | {"area": area, "code": code or given["code"], "at": _start_of(given["at"])})


def _start_of(day: date | None) -> datetime | None:
    return clocks.local(datetime.combine(day, time())) if day else None


def turned(site: Any, state: str, day: date | None) -> NewSite:
    """A known site as it is, but in another state from a day on; from now without one."""
    facts = site_facts(site, "") | {"reported_by": site.reported_by}
    return NewSite(**facts | {"state": state, "at": _start_of(day)})


def site_facts(site: Any, code: str) -> dict[str, Any]:
    """What the form of a known site begins with."""
    names = ("code", "name", "kind", "unit", "hours", "state", "rooms", "contact")
    return {name: getattr(site, name) for name in names} | {"area": code or site.area}


def tiles(figures: Iterable[Figure], subject: Subject, day: Day) -> list[dict[str, Any]]:
    """What stands in an area, in numbers; nothing is said of what is not there."""
    counted = [(figure, figure.values(subject, day)[NOW]) for figure in figures]
    return [
        {"label": figure.title, "value": number, "icon": TILE_ICONS.get(figure.name, "")}
        for figure, number in counted
        if number
    ]


def area_url(path: str) -> str:
    """Where an area's page is."""
    return reverse("places:area", args=[path])


def areas_table(
    areas: Sequence[Any], codes: Mapping[str, str], units: Mapping[str, str], counts: Mapping[str, Mapping[str, int]]
) -> Table:
    """The areas right below one."""
    columns = [
        Column("name", NAME, lambda area: Link(area.name, area_url(area.path))),
        Column("code", _("Code"), lambda area: codes.get(area.path, ""), secondary=True),
        Column("kind", _("Kind"), lambda area: area.get_kind_display() or area.get_level_display(), secondary=True),
    ]
    for name, label in (("villages", _("Villages")), ("grids", _("Grids")), ("checkpoints", _("Checkpoints"))):
        if any(count.get(name) for count in counts.values()):
            columns.append(Column(name, label, _count_of(counts, name), numeric=True))
    if any(units.values()):
        columns.append(Column("unit", _("Managing unit"), lambda area: units.get(area.path, "")))
    return tables.of(columns, areas, name="children", caption=_("Areas below"))


def _count_of(counts: Mapping[str, Mapping[str, int]], name: str) -> Callable[[Any], int]:
    return lambda area: counts.get(area.path, {}).get(name, 0)


def found_table(page: Page, listing: Listing, names: Mapping[str, str], codes: Mapping[str, str]) -> Table:
    """Areas that were searched for."""
    columns = [
        Column("name", NAME, lambda area: Link(names.get(area.path, area.name), area_url(area.path))),
        Column("level", _("Level"), lambda area: area.get_level_display()),
        Column("code", _("Code"), lambda area: codes.get(area.path, "")),
    ]
    empty = Empty(_("No such place"), _("Write a part of the name, or the beginning of the code."), "map-pin")
    return Table(columns, page, listing, name="list", empty=empty)


@dataclass(frozen=True)
class UnitRow:
    """A unit as lists show it, with the names of where it stands and of the unit above."""

    unit: Any
    area: str
    above: str = ""


@dataclass(frozen=True)
class SiteRow:
    """A site as lists show it, with the names of its area and of the unit that runs it."""

    site: Any
    area: str
    unit: str = ""


UNITS = List(
    key="places.units", title=_("Units"), order="area", filters=UnitFilter, personal=False,
    columns=[
        Column("name", NAME, lambda row: Link(row.unit.name, reverse("places:unit", args=[row.unit.code])), sortable=True),
        Column("code", _("Code"), lambda row: row.unit.code, sortable=True),
        Column("kind", _("Kind"), lambda row: row.unit.get_kind_display(), sortable=True),
        Column("area", _("Stands in"), lambda row: row.area, sortable=True, secondary=True),
        Column("parent", _("Unit above"), lambda row: row.above, sortable=True, shown=False),
    ],
    empty=Empty(_("No unit yet"), _("Units are taken in one by one or as a list."), "building-community"),
    row_key=lambda row: row.unit.pk,
)  # fmt: skip
SITES = List(
    key="places.sites", title=_("Sites"), order="area", filters=SiteFilter, personal=False,
    columns=[
        Column("name", NAME, lambda row: Lines(Link(row.site.name, reverse("places:site", args=[row.site.code])), [row.site.code]), sortable=True),
        Column("kind", _("Kind"), lambda row: row.site.get_kind_display(), sortable=True),
        Column("area", _("Area"), lambda row: row.area, sortable=True),
        Column("unit", _("Managing unit"), lambda row: row.unit, secondary=True),
        Column("hours", _("Opening hours"), lambda row: row.site.hours, secondary=True),
        Column("rooms", _("Rooms"), lambda row: row.site.rooms, numeric=True, sortable=True, shown=False),
        Column("opened_at", _("Opened"), lambda row: row.site.opened_at, sortable=True, shown=False),
        Column("closed_at", _("Closed"), lambda row: row.site.closed_at, sortable=True, shown=False),
        Column("state", _("State"), lambda row: Badge(row.site.get_state_display(), STATE_TONES.get(row.site.state, "neutral")), sortable=True),
    ],
    actions=[Action(_("Open or close"), do="turn", icon="lock", permission=Permission.MANAGE_PLACES, form=TurnForm)],
    empty=Empty(_("No site here"), _("Sites are taken in one by one or as a list. Or choose another filter."), "map-pin"),
    row_key=lambda row: row.site.pk,
)  # fmt: skip


def part_of(declared: List, rows: Sequence[Any]) -> Table:
    """The first rows of a list on another page: its usual columns, nothing to sort or to do."""
    columns = [replace(column, sortable=False) for column in declared.columns if column.shown]
    return tables.of(columns, rows, name=declared.name, caption=declared.title)


def tree(areas: list[Any], root: str) -> list[outlines.Node]:
    """Areas in the order of the tree as nodes; the root stands open."""
    below: dict[str, list[Any]] = {}
    known = {area.path for area in areas}
    for area in areas:
        above = next((step for step in reversed(paths.ancestors(area.path)) if step in known), "")
        below.setdefault(above, []).append(area)

    def node(area: Any) -> outlines.Node:
        children = [node(child) for child in below.get(area.path, [])]
        note = len(children) or ""
        return outlines.Node(area.name, area_url(area.path), note=note, children=children, open=area.path == root)

    return [node(area) for area in below.get("", [])]


def area_events(area: Any, history: Any, names: Mapping[str, str]) -> list[outlines.Event]:
    """How an area came to be what it is, newest first."""
    found = [(name.valid_to, _("Called otherwise until then"), name.name, "edit") for name in history.names]
    found += [(code.valid_to, _("Code used until then"), code.code, "tag") for code in history.codes if code.valid_to]
    for move in history.moves:
        came = move.new == area.path
        title, other = (_("Came from"), move.old) if came else (_("Went on in"), move.new)
        found.append((move.on, title, names.get(other, other), "arrows-exchange"))
    if area.valid_to:
        found.append((area.valid_to, pgettext_lazy("of a place", "Last day"), "", "lock"))
    found.sort(key=lambda event: event[0], reverse=True)
    return [outlines.Event(clocks.at(day, time()), title, text, icon=icon) for day, title, text, icon in found]


def charges(names: Mapping[str, str], covers: Callable[[str], bool]) -> list[Any]:
    """The areas a unit answers for; those of the reader's own area lead to their pages."""
    return [Link(name, area_url(path)) if covers(path) else name for path, name in sorted(names.items())]
