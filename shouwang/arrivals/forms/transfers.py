"""Pages of transfers: the list, what is asked at each step, one journey as a path of legs."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.arrivals import reads
from shouwang.arrivals.choices import (
    HandOverStep,
    Place,
    Protection,
    TransferFlag,
    TransferState,
    ViolationKind,
    WhatNext,
)  # fmt: skip
from shouwang.arrivals.forms.actions import WhenForm, moment_of
from shouwang.arrivals.writes.transfers import Crew
from shouwang.ui import formats, tables
from shouwang.ui.cells import Badge, Lines, Link, Temperature
from shouwang.ui.inputs import ClockInput
from shouwang.ui.lists import List
from shouwang.ui.outlines import Event, Step
from shouwang.ui.tables import Action, Column, Empty, Table

TONES = {
    TransferState.REQUESTED: "warn", TransferState.APPROVED: "warn", TransferState.DISPATCHED: "info",
    TransferState.PICKED_UP: "info", TransferState.HANDED_OVER: "good", TransferState.CLOSED: "good",
    TransferState.FAILED: "alert",
}  # fmt: skip
PATH = (
    TransferState.REQUESTED, TransferState.APPROVED, TransferState.DISPATCHED, TransferState.PICKED_UP,
    TransferState.HANDED_OVER, TransferState.CLOSED,
)  # fmt: skip
ON_THE_PATH = {TransferState.APPROVED: _("Approved"), TransferState.CLOSED: _("Vehicle disinfected")}
QUEUES = {
    "approve": _("to approve"),
    "dispatch": _("waiting for a vehicle"),
    "under_way": _("under way"),
    "disinfect": _("vehicle to disinfect"),
}
ORGANISE = Permission.ORGANISE_TRANSFER
LOWEST, HIGHEST = Decimal("30"), Decimal("45")  # what may be typed at all; the pack says what a body can have


class TransferFilter(forms.Form):
    """Which transfers to list."""

    open = forms.ChoiceField(label=_("Waiting"), required=False, choices=[("", _("all")), *QUEUES.items()])
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("all")), *TransferState.choices])
    flagged = forms.BooleanField(label=_("Only those that stand out"), required=False)


TRANSFERS = List(
    key="arrivals.transfers",
    title=_("Point-to-point transfers"),
    columns=[
        Column("persons", _("Persons"), lambda row: _persons(row)),
        Column("state", _("State"), lambda row: Lines(badge(row.transfer.state), [flag_badge(flag) for flag in row.transfer.flags]), sortable=True),
        Column("way", _("Way"), lambda row: Lines(place(row.transfer), [_to(row)])),
        Column("pick_up_at", _("Planned pick-up"), lambda row: row.transfer.pick_up_at, sortable=True),
        Column("vehicle", _("Vehicle and driver"), lambda row: Lines(row.leg.plate or row.leg.vehicle, [row.leg.driver]) if row.leg else ""),
        Column("organiser", _("Organised by"), lambda row: row.organiser, secondary=True),
        Column("since", _("In this state since"), lambda row: row.transfer.since, sortable=True, secondary=True),
    ],
    order="-since",
    filters=TransferFilter,
    actions=[
        Action(_("Approve"), do="approve", icon="check", permission=ORGANISE, question=_("Approve these transfers? Vehicles can then be sent.")),
        Action(_("Print transfer slips"), do="slips", icon="printer", permission=Permission.RECORD_ARRIVALS),
    ],
    empty=Empty(
        _("No transfers here"),
        _("Choose people in the list of returnees and ask for a transfer."),
        "truck",
        _("Who waits to be fetched"),
        reverse_lazy("arrivals:waiting"),
    ),
    row_key=lambda row: row.transfer.pk,
)  # fmt: skip


def badge(state: str) -> Badge:
    """The state of a transfer in a word."""
    return Badge(TransferState(state).label, TONES[TransferState(state)])


def flag_badge(flag: str) -> Badge:
    """What stands out."""
    return Badge(TransferFlag(flag).label, "alert", "flag")


def _persons(row: reads.TransferRow) -> Lines:
    names = [name for name in row.names if name] or [_("not in your area")]
    more = [f"+{len(names) - 1}"] if len(names) > 1 else []
    return Lines(Link(names[0], reverse("arrivals:transfer", args=[row.transfer.pk])), more)


def place(transfer: Any) -> Any:
    """Where somebody is fetched."""
    kind = Place(transfer.from_kind).label if transfer.from_kind else ""
    return transfer.from_words or kind or "–"


def _to(row: reads.TransferRow) -> str:
    return f"→ {row.destination or Place(row.transfer.to_kind).label}"


# ---------------------------------------------------------------------- what each step asks
class CrewForm(forms.Form):
    """Vehicle and people in front."""

    plate = forms.CharField(label=_("Number plate"), required=False, max_length=20)
    vehicle = forms.CharField(label=_("Vehicle"), required=False, max_length=60, help_text=_("In words, where the plate is not known."))
    driver = forms.CharField(label=_("Driver"), required=False, max_length=60)
    escort = forms.CharField(label=_("Escort"), required=False, max_length=60)
    protection = forms.ChoiceField(
        label=_("Protection"), required=False, choices=[("", "–"), *Protection.choices], initial=Protection.SECOND
    )

    @property
    def crew(self) -> Crew:
        """What was entered."""
        names = ("vehicle", "plate", "driver", "escort", "protection")
        return Crew(**{name: self.cleaned_data[name] for name in names})


class DispatchForm(CrewForm):
    """The vehicle leaves now; the plan may change."""

    pick_up = forms.TimeField(label=_("Pick-up at"), required=False, widget=ClockInput())
    hand_over = forms.TimeField(label=_("Hand-over at"), required=False, widget=ClockInput())


class SidesForm(WhenForm):
    """A hand-over: when, where, who gave, who took, and what was measured."""

    place = forms.CharField(label=_("Where exactly"), required=False, max_length=120)
    given_by = forms.CharField(label=_("Handed over by"), max_length=120, help_text=_("Name and unit"))
    taken_by = forms.CharField(label=_("Taken over by"), max_length=120, help_text=_("Name and unit"))

    def __init__(self, *arguments: Any, persons: Sequence[tuple[UUID, str]] = (), **named: Any) -> None:
        """``persons``: who is in the vehicle, with the name as shown."""
        super().__init__(*arguments, **named)
        self.persons = list(persons)
        for key, name in self.persons:
            self.fields[f"temperature_{key}"] = forms.DecimalField(
                label=_("Temperature of %(name)s") % {"name": name}, required=False, max_digits=4, decimal_places=1,
                min_value=LOWEST, max_value=HIGHEST, widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "0.1"}),
            )  # fmt: skip
        measured = [f"temperature_{key}" for key, _name in self.persons]
        self.order_fields(["given_by", "taken_by", *measured, "absent", "absent_why", "place", "on", "at", "onward"])

    @property
    def temperatures(self) -> dict[UUID, Decimal]:
        """What was measured, by person."""
        said = {key: self.cleaned_data.get(f"temperature_{key}") for key, _name in self.persons}
        return {key: value for key, value in said.items() if value is not None}

    @property
    def sides(self) -> dict[str, Any]:
        """What the write takes: moment, place, both sides, temperatures."""
        said = self.cleaned_data
        texts = {name: said[name] for name in ("place", "given_by", "taken_by")}
        return texts | {"at": moment_of(said["on"], said["at"]), "temperatures": self.temperatures}


class PickUpForm(SidesForm):
    """Who got in, and who was not there."""

    absent = forms.MultipleChoiceField(label=_("Was not there"), required=False, widget=forms.CheckboxSelectMultiple)
    absent_why = forms.CharField(label=_("Why"), required=False, max_length=200)

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        fields: Any = self.fields
        fields["absent"].choices = [(str(key), name) for key, name in self.persons]


class HandOverForm(SidesForm, CrewForm):
    """At the destination; or to the next vehicle, which is then named."""

    onward = forms.BooleanField(label=_("To the next vehicle: the way goes on"), required=False)


class FailForm(forms.Form):
    """Why a drive failed, and what is done next."""

    reason = forms.CharField(label=_("Why"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}))
    what_next = forms.ChoiceField(label=_("What is done next"), choices=WhatNext.choices, widget=forms.RadioSelect)

    def __init__(self, *arguments: Any, again: bool = True, **named: Any) -> None:
        """``again``: whether another vehicle can be sent."""
        super().__init__(*arguments, **named)
        fields: Any = self.fields
        if not again:
            fields["what_next"].choices = [(WhatNext.GIVEN_UP.value, WhatNext.GIVEN_UP.label)]
            fields["what_next"].initial = WhatNext.GIVEN_UP


class CloseForm(WhenForm):
    """The vehicle was disinfected."""

    disinfected_by = forms.CharField(label=_("Disinfected by"), max_length=60)
    field_order = ("disinfected_by", "on", "at")


# ---------------------------------------------------------------------- one journey
def path(file: reads.TransferFile) -> list[Step]:
    """The way from the request to the disinfected vehicle, with the moment of each step."""
    transfer, at = file.transfer, _moments(file)
    if transfer.state == TransferState.FAILED:
        done = [Step(_named(one), "done", at=at[one]) for one in PATH if at.get(one)]
        return [*done, Step(TransferState.FAILED.label, "refused", at=transfer.since, note=transfer.failed_why)]
    reached = PATH.index(TransferState(transfer.state))
    return [
        Step(_named(one), "done" if number <= reached else "now" if number == reached + 1 else "open", at=at.get(one))
        for number, one in enumerate(PATH)
    ]


def _named(state: TransferState) -> Any:
    return ON_THE_PATH.get(state, state.label)


def _moments(file: reads.TransferFile) -> dict[TransferState, Any]:
    transfer, last = file.transfer, file.legs[-1] if file.legs else None
    arrived = next((one.happened_at for one in reversed(file.moments) if one.step == HandOverStep.ARRIVAL), None)
    return {
        TransferState.REQUESTED: _asked_at(transfer), TransferState.APPROVED: transfer.approved_at,
        TransferState.DISPATCHED: last.sent_at if last else None, TransferState.PICKED_UP: last.out_at if last else None,
        TransferState.HANDED_OVER: arrived, TransferState.CLOSED: transfer.disinfected_at,
    }  # fmt: skip


def _asked_at(transfer: Any) -> Any:
    """When somebody asked; nothing where the whole was written down only afterwards, so that no step stands before the one it followed."""
    return transfer.created_at if transfer.approved_at is None or transfer.created_at <= transfer.approved_at else None


def legs_table(file: reads.TransferFile) -> Table:
    """Leg after leg: vehicle, people in front, out and in; a failed one says why."""
    columns = [
        Column("number", _("Leg"), lambda leg: leg.number),
        Column("vehicle", _("Vehicle"), lambda leg: Lines(leg.plate or leg.vehicle, [leg.vehicle] if leg.plate else [])),
        Column("crew", _("Driver"), lambda leg: Lines(leg.driver or "–", [leg.escort, _protection(leg)])),
        Column("out", _("Drove off"), lambda leg: leg.out_at),
        Column("in", _("Arrived there"), lambda leg: leg.in_at),
        Column("result", _("Result"), _result),
    ]
    empty = Empty(_("No vehicle has left yet"), _("Approve a transfer first, then send the vehicle."), "truck")
    return tables.of(columns, list(file.legs), name="legs", caption=_("Legs"), empty=empty)


def _protection(leg: Any) -> Any:
    return Protection(leg.protection).label if leg.protection else ""


def _result(leg: Any) -> Any:
    if leg.failed_at:
        return Lines(Badge(_("failed"), "alert", "x"), [leg.failed_why, WhatNext(leg.what_next).label])
    return Badge(_("handed over"), "good", "check") if leg.in_at else Badge(_("on the road"), "info", "truck")


def persons_table(file: reads.TransferFile, reader: Actor) -> Table:
    """Who travels, and what was measured."""
    columns = [
        Column("name", _("Name"), lambda one: _traveller(one, reader)),
        Column("pick_up", _("Temperature at the pick-up"), lambda one: Temperature(one.temperature(HandOverStep.PICK_UP)), numeric=True),
        Column("arrival", _("Temperature at the destination"), lambda one: Temperature(one.temperature(HandOverStep.ARRIVAL)), numeric=True),
        Column("state", _("State"), lambda one: Lines(badge(one.passenger.state), [one.passenger.missed_why])),
    ]
    return tables.of(columns, list(file.persons), name="persons", caption=_("Persons"))


def _traveller(one: reads.Travelling, reader: Actor) -> Lines:
    name = one.name_for(reader) or _("not in your area")
    arrival = one.passenger.arrival
    return Lines(Link(name, reverse("arrivals:file", args=[arrival])) if arrival else name, [one.place])


def story(file: reads.TransferFile) -> list[Event]:
    """Each hand-over with both sides, planned and true time."""
    return [
        Event(
            one.happened_at, HandOverStep(one.step).label, _sides(one), "switch-horizontal", "info"
        )
        for one in reversed(file.moments)
    ]  # fmt: skip


def _sides(one: Any) -> str:
    planned = _("planned %(at)s") % {"at": _clock(one.planned_at)} if one.planned_at else ""
    return " · ".join(str(part) for part in (one.place, f"{one.given_by or '–'} → {one.taken_by or '–'}", planned) if part)


def _clock(moment: Any) -> str:
    return str(formats.short_moment(moment))


def violations_table(found: Sequence[Any], names: Mapping[str, str]) -> Table:
    """Pick-ups organised without the right to."""
    columns = [
        Column("when", _("When"), lambda one: one.happened_at),
        Column("kind", _("Organised by"), lambda one: Lines(one.organiser, [ViolationKind(one.kind).label])),
        Column("where", _("Place"), lambda one: names.get(one.area, "")),
        Column("words", _("Remark"), lambda one: one.words),
    ]
    empty = Empty(_("No violations"), _("A pick-up that a village or a relative organises is refused and stands here."), "shield-check")
    return tables.of(columns, list(found), name="violations", caption=_("Violations"), empty=empty)
