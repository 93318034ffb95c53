"""What pages of duty ask, and how their lists are laid out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shouwang.accounts.choices import Permission, Role
from shouwang.duty.choices import TEAM_ROLES, Afterwards, GapKind, Sex, Shift, StaffChange, StaffState
from shouwang.duty.reads import StaffCard, TeamCard, UnitAtWork, VillageCover
from shouwang.duty.writes import HandOver, Member, NewStaff
from shouwang.lib import clocks
from shouwang.ui import tables
from shouwang.ui.cells import Badge, Button, Lines, Link, Masked
from shouwang.ui.inputs import MomentInput
from shouwang.ui.listings import Listing, Page
from shouwang.ui.lists import List
from shouwang.ui.tables import Action, Column, Empty, Table

PLACE_HELP = _("Name, full name or official code.")
NOW_HELP = _("Empty: now.")
STATE_TONES = {StaffState.ON_POST: "good", StaffState.ON_LEAVE: "warn"}
STATES = ((StaffState.ON_POST, StaffState.ON_POST.label), (StaffState.ON_LEAVE, StaffState.ON_LEAVE.label))
GAP_WORDS = {"grid": _("Grid without a grid worker"), "checkpoint": _("Checkpoint without anybody")}


def _moment() -> forms.DateTimeField:
    widget = MomentInput()
    return forms.DateTimeField(label=_("At"), required=False, widget=widget, help_text=NOW_HELP)


class StaffFilter(forms.Form):
    """Whom to list."""

    role = forms.ChoiceField(label=_("Duty"), required=False, choices=[("", _("all")), *Role.choices])
    unit = forms.CharField(label=_("Code of the unit"), required=False, max_length=40)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("all")), *STATES])


class DutyForm(forms.Form):
    """What somebody does, and where."""

    role = forms.ChoiceField(label=_("Duty"), choices=Role.choices)
    area = forms.CharField(label=_("Area"), max_length=100, help_text=PLACE_HELP)
    unit = forms.CharField(label=_("Code of the own unit"), required=False, max_length=40)
    site = forms.CharField(label=_("Code of the checkpoint or compound"), required=False, max_length=40)
    shift = forms.ChoiceField(label=_("Shift"), required=False, choices=[("", "–"), *Shift.choices])
    part_time = forms.BooleanField(label=_("Part-time"), required=False)
    at = _moment()


class StaffForm(DutyForm):
    """Somebody new on duty."""

    code = forms.CharField(label=_("Staff code"), max_length=40)
    full_name = forms.CharField(label=_("Name"), max_length=60)
    sex = forms.ChoiceField(label=_("Sex"), required=False, choices=[("", "–"), *Sex.choices])
    id_number = forms.CharField(label=_("Identity number"), required=False, max_length=30)
    phone = forms.CharField(label=_("Telephone"), required=False, max_length=30)
    field_order = ("code", "full_name", "sex", "id_number", "phone", "role", "area")

    def staff(self, area: str) -> NewStaff:
        """The person, on duty in an area."""
        given: dict[str, Any] = self.cleaned_data | {"area": area, "at": moment_of(self.cleaned_data["at"])}
        return NewStaff(**given)


class ChangeForm(forms.Form):
    """Leave, return or end of a duty."""

    change = forms.ChoiceField(label=_("What happened"), choices=StaffChange.choices)
    substitute = forms.CharField(
        label=_("Who stands in"), required=False, max_length=40, help_text=_("Staff code, for a leave.")
    )
    at = _moment()


class HandOverForm(forms.Form):
    """Who takes a role of a team over."""

    role = forms.ChoiceField(label=_("Role"))
    staff_code = forms.CharField(
        label=_("Staff code"), required=False, max_length=40, help_text=_("Or name and telephone.")
    )
    name = forms.CharField(label=_("Name"), required=False, max_length=60)
    phone = forms.CharField(label=_("Telephone"), required=False, max_length=30)
    note = forms.CharField(label=_("What the next one has to know"), required=False, max_length=200)
    at = _moment()

    def __init__(self, *arguments: Any, roles: Sequence[str], **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["role"].choices = [(role, TEAM_ROLES.get(role, role)) for role in roles]  # type: ignore[attr-defined]

    def hand_over(self, observed: Any) -> HandOver:
        """The hand-over; with nothing filled in the role becomes vacant."""
        given = self.cleaned_data
        member = Member(given["name"], given["phone"], given["staff_code"])
        return HandOver(observed, given["role"], member, moment_of(given["at"]), given["note"])


def moment_of(given: datetime | None) -> datetime | None:
    """What a field says, in county time; nothing stays nothing."""
    return clocks.local(given) if given else None


@dataclass(frozen=True)
class StaffRow:
    """Somebody on duty as the list shows it: the card, the area's full name, the unit's name."""

    card: StaffCard
    area: str
    unit: str


class LeaveForm(forms.Form):
    """From when on many are away, or back."""

    at = _moment()


def _staff_columns() -> list[Column]:
    return [
        Column(
            "name",
            _("Name"),
            lambda row: Lines(Link(row.card.full_name, staff_url(row.card.id)), [row.card.code]),
            sortable=True,
            order="staff__name_key",
        ),
        Column("role", _("Duty"), lambda row: row.card.role_name, sortable=True),
        Column("area", _("Area"), lambda row: row.area, sortable=True),
        Column("unit", _("Unit"), lambda row: row.unit, secondary=True),
        Column("site", _("Site"), lambda row: row.card.site, secondary=True),
        Column("shift", _("Shift"), lambda row: row.card.shift_name, shown=False),
        Column("part_time", _("Part-time"), lambda row: _("yes") if row.card.part_time else "", shown=False),
        Column("phone", _("Telephone"), lambda row: Masked(row.card.phone), secondary=True),
        Column("since", _("Since"), lambda row: row.card.from_at, shown=False, sortable=True, order="from_at"),
        Column("state", _("State"), lambda row: Badge(row.card.state.label, STATE_TONES.get(row.card.state, "neutral"))),
    ]


STAFF = List(
    key="duty.staff",
    title=_("Staff"),
    columns=_staff_columns(),
    order="area",
    filters=StaffFilter,
    search=_("Name, initials or code"),
    actions=[
        Action(_("Go on leave"), do="on_leave", icon="calendar-event", permission=Permission.MANAGE_STAFF, form=LeaveForm),
        Action(_("Are back"), do="returned", icon="check", permission=Permission.MANAGE_STAFF, form=LeaveForm),
        Action(
            _("End the duty"),
            do="ended",
            icon="user-minus",
            permission=Permission.MANAGE_STAFF,
            form=LeaveForm,
            question=_("End the duty of these people? They look after nobody from then on."),
            tone="alert",
        ),
    ],
    empty=Empty(
        _("Nobody is on duty here"),
        _("Import the staff list, put somebody on duty, or choose another filter."),
        "users",
        _("Put somebody on duty"),
        reverse_lazy("duty:new"),
    ),
    row_key=lambda row: row.card.id,
    key_field="staff_id",
)


def staff_url(staff: Any) -> str:
    """Where somebody's page is."""
    return reverse("duty:staff", args=[staff])


