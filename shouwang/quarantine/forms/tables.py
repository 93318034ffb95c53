"""Lists of observation as pages show them."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shouwang.lib import clocks
from shouwang.quarantine.choices import DUE, MEASURE_TITLES, SLOT_TITLES, AlertKind, Counting, State
from shouwang.quarantine.reads import Line
from shouwang.quarantine.reads.queues import Named, Silence
from shouwang.ui.cells import Badge, Button, Lines, Link, Temperature
from shouwang.ui.listings import Listing, Page
from shouwang.ui.tables import Action, Column, Empty, Table

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


def _page_of(key: Any) -> str:
    return reverse("quarantine:observation", args=[key])


def people_table(page: Page, listing: Listing, *, name: str = "people", actions: Sequence[Action] = (), empty: Empty | None = None) -> Table:
    """Observations in a list."""
    columns = [
        Column("name", _("Name"), lambda line: Lines(Link(line.name, _page_of(line.pk)), [line.place, line.card.address if line.card else ""])),
        Column("measure", _("Measure"), lambda line: measure_title(line.standing.measure)),
        Column("state", _("State"), state_badge),
        Column("day", _("Day"), lambda line: line.day, numeric=True, secondary=True),
        Column("due_on", _("Last day"), lambda line: line.standing.due_on, sortable=True),
        Column("last", _("Last check"), _last, secondary=True),
        Column("started_at", _("Started"), lambda line: line.standing.observation.started_at, sortable=True, secondary=True),
    ]
    nothing = empty or Empty(_("Nobody is under observation here"), icon="home-heart")
    return Table(columns, page, listing, name=name, caption=_("People under observation"), actions=actions, empty=nothing)


def _last(line: Line) -> Any:
    return Temperature(line.last.temperature_c, line.standing.observation.terms.get("fever_c")) if line.last else ""


def _person(one: Named) -> Any:
    name = one.card.full_name if one.card else "–"
    key = getattr(one.row, "observation_id", None) or one.row.pk
    return Lines(Link(name, _page_of(key)) if key else name, [one.place])


def alerts_table(rows: Sequence[Named], actions: Sequence[Action]) -> Table:
    """Open alerts."""
    columns = [
        Column("person", _("Name"), _person),
        Column("kind", _("Alert"), lambda one: Badge(one.row.get_kind_display(), "alert", ALERT_ICONS.get(one.row.kind, "bell"))),
        Column("opened_at", _("Since"), lambda one: one.row.opened_at),
        Column("temperature_c", _("Temperature"), lambda one: Temperature(one.row.temperature_c) if one.row.temperature_c else ""),
        Column("refer", _("Clinic"), lambda one: Button(_("Refer"), reverse("quarantine:refer", args=[one.row.observation_id]), "truck")),
    ]
    empty = Empty(_("No open alert"), icon="circle-check")
    return Table(columns, Page(rows), name="alerts", caption=_("Open alerts"), actions=actions, row_key=lambda one: one.row.pk, empty=empty)


def reports_table(rows: Sequence[Named], actions: Sequence[Action]) -> Table:
    """Checks that people reported themselves."""
    columns = [
        Column("person", _("Name"), _person),
        Column("temperature_c", _("Temperature"), lambda one: Temperature(one.row.temperature_c, one.row.observation.terms.get("fever_c"))),
        Column("slot", _("Check"), lambda one: Lines(slot_title(one.row.slot), [one.row.slot_date])),
        Column("happened_at", _("Reported"), lambda one: one.row.happened_at, secondary=True),
        Column("measure", _("Own value"), _own_value),
    ]
    empty = Empty(_("No self-reported check waits to be confirmed"), icon="circle-check")
    return Table(columns, Page(rows), name="self_reports", caption=_("Self-reported checks"), actions=actions, row_key=lambda one: one.row.pk, empty=empty)


def _own_value(one: Named) -> Any:
    address = f"{reverse('quarantine:round')}?day={one.row.slot_date}&slot={one.row.slot}#visit-{one.row.observation_id}"
    return Button(_("Take the temperature"), address, "temperature-plus")


def referrals_table(rows: Sequence[Named], units: dict[str, str], may_answer: bool) -> Table:
    """People sent to a clinic."""
    columns = [
        Column("person", _("Name"), _referred),
        Column("made_at", _("Sent"), lambda one: one.row.made_at),
        Column("to_unit", _("Clinic"), lambda one: units.get(one.row.to_unit, one.row.to_unit)),
        Column("temperature_c", _("Temperature"), lambda one: Temperature(one.row.temperature_c) if one.row.temperature_c else ""),
        Column("answer", _("Answer"), lambda one: Badge(one.row.get_answer_display(), "warn" if one.row.answered_at is None else "info")),
    ]
    if may_answer:
        columns.append(Column("act", _("Clinic says"), lambda one: Button(_("Answer"), reverse("quarantine:answer", args=[one.row.pk]), "stethoscope")))
    return Table(columns, Page(rows), name="referrals", caption=_("Referrals"), row_key=lambda one: one.row.pk, empty=Empty(_("No referral is open"), icon="circle-check"))


def _referred(one: Named) -> Any:
    name = one.card.full_name if one.card else "–"
    return Lines(Link(name, _page_of(one.row.observation_id)) if one.row.observation_id else name, [one.place])


def silent_table(rows: Sequence[Silence], cards: dict[Any, Any], names: dict[str, str]) -> Table:
    """People who were not checked."""
    columns = [
        Column("person", _("Name"), lambda one: Lines(Link(_name(cards, one), _page_of(one.observation_id)), [names.get(one.area, "")])),
        Column("missed", _("Missed in two days"), lambda one: one.missed, numeric=True),
        Column("last_at", _("Last one missed"), lambda one: one.last_at),
        Column("told", _("Township told"), lambda one: Badge(_("Yes"), "alert") if one.is_escalated else ""),
    ]
    empty = Empty(_("Everybody was checked"), icon="circle-check")
    return Table(columns, Page(rows), name="missed", caption=_("Missed checks"), row_key=lambda one: one.observation_id, empty=empty)


def _name(cards: dict[Any, Any], one: Silence) -> str:
    card = cards.get(one.person_id)
    return card.full_name if card else "–"


def flags_table(rows: Sequence[Named], actions: Sequence[Action]) -> Table:
    """Checks that do not look credible."""
    columns = [
        Column("person", _("Name"), _person),
        Column("pattern", _("Why"), lambda one: Lines(one.row.get_pattern_display(), [_homes(one.row.homes)])),
        Column("value", _("Written down"), lambda one: Lines(Temperature(one.row.reading.temperature_c), [one.row.reading.observer])),
        Column("slot", _("Check"), lambda one: Lines(one.row.reading.slot_date, [slot_title(one.row.reading.slot)])),
        Column("at", _("At"), lambda one: one.row.reading.happened_at),
    ]
    empty = Empty(_("No check looks wrong"), icon="circle-check")
    return Table(columns, Page(rows), name="flags", caption=_("Checks to look at"), actions=actions, row_key=lambda one: one.row.pk, empty=empty)


def _homes(homes: int) -> str:
    return str(_("%(homes)s homes")) % {"homes": homes} if homes > 1 else ""


def sheet_table(rows: Sequence[dict[str, Any]], days: int) -> Table:
    """The wide temperature sheet on a page."""
    columns = [
        Column("full_name", _("Name"), lambda row: Link(row["full_name"], _page_of(row["observation"].pk))),
        Column("from_date", _("Started")),
    ]
    columns += [Column(f"d{day}", str(day), _sheet_cell(day)) for day in range(1, days + 1)]
    return Table(columns, Page(rows), name="sheet", caption=_("Temperature sheet"), row_key=lambda row: row["observation"].pk, empty=Empty(_("No checks yet")))


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
