"""Isolation sites as pages ask for them and show them."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shouwang.quarantine.choices import CompanionReason, Need, RoomState, StayEnd
from shouwang.quarantine.reads import DailySheet, SiteCount
from shouwang.quarantine.rules.sites import Balance
from shouwang.ui import formats
from shouwang.ui.cells import Badge, Lines, Link
from shouwang.ui.inputs import ClockInput, DayInput
from shouwang.ui.listings import Page
from shouwang.ui.tables import Column, Empty, Table

LEAVES_TO = [(one.value, one.label) for one in StayEnd if one != StayEnd.OTHER_ROOM]


class NeedsForm(forms.Form):
    """What somebody needs besides a room."""

    needs = forms.MultipleChoiceField(label=_("Special needs"), required=False, choices=Need.choices, widget=forms.CheckboxSelectMultiple)
    needs_note = forms.CharField(label=_("Note"), required=False, max_length=200)


class GuestForm(NeedsForm):
    """Somebody moves into a room: one of those expected."""

    person = forms.ChoiceField(label=_("Who comes"))
    field_order = ("person", "needs", "needs_note")

    def __init__(self, *arguments: Any, people: Sequence[tuple[str, str]], **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["person"].choices = people  # type: ignore[attr-defined]


class CompanionForm(forms.Form):
    """Somebody shares the room: only with a reason."""

    person = forms.ChoiceField(label=_("Companion"))
    companion_reason = forms.ChoiceField(label=_("Why"), choices=CompanionReason.choices)

    def __init__(self, *arguments: Any, people: Sequence[tuple[str, str]], **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["person"].choices = people  # type: ignore[attr-defined]


class OtherRoomForm(forms.Form):
    """Another room of the same site."""

    room = forms.ChoiceField(label=_("Other room"))

    def __init__(self, *arguments: Any, rooms: Sequence[str], **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["room"].choices = [(one, one) for one in rooms]  # type: ignore[attr-defined]


class BookingForm(forms.Form):
    """For whom a room is reserved, and when they are expected."""

    person = forms.ChoiceField(label=_("For whom"), required=False)
    whom = forms.CharField(label=_("Or in words"), required=False, max_length=120, help_text=_("Such as: two people from train G512."))
    on = forms.DateField(label=_("Expected on"), required=False, widget=DayInput())
    at = forms.TimeField(label=_("At"), required=False, widget=ClockInput())

    def __init__(self, *arguments: Any, people: Sequence[tuple[str, str]], **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["person"].choices = [("", "–"), *people]  # type: ignore[attr-defined]


class RequestForm(forms.Form):
    """What somebody asks for."""

    text = forms.CharField(label=_("What is asked for"), max_length=300)


class AnswerRequestForm(forms.Form):
    """What became of it."""

    answer = forms.CharField(label=_("What was done"), max_length=300)


class WasteForm(forms.Form):
    """Bins handed over."""

    bins = forms.IntegerField(label=_("Bins of waste handed over"), min_value=0, max_value=1000)


class DayFilter(forms.Form):
    """The day of a sheet."""

    day = forms.DateField(label=_("Day"), required=False, widget=DayInput())


def sites_table(rows: Sequence[SiteCount]) -> Table:
    """Isolation sites with their rooms."""
    columns = [
        Column("name", _("Site"), _site_name),
        Column("rooms_total", _("Rooms"), numeric=True), Column("rooms_used", _("In use"), numeric=True),
        Column("rooms_reserved", _("Reserved"), numeric=True), Column("rooms_to_disinfect", _("To be disinfected"), numeric=True),
        Column("rooms_closed", _("Closed"), numeric=True), Column("rooms_free", _("Free"), numeric=True),
        Column("stays_now", pgettext_lazy("how many", "People"), numeric=True),
    ]  # fmt: skip
    names = ("rooms_total", "rooms_used", "rooms_reserved", "rooms_to_disinfect", "rooms_closed", "rooms_free", "stays_now")
    totals = {name: sum(getattr(one, name) for one in rows) for name in names}
    empty = Empty(_("No isolation site is open here"), _("The county opens sites under places."), "building")
    return Table(columns, Page(rows), name="sites", caption=_("Isolation sites"), totals=totals, row_key=lambda one: one.code, empty=empty)


def _site_name(one: SiteCount) -> Any:
    notes = [Badge(_("More people than rooms"), "alert")] if one.rooms_free < 0 else []
    return Lines(Link(one.name, reverse("quarantine:site", args=[one.code])), notes)


# On the page in the reader's language; the file keeps the headings of the official form, which are Chinese.
DAILY_TITLES = {
    "site": _("Name of the isolation site"), "date": _("Date"), "rooms_total": _("Rooms in all"), "rooms_used": _("Rooms in use"), "rooms_free": _("Rooms free"),
    "rooms_to_disinfect": _("Rooms to disinfect"), "stays_before": _("In isolation yesterday"), "stays_in": _("Came in today"), "stays_out": _("Released today"),
    "stays_moved": _("Moved away today"), "stays_now": _("In isolation now"), "contacts": _("Contacts among them"), "contacts_of_contacts": _("Contacts of contacts"),
    "overseas": _("From overseas"), "others": _("Others"), "fever": _("With fever"), "positives": _("Tested positive"), "special": _("Special needs (pregnant, old, young, disabled, ill)"),
    "staff": _("Staff of the site"), "waste_bins": _("Waste bins"), "requests": _("Requests taken"), "requests_done": _("Requests settled"), "head": _("Head of the site"), "remark": _("Remark"),
}  # fmt: skip


def daily_table(rows: Sequence[DailySheet], names: Sequence[str]) -> Table:
    """The daily sheet of all sites, in the official order of columns."""
    titles = [(name, DAILY_TITLES[name]) for name in names]
    columns = [Column(name, title, lambda sheet, name=name: _daily_cell(sheet, name), numeric=name not in WORDS) for name, title in titles]
    totals = {name: sum(sheet.cells[name] for sheet in rows) for name, _title in titles if name not in WORDS} if len(rows) > 1 else {}
    return Table(columns, Page(rows), name="daily", caption=_("Daily sheet of isolation sites"), totals=totals, empty=Empty(_("No isolation site was open that day"), _("Choose another day."), "building"))


def _daily_cell(sheet: DailySheet, name: str) -> Any:
    return formats.short_day(sheet.day) if name == "date" else sheet.cells.get(name, "")


WORDS = ("site", "date", "head", "remark")


def balance_lines(one: Balance, expected: int) -> list[tuple[str, Any]]:
    """What the numbers of a site's day say, each with a tone."""
    lines = [_people_line(one), _rooms_line(one)]
    if one.unnumbered > 0:
        lines.append(("warn", _("%(n)s rooms have no number yet.") % {"n": one.unnumbered}))
    if one.unnumbered < 0:
        lines.append(("alert", _("%(n)s rooms more have a number than the site is said to have.") % {"n": -one.unnumbered}))
    if expected:
        lines.append(("warn", _("%(n)s people are ordered to a site and have not been written down as come.") % {"n": expected}))
    return lines