class CoverageFilter(forms.Form):
    """Which villages to list: those with a gap of a kind, or with any."""

    kind = forms.ChoiceField(label=_("What is missing"), required=False, choices=[("", _("all villages")), *GapKind.choices])


@dataclass(frozen=True)
class CoverRow:
    """A village's coverage as the list shows it."""

    cover: VillageCover
    name: str


def _gap(kind: GapKind) -> Callable[[CoverRow], Any]:
    def cell(row: CoverRow) -> Any:
        count = row.cover.gaps[kind]
        return Link(Badge(count, "warn"), f"{village_url(row.cover.village)}#{kind}") if count else 0

    return cell


COVERAGE = List(
    key="duty.coverage",
    title=_("Coverage"),
    columns=[
        Column("name", _("Village"), lambda row: Link(row.name, village_url(row.cover.village)), sortable=True, order="name"),
        Column("open", _("Gaps"), lambda row: row.cover.open, sortable=True, numeric=True),
        Column("grids", _("Grids"), lambda row: row.cover.grids, sortable=True, numeric=True, shown=False),
        Column("households", _("Households"), lambda row: row.cover.households, sortable=True, numeric=True, shown=False),
        Column("grid", _("Without a grid worker"), _gap(GapKind.GRID), numeric=True),
        Column("substitute", _("Without a substitute"), _gap(GapKind.SUBSTITUTE), numeric=True),
        Column("household", _("Households in no grid"), _gap(GapKind.HOUSEHOLD), numeric=True),
        Column("checkpoint", _("Checkpoints without anybody"), _gap(GapKind.CHECKPOINT), numeric=True),
        Column("do", _("To do"), lambda row: Button(_("Fill"), village_url(row.cover.village)) if row.cover.open else ""),
    ],
    order="-open",
    filters=CoverageFilter,
    empty=Empty(_("Nothing is missing here"), _("Every household has a grid worker, every grid a substitute. When somebody leaves, hand the grid over on the page of its village."), "circle-check"),
    personal=False,
    row_key=lambda row: row.cover.village,
)


