"""How returns are laid out: the register, the facts of one, its decisions, what other offices said."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from shouwang.arrivals import reads
from shouwang.arrivals.choices import FIELD_TITLES, DeclaredBy, State, Transport
from shouwang.quarantine.choices import Symptom
from shouwang.ui import tables
from shouwang.ui.cells import Badge, Lines, Temperature
from shouwang.ui.outlines import Event
from shouwang.ui.tables import Column, Table

TONES = {
    State.REGISTERED: "warn", State.CLASSIFIED: "info", State.UNDER_MEASURE: "info", State.COMPLETED: "good",
    State.CONFLICT: "alert",
    State.NOT_FOUND: "warn",
}  # fmt: skip
SHOWN_FACTS = (
    "from_place", "via_place", "via_key_area", "left_on", "arrived_on", "transport", "transport_no", "companions",
    "case_contact",
    "temperature_c", "symptoms", "vaccination", "test", "health_certificate", "fever_history", "work_need",
    "stay_in_risk_area_days",
    "stay_in_risk_county_days", "employer", "responsible", "grid_worker", "declared_by", "external_no", "remark",
)  # fmt: skip
WORDS: Mapping[str, Any] = {"transport": Transport, "declared_by": DeclaredBy}


def state_badge(state: str) -> Badge:
    """The state of a return in a word."""
    return Badge(State(state).label, TONES.get(State(state), "neutral"))


def facts(arrival: Any) -> list[tuple[Any, Any]]:
    """What the registration says, field by field; what it is silent on is left out."""
    return [
        (FIELD_TITLES[name], fact(name, value))
        for name in SHOWN_FACTS
        if (value := getattr(arrival, name)) not in (None, "", [])
    ]


def fact(name: str, value: Any) -> Any:
    """One fact in words."""
    if name in WORDS:
        return WORDS[name](value).label if value in WORDS[name].values else value
    if name == "symptoms":
        return ", ".join(str(Symptom(word).label) if word in Symptom.values else word for word in value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return Temperature(value) if name == "temperature_c" else value


def decisions_story(file: reads.File) -> list[Event]:
    """The decisions on the class, the latest first, and the corrections before them."""
    decided = [
        Event(
            one.happened_at, reads.class_label(one), reads.why(one, one.why), "gavel", "info" if one.live else "neutral"
        )
        for one in file.decisions
    ]
    corrected = [
        Event(one.entered_at, _("Corrected"), one.why, "edit")
        for one in (*file.before, file.row.arrival)
        if one.supersedes
    ]
    registered = min((one.entered_at for one in (*file.before, file.row.arrival)), default=file.row.arrival.entered_at)
    return sorted(
        [*decided, *corrected, Event(registered, _("Registered"), "", "user-plus")],
        key=lambda event: event.at,
        reverse=True,
    )


def reports_table(file: reads.File, place_names: Mapping[str, str]) -> Table:
    """What other offices said otherwise."""
    columns = [
        Column("when", _("When"), lambda one: one.happened_at),
        Column("who", _("Reporting unit"), lambda one: one.reported_by or one.unit),
        Column("what", _("What it says otherwise"), lambda one: Lines("", _said(one.differences, place_names))),
    ]
    return tables.of(columns, list(file.reports), name="reports", caption=_("Other offices on this return"))


def _said(differences: Mapping[str, Any], place_names: Mapping[str, str]) -> list[str]:
    lines = []
    for name, (known, told) in differences.items():
        shown: Callable[[Any], Any] = (
            (lambda path: place_names.get(path, path)) if name == "area" else lambda value: value
        )
        lines.append(f"{FIELD_TITLES.get(name, name)}: {shown(told)} ({shown(known)})")
    return lines


def conflict_table(first: Any, told: Any) -> Table:
    """Two registrations that contradict each other, side by side: both are kept until somebody decides."""
    columns = [
        Column("fact", _("Fact"), lambda row: row[0]),
        Column("known", _("First registered"), lambda row: row[1]),
        Column("told", _("Told now"), lambda row: row[2]),
    ]
    return tables.of(columns, contradictions(first, told), name="conflict", caption=_("Contradicting facts"))


def contradictions(first: Any, told: Any) -> list[tuple[Any, Any, Any]]:
    """Field by field where two registrations differ: title, as first registered, as told now."""
    rows = []
    for name in ("arrived_on", *SHOWN_FACTS):
        known, said = getattr(first, name), getattr(told, name)
        if said not in (None, "", []) and known != said and name not in [row[0] for row in rows]:
            rows.append((name, fact(name, known) if known not in (None, "", []) else "—", fact(name, said)))
    return [(FIELD_TITLES[name], known, said) for name, known, said in rows]