def _people_line(one: Balance) -> tuple[str, Any]:
    facts = {"before": one.stays_before, "came": one.stays_in, "left": one.stays_out + one.stays_moved, "now": one.stays_now}
    if one.people_agree:
        return "good", _("People agree: %(before)s before + %(came)s came − %(left)s left = %(now)s there now.") % facts
    return "alert", _("People do not agree: %(before)s before + %(came)s came − %(left)s left is not %(now)s.") % facts


def _rooms_line(one: Balance) -> tuple[str, Any]:
    if one.is_overfull:
        return "alert", _("More rooms are taken than the site has: %(n)s too many.") % {"n": -one.rooms_free}
    if not one.rooms_agree:
        return "alert", _("By number %(numbered)s rooms are free, by count %(free)s: somebody has no number, or a stay was not ended.") % {
            "numbered": one.numbered.get(RoomState.FREE, 0), "free": one.rooms_free,
        }  # fmt: skip
    facts = {
        "used": one.rooms_used, "free": one.rooms_free, "dirty": one.rooms_to_disinfect,
        "other": one.rooms_closed + one.rooms_staff + one.rooms_reserved, "total": one.rooms_total,
    }  # fmt: skip
    return "good", _("Rooms agree: %(used)s in use + %(free)s free + %(dirty)s to be disinfected + %(other)s closed, staff or reserved = %(total)s.") % facts