def village_url(path: str) -> str:
    """Where a village's grids and gaps are."""
    return reverse("duty:grids", args=[path])


class FillForm(forms.Form):
    """Who takes a grid, or stands in."""

    staff = forms.ChoiceField(label=_("Who"))
    kind = forms.ChoiceField(choices=[(GapKind.GRID, ""), (GapKind.SUBSTITUTE, "")], widget=forms.HiddenInput)
    grid = forms.CharField(max_length=21, widget=forms.HiddenInput)

    def __init__(self, *arguments: Any, offered: Sequence[tuple[str, Any]], **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["staff"].choices = offered  # type: ignore[attr-defined]


class GridHandOverForm(forms.Form):
    """A grid to hand over: to whom, from when on, and what becomes of the one before."""

    grid = forms.ChoiceField(label=_("Grid"))
    staff = forms.ChoiceField(label=_("New grid worker"))
    at = _moment()
    afterwards = forms.ChoiceField(label=_("The one before"), choices=Afterwards.choices)
    note = forms.CharField(label=_("What the next one has to know"), required=False, max_length=200)

    def __init__(
        self, *arguments: Any, grids: Sequence[tuple[str, Any]], offered: Sequence[tuple[str, Any]], **named: Any
    ) -> None:
        super().__init__(*arguments, **named)
        self.fields["grid"].choices = grids  # type: ignore[attr-defined]
        self.fields["staff"].choices = offered  # type: ignore[attr-defined]


def called(card: StaffCard) -> str:
    """Somebody in a choice: name, duty, code."""
    return f"{card.full_name} · {card.role_name} · {card.code}"


def units_table(units: Sequence[UnitAtWork]) -> Table:
    """Units with how many people they have at work."""
    here = reverse("duty:index")
    columns = [
        Column("name", _("Unit"), lambda unit: Link(unit.name or _("No unit"), f"{here}?unit={unit.unit}")),
        Column("total", pgettext_lazy("how many", "People"), numeric=True),
        Column("roles", _("By duty"), lambda unit: Lines("", _roles(unit.by_role)), secondary=True),
    ]
    return tables.of(columns, units, name="units", caption=_("Units at work"))


def _roles(by_role: Mapping[str, int]) -> list[str]:
    return [f"{Role(role).label} {count}" for role, count in sorted(by_role.items(), key=lambda item: -item[1])]


def gaps_table(page: Page, names: Mapping[str, str], listing: Listing) -> Table:
    """What nobody looks after."""
    columns = [
        Column(
            "area", _("Place"), lambda gap: Link(names.get(gap.area, gap.area), reverse("places:area", args=[gap.area]))
        ),
        Column("kind", _("What is missing"), lambda gap: Badge(GAP_WORDS[gap.kind], "warn")),
    ]
    empty = Empty(_("Every grid and every checkpoint has its people"), _("A grid comes here when nobody looks after it. Look whether each has a substitute, too."), "circle-check", _("Who looks after what"), reverse("duty:coverage"))
    return Table(columns, page, listing, name="gaps", caption=_("Gaps"), empty=empty)


def teams_table(teams: Sequence[TeamCard], names: Mapping[str, str], page: Page, listing: Listing) -> Table:
    """Teams in which somebody is missing."""
    columns = [
        Column(
            "area",
            _("Area"),
            lambda team: Link(names.get(team.area, team.area), reverse("duty:team", args=[team.observed_id])),
        ),
        Column(
            "missing",
            _("Roles nobody fills"),
            lambda team: [Badge(TEAM_ROLES.get(role, role), "warn") for role in team.missing],
        ),
        Column("since", _("Since"), lambda team: team.from_at, secondary=True),
    ]
    shown = Page(teams, page.previous, page.next, page.first)
    empty = Empty(_("Every team is whole"), _("A team comes here as soon as somebody of it is missing."), "circle-check", _("Who looks after what"), reverse("duty:coverage"))
    return Table(columns, shown, listing, name="teams", empty=empty, row_key=lambda team: team.id)
