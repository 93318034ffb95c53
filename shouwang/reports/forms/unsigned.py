"""The list of who has not signed: by name, with why and since when; many can be reminded at once."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _text
from django.utils.translation import gettext_lazy as _

from shouwang.accounts.choices import Permission
from shouwang.reports.choices import Level, SheetState
from shouwang.reports.forms.lists import STATE_TONES, state_badge
from shouwang.ui.cells import Lines, Link
from shouwang.ui.formats import clock
from shouwang.ui.lists import List
from shouwang.ui.tables import Action, Column, Empty

REMIND = Action(_("Remind those ticked"), do="remind", icon="bell", permission=Permission.REMIND, question=_("Remind those ticked? A message that has gone out is not taken back."))
WAITING = (SheetState.NOT_DUE, SheetState.AWAITED, SheetState.LATE, SheetState.MISSING, SheetState.RETURNED)


class UnsignedFilter(forms.Form):
    """What can be narrowed: level and state."""

    level = forms.ChoiceField(label=_("Level"), required=False, choices=[("", _("all levels")), *[(level.value, level.label) for level in (Level.VILLAGE, Level.TOWNSHIP)]])
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("every state")), *[(state.value, state.label) for state in WAITING]])


def _tone(row: Any) -> str:
    return STATE_TONES[row.sheet.state] if row.sheet.state in (SheetState.LATE, SheetState.MISSING, SheetState.RETURNED) else ""


UNSIGNED = List(
    key="reports.unsigned", title=_("Who has not signed"), order="area", filters=UnsignedFilter, personal=False, actions=[REMIND],
    columns=[
        Column("area", _("Sheet of"), lambda row: Lines(Link(row.name, reverse("reports:sheet", args=[row.area, row.day.isoformat()])), [row.sheet.level.label]), sortable=True, order="area"),
        Column("signers", _("Signs there"), lambda row: "、".join(row.signers) or _text("nobody has a post there")),
        Column("state", _("State"), lambda row: Lines(state_badge(row.sheet.state), [row.sheet.remark]), sortable=True, order="state"),
        Column("due", _("To be signed by"), lambda row: clock(row.sheet.due), sortable=True, order="due"),
        Column("prompted_at", _("Reminded at"), lambda row: clock(row.prompted_at) if row.prompted_at else ""),
    ],
    empty=Empty(_("Everybody has signed"), _("The report of this day can go up. Choose another day above to see who is missing there."), "circle-check"), row_key=lambda row: row.area, row_tone=_tone,
)  # fmt: skip


def unsigned_in(townships: Sequence[tuple[str, str]], *, remind: bool) -> List:
    """The list as one area asks for it: with its townships to choose from, and reminding while that still makes sense."""
    return replace(UNSIGNED, filters=_filters(townships), actions=UNSIGNED.actions if remind else [])


def _filters(townships: Sequence[tuple[str, str]]) -> type[forms.Form]:
    """The township stands first, where there is more than one."""
    if not townships:
        return UnsignedFilter
    township = forms.ChoiceField(label=_("Township"), required=False, choices=[("", _("all townships")), *townships])
    return type("UnsignedInCountyFilter", (UnsignedFilter,), {"township": township, "field_order": ["township"]})
