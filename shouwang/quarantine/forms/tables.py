"""Lists of observation as pages show them."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shouwang.duty.choices import TEAM_ROLES
from shouwang.lib import clocks
from shouwang.quarantine.choices import (
    DUE,
    MEASURE_TITLES,
    SLOT_TITLES,
    AlertKind,
    Counting,
    State,
)
from shouwang.quarantine.reads import Line
from shouwang.quarantine.reads.queues import Named
from shouwang.ui.cells import Badge, Lines, Link, Temperature
from shouwang.ui.listings import Page
from shouwang.ui.tables import Column, Empty, Table

STATE_TONES = {
    DUE: "good", State.ACTIVE: "info", State.PROPOSED: "warn", State.ASSESSED: "warn", State.IN_HOSPITAL: "alert", State.BECAME_CASE: "alert",
}  # fmt: skip
ALERT_ICONS = {AlertKind.FEVER: "temperature-plus", AlertKind.BREACH: "logout", AlertKind.AWAY: "user-question"}


def measure_title(measure: str) -> Any:
    """A measure in words."""
    return MEASURE_TITLES.get(measure, measure)


def slot_title(slot: str) -> Any:
    """A time of day in words."""
    return SLOT_TITLES.get(slot, slot)


def state_badge(line: Line) -> list[Any]:
    """The state, and what stands out beside it."""
    one = line.standing
    marks = [Badge(one.label, STATE_TONES.get(one.shown, "neutral"))]
    marks += [Badge(AlertKind(kind).label, "alert", "bell") for kind in one.alerts]
    marks += [Badge(_("Team incomplete"), "warn", "users")] if one.missing_roles else []
    marks += [Badge(_("Breach"), "alert")] if one.observation.breached_at else []
    marks += [Badge(_("Change proposed"), "warn")] if one.observation.pending else []
    return marks


def page_of(key: Any) -> str:
    """Where an observation's page is."""
    return reverse("quarantine:observation", args=[key])


def last_of(line: Line) -> Any:
    """The last temperature of the last days."""
    return Temperature(line.last.temperature_c, line.standing.observation.terms.get("fever_c")) if line.last else ""


def person_of(one: Named) -> Any:
    """Whose row it is, with the place."""
    name = one.card.full_name if one.card else "–"
    key = getattr(one.row, "observation_id", None) or one.row.pk
    return Lines(Link(name, page_of(key)) if key and not one.is_guest else name, [one.place])


def missing_roles(line: Line) -> list[Any]:
    """The roles of a team that nobody fills."""
    return [Badge(TEAM_ROLES.get(role, role), "warn", "user-question") for role in line.standing.missing_roles]


def sheet_table(rows: Sequence[dict[str, Any]], days: int) -> Table:
    """The wide temperature sheet on a page."""
    columns = [
        Column("full_name", _("Name"), lambda row: Link(row["full_name"], page_of(row["observation"].pk))),
        Column("from_date", _("Started")),
    ]
    columns += [Column(f"d{day}", str(day), _sheet_cell(day)) for day in range(1, days + 1)]
    return Table(columns, Page(rows), name="sheet", caption=_("Temperature sheet"), row_key=lambda row: row["observation"].pk, empty=Empty(_("No checks yet"), _("Checks stand here as soon as somebody made them in the round."), "thermometer", _("Go to the round"), reverse("quarantine:round")))


def _sheet_cell(day: int) -> Callable[[dict[str, Any]], Any]:
    def cell(row: dict[str, Any]) -> Any:
        fever = row["observation"].terms.get("fever_c")
        found = [row["found"][day, slot] for slot in SLOT_TITLES if (day, slot) in row["found"]]
        return [_sheet_mark(one, fever) for one in found]

    return cell


def _sheet_mark(reading: Any, fever: Any) -> Any:
    value = Temperature(reading.temperature_c, fever) if reading.temperature_c is not None else reading.get_kind_display()
    return value if reading.counting == Counting.COUNTS else Lines(value, [_("self-reported")])


def days_left(due_on: Any) -> int | None:
    """Days until the last day; none without one."""
    return (due_on - clocks.today()) // timedelta(days=1) if due_on else None
