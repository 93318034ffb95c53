"""Lists about sheets: what lies below, managing units, who has not signed, revisions, the rows behind a number."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _text
from django.utils.translation import gettext_lazy as _

from shouwang.ledger.figures import registry
from shouwang.reports.choices import SheetState
from shouwang.reports.rules import differences
from shouwang.ui import tables
from shouwang.ui.cells import Badge, Link
from shouwang.ui.formats import moment
from shouwang.ui.listings import Page
from shouwang.ui.tables import Column, Empty, Table

CHANGES = {"came": _("Counted today and not yesterday"), "gone": _("Counted yesterday and not today"), "late": _("Of earlier days, received after yesterday's freeze"),
           "added": _("Added since"), "taken": _("No longer counted"), "changed": _("Counts otherwise than then")}
STATE_TONES = {
    SheetState.NOT_DUE: "neutral", SheetState.AWAITED: "info", SheetState.ZERO_CONFIRMED: "good", SheetState.SUBMITTED: "good",
    SheetState.RETURNED: "alert", SheetState.LATE: "warn", SheetState.MISSING: "alert", SheetState.FROZEN: "neutral",
}  # fmt: skip


def below_table(rows: list[dict[str, Any]], states: Mapping[str, SheetState], figures: Sequence[tuple[str, str, Any]], day: date) -> Table:
    """The areas one level down, side by side: where each sheet stands, and its numbers with their rows."""
    columns = [
        Column("name", _("Area"), lambda row: Link(row["name"], reverse("reports:sheet", args=[row["path"], day.isoformat()]))),
        Column("state", _("State"), lambda row: state_badge(states[row["path"]])),
    ]
    columns += [_below_column(number, *figure, day) for number, figure in enumerate(figures)]
    return tables.of(columns, rows, name="below", caption=_("Areas below"), empty=Empty(_("There is no area below"), _("The numbers of this area are its own; open one to see its rows.")))


def state_badge(state: SheetState) -> Badge:
    """Where a sheet stands, as a badge."""
    return Badge(state.label, STATE_TONES[state])


def _below_column(number: int, name: str, column: str, title: Any, day: date) -> Column:
    def cell(row: dict[str, Any]) -> Link:
        return Link(row["numbers"][number] or 0, reverse("reports:rows", args=[row["path"], day.isoformat(), name, column]))

    return Column(f"n{number}", title, cell, numeric=True)


def units_table(rows: list[dict[str, Any]], day: date) -> Table:
    """Managing units with the villages they answer for."""
    columns = [
        Column("name", _("Unit"), lambda row: Link(row["name"], reverse("reports:unit_sheet", args=[row["code"], day.isoformat()]))),
        Column("due", _("Reports expected"), numeric=True),
        Column("done", _("Reports received"), numeric=True),
        Column("missing", _("Reports missing"), lambda row: row["due"] - row["done"], numeric=True),
        Column("fever", _("People with fever, as frozen"), lambda row: _frozen(row, "fever_persons", "today"), numeric=True),
        Column("home", _("Under home observation, as frozen"), lambda row: _frozen(row, "home_observed", "now"), numeric=True),
    ]
    return tables.of(columns, rows, name="units", caption=_("Managing units"), empty=Empty(_("No unit answers for a place here"), _("Say under units which one answers for which area.")))


def _frozen(row: dict[str, Any], name: str, column: str) -> Any:
    return row["figures"].get(name, {}).get(column)


def revisions(kept: Sequence[Any], sheet_url: str) -> list[dict[str, Any]]:
    """Every frozen state, the newest first, each with what is different from the one before."""
    before: dict[int, Any] = {sheet.revision + 1: sheet.figures for sheet in kept}
    return [
        {"sheet": sheet, "url": f"{sheet_url}?revision={sheet.revision}", "title": _text("Revision %(number)s") % {"number": sheet.revision},
         "at": moment(sheet.frozen_at), "first": sheet.revision not in before, "table": _differences(sheet, before.get(sheet.revision, {}))}
        for sheet in reversed(kept)
    ]  # fmt: skip


def _differences(sheet: Any, before: Any) -> Table | None:
    if not before:
        return None
    moved = differences(before, sheet.figures)
    rows = [(name, column, old, new) for name, columns in moved.items() for column, (old, new) in columns.items()]
    columns = [
        Column("item", _("Item"), lambda row: figure.title if (figure := registry.get(row[0])) else row[0]),
        Column("old", _("Before"), lambda row: row[2], numeric=True),
        Column("new", _("Now"), lambda row: row[3], numeric=True),
    ]
    return tables.of(columns, rows, name=f"revision-{sheet.revision}", caption=_("Changes"))


def rows_table(cards: list[Any], page: Page, name: str = "rows") -> Table:
    """The rows behind a number; with what each added then and adds now, where they say so."""
    columns = [
        Column("when", _("When")), Column("place", _("Where")), Column("kind", _("What"), lambda card: Link(card.kind, card.url) if card.url else card.kind),
        Column("person", _("Who"), lambda card: Link(card.person, card.person_url) if card.person_url else card.person), Column("text", _("Note")),
    ]
    then, now = (any(getattr(card, name) is not None for card in cards) for name in ("before", "now"))
    columns += [Column("before", _("Counted then"), numeric=True)] if then else []
    columns += [Column("now", _("Counts now") if then else _("Counts as"), numeric=True)] if now else []
    return Table(columns, replace(page, rows=cards), name=name, caption=_("Rows"), empty=Empty(_("There is no row"), _("Nothing was counted here that day: choose another day or a wider area.")))
