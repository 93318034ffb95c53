"""The register as a list: its columns, filters, and what can be done with many returns at once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.arrivals import reads
from shouwang.arrivals.choices import State, TransferState
from shouwang.arrivals.forms import actions
from shouwang.arrivals.forms.layout import state_badge
from shouwang.policy.choices import UNDECIDED, OriginKind
from shouwang.ui.cells import Badge, Lines, Link, Temperature
from shouwang.ui.inputs import DayInput
from shouwang.ui.lists import List
from shouwang.ui.tables import Action, Column, Empty

ALL = [("", _("all"))]
QUEUES = {
    "unclassified": _("without a class"),
    "unassigned": _("not given to a village"),
    "place": _("place uncertain"),
    "conflict": _("contradicting facts"),
    "late": _("waiting for more than a day"),
    "to_order": _("measure to start"),
    "transfer": _("transfer demanded, none asked for"),
    "coming": _("being brought here"),
    "no_phone": _("no telephone known"),
}
FILTERED_STATES = [
    State.REGISTERED,
    State.CLASSIFIED,
    State.ANNOUNCED,
    State.LEFT_AGAIN,
    State.FORWARDED,
    State.NOT_FOUND,
]
SEE, DECIDE, ORDER = Permission.VIEW_ARRIVALS, Permission.CLASSIFY_ARRIVALS, Permission.ORDER_OBSERVATION
TRANSFER_TONES = {TransferState.HANDED_OVER: "good", TransferState.CLOSED: "good", TransferState.FAILED: "alert"}


def _day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, required=False, widget=DayInput())


class FilterForm(forms.Form):
    """Filters over the register; no personal fact stands in the address."""

    open = forms.ChoiceField(label=_("Waiting"), required=False, choices=[*ALL, *((name, QUEUES[name]) for name in reads.QUEUES)])
    arrival_class = forms.ChoiceField(label=_("Class"), required=False)
    origin = forms.ChoiceField(label=_("Came from"), required=False, choices=[*ALL, *OriginKind.choices])
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[*ALL, *((one.value, one.label) for one in FILTERED_STATES)]
    )
    day = _day(_("Registered on"))
    arrived_on = _day(_("Arrived on"))

    classes: Sequence[tuple[str, str]] = ()

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        known: Any = self.fields
        known["arrival_class"].choices = [*ALL, (UNDECIDED, _("undecided")), *self.classes]


def filter_form(classes: Iterable[tuple[str, str]]) -> type[FilterForm]:
    """The filters with the classes in force."""
    return type("ReturneeFilter", (FilterForm,), {"classes": list(classes)})


def filters(chosen: Mapping[str, Any], area: str, words: str) -> reads.Filters:
    """What the filters of a list ask for, inside ``area``."""
    kept: dict[str, Any] = {name: chosen.get(name) or "" for name in ("open", "arrival_class", "origin", "state")}
    kept |= {name: chosen.get(name) or None for name in ("day", "arrived_on")}
    return reads.Filters(**kept, area=area, words=words)


REGISTER = List(
    key="arrivals.returns",
    title=_("Returnees"),
    columns=[
        Column("name", _("Name"), lambda row: row),
        Column("from_place", _("Came from"), lambda row: Lines(row.arrival.from_place, [OriginKind(row.arrival.origin).label])),
        Column("arrived_on", _("Arrived on"), lambda row: row.arrival.arrived_on, sortable=True, order="arrived_on id"),
        Column("arrival_class", _("Class"), lambda row: _class(row), sortable=True, order="arrival_class id"),
        Column("state", _("State"), lambda row: state_badge(row.state), sortable=True),
        Column("to_date", _("Until"), lambda row: row.arrival.to_date, sortable=True, order="to_date id"),
        Column("transfer", _("Transfer"), lambda row: transfer_badge(row)),
        Column("temperature", _("Temperature"), lambda row: Temperature(row.arrival.temperature_c), numeric=True, secondary=True, shown=False),
        Column("happened_at", _("Registered"), lambda row: row.arrival.happened_at, sortable=True, secondary=True),
        Column("phone", _("Phone"), lambda row: row.person.phone if row.person else "", shown=False),
        Column("document", _("Identity number"), lambda row: row.person.document if row.person else "", shown=False),
        Column("address", _("Home address"), lambda row: row.person.masked_address if row.person else "", shown=False),
        Column("left_on", _("Left on"), lambda row: row.arrival.left_on, sortable=True, shown=False),
        Column("transport_no", _("Train, flight or plate"), lambda row: row.arrival.transport_no, shown=False),
        Column("reporter", _("Reporting unit"), lambda row: row.arrival.reporter, shown=False),
        Column("external_no", _("External number"), lambda row: row.arrival.external_no, shown=False),
        Column("area", _("Place"), lambda row: row.place, sortable=True, shown=False),
    ],
    order="-happened_at",
    search=_("Name, initials or a whole number"),
    empty=Empty(
        _("No returns here"),
        _("Register somebody, import a list, or choose another filter."),
        "users",
        _("Register a return"),
        reverse_lazy("arrivals:new"),
    ),
    row_key=lambda row: row.arrival.pk,
    row_tone=lambda row: "warn" if row.arrival.place_open else "",
)  # fmt: skip


def register(
    reader: Actor, *, filters: type[FilterForm], villages: Sequence[tuple[str, str]], sites: Sequence[tuple[str, str]], fever_from: float | None
) -> List:
    """The register for one reader: names as this post may see them, places and sites to choose from."""
    own = {
        "name": Column("name", _("Name"), lambda row: _who(row, reader)),
        "temperature": Column(
            "temperature", _("Temperature"), lambda row: Temperature(row.arrival.temperature_c, fever_from),
            numeric=True, secondary=True, shown=False,
        ),
    }  # fmt: skip
    columns = [own.get(column.key, column) for column in REGISTER.columns]
    return replace(REGISTER, columns=columns, filters=filters, actions=_actions(villages, sites))


def _actions(villages: Sequence[tuple[str, str]], sites: Sequence[tuple[str, str]]) -> list[Action]:
    return [
        Action(_("Give to a village"), do="assign", icon="map-pin", permission=DECIDE, form=actions.assign_form(villages), undo=True),
        Action(_("Order the measure"), do="order", icon="home-heart", permission=ORDER, form=actions.order_form(sites), undo=True),
        Action(_("Print notices"), do="notices", icon="printer", permission=Permission.ISSUE_DOCUMENTS, form=actions.NoticesForm),
        Action(
            _("Ask for a transfer"), do="transfer", icon="truck", permission=Permission.ORGANISE_TRANSFER,
            form=actions.transfer_form(sites), undo=True,
        ),
        Action(
            _("No transfer needed"), do="waive", icon="ban", permission=Permission.ORGANISE_TRANSFER,
            form=actions.ReasonForm, question=_("The class demands a transfer. Say why none is made; it stays in the log."), undo=True,
        ),
        Action(
            _("Remind the villages"), do="remind", icon="bell", permission=Permission.REMIND,
            question=_("Remind the villages of these people? A message that has gone out is not taken back."),
        ),
    ]  # fmt: skip


def _who(row: reads.Row, reader: Actor) -> Lines:
    name = row.name_for(reader) or _("not in your area")
    below = [row.place] if not row.arrival.place_open else [Badge(_("place uncertain"), "warn", "map-pin"), row.place]
    return Lines(Link(name, reverse("arrivals:file", args=[row.arrival.pk])), below)


def _class(row: reads.Row) -> Any:
    if row.arrival.classified_at is None:
        return Badge(reads.class_label(row.arrival), "warn", "help")
    return Lines(reads.class_label(row.arrival), [reads.measure_label(row.arrival)])


def transfer_badge(row: reads.Row) -> Any:
    """How far the transfer of a return has come; demanded and not asked for stands out."""
    if row.passenger is not None:
        state = TransferState(row.passenger.state)
        return Badge(state.label, TRANSFER_TONES.get(state, "info"), "truck")
    return Badge(_("to be fetched"), "alert", "truck") if row.waits_for_transfer else ""
