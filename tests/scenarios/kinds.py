"""How each kind of row goes in: by API, or as the official spreadsheet. A kind that is not here belongs to a feature not built yet."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from tests.scenarios.wire import Wire

Fields = dict[str, Any]
ANSWERS = {True: True, False: False}  # 1 and 0 too: they equal them


def plain(fields: Fields, *left_out: str, **renamed: str) -> Fields:
    """The fields of a row under the names of the API."""
    return {renamed.get(name, name): value for name, value in fields.items() if name not in left_out and not name.startswith("_")}


def day(value: Any) -> str:
    """A date as the API takes it."""
    return value.isoformat() if isinstance(value, date) else str(value)


def unit(wire: Wire, rows: list[Fields], role: str, area: str) -> list[Fields]:
    """Organisations and what they manage."""
    return wire.rows("places/units", [plain(row, "at", unit_kind="kind") | {"since": day(row["at"])[:10]} for row in rows], role, area)


def site(wire: Wire, rows: list[Fields], role: str, area: str) -> list[Fields]:
    """Sites of every kind."""
    return wire.rows("places/sites", [plain(row, "k", "area_name", "compound_name", site_kind="kind", managing_unit="unit") for row in rows], role, area)


def grid(wire: Wire, rows: list[Fields], role: str, area: str) -> list[Fields]:
    """Grids, micro-grids, areas of scattered homes."""
    sent = [plain(row, "k", "area_name", "at", grid_kind="kind") | {"since": day(row["at"])[:10]} for row in rows]
    return wire.rows("places/grids", sent, role, area)


def staff(wire: Wire, rows: list[Fields], role: str, area: str) -> list[Fields]:
    """Staff with their assignment."""
    return wire.rows("duty/staff", [plain(row, "k", "area_name", "key") for row in rows], role, area)


def staff_change(wire: Wire, rows: list[Fields], role: str, area: str) -> list[Fields]:
    """Leave, return, end."""
    return wire.rows("duty/staff-changes", [plain(row, "area", state="change") for row in rows], role, area)


def reporting_duty(wire: Wire, rows: list[Fields], role: str, area: str) -> list[Fields]:
    """Who has to report from this day on."""
    sent = [{"area": row["area"], "unit": row["unit"], "from_day": day(row["at"])[:10]} for row in rows]
    return wire.rows("reports/duties", sent, role, area)


def report_confirm(wire: Wire, rows: list[Fields], role: str, area: str) -> list[Fields]:
    """A village confirms its day."""
    sent = [{"area": row["area"], "report_on": day(row["date"]), "zero": row["zero"], "at": row["at"]} for row in rows]
    return wire.rows("reports/words", sent, role, area)


def report_overwrite(wire: Wire, rows: list[Fields], role: str, area: str) -> list[Fields]:
    """Somebody tries to type a total."""
    return [
        {"outcome": "refused", **wire.post("reports/figures", {"area": row["area"], "report_on": day(row["date"]), "item": row["item"], "value": row["value"]}, role, area)}
        for row in rows
    ]


def public_brief(wire: Wire, rows: list[Fields], role: str, area: str) -> list[Fields]:
    """The office's words of a public brief."""
    sent = [{"area": row["area"], "report_on": day(row["date"]), "text": row["text"]} for row in rows]
    return wire.rows("reports/briefs", sent, role, area)


def household(wire: Wire, rows: list[Fields], role: str, area: str) -> list[Fields]:
    """Households by API."""
    sent = [plain(row, "k", "n", "area_name", "full_name", "sex", "id_number", "phone", at="since") for row in rows]
    return wire.rows("people/households", {"rows": sent}, role, area)


def arrival(wire: Wire, rows: list[Fields], role: str, area: str) -> list[Fields]:
    """Returnees by API."""
    sent = [plain(row, "key", "k", "area_name", at="happened_at") for row in rows]
    return wire.rows("arrivals", sent, role, area)


def transfer_request(wire: Wire, rows: list[Fields], role: str, area: str) -> list[Fields]:
    """Somebody asks that a person be fetched."""
    return wire.rows("arrivals/transfers", [plain(row, "person", "key", "k", at="happened_at", text="note") for row in rows], role, area)


def transfer_done(wire: Wire, rows: list[Fields], role: str, area: str) -> list[Fields]:
    """Transfers written down after they were made."""
    return wire.rows("arrivals/transfers/done", [plain(row, "person", "key", "k", "township", at="happened_at", text="note") for row in rows], role, area)


def document(wire: Wire, rows: list[Fields], role: str, area: str) -> list[Fields]:
    """Papers handed out."""
    return wire.rows("quarantine/documents", [plain(row, "area", document_kind="kind", at="happened_at") for row in rows], role, area)


def _member(value: str) -> Fields:
    return {"staff_code": value} if "-" in value else {"name": value}


def observation(wire: Wire, rows: list[Fields], role: str, area: str) -> list[Fields]:
    """Orders of observation, with assessment and team."""
    sent = []
    for row in rows:
        members = {name: _member(value) for name, value in row.get("members", {}).items()}
        members |= {name: _member(row[name]) for name in ("responsible", "doctor") if row.get(name)}
        order = plain(row, "members", "responsible", "doctor", "team_missing", "k", "area_name", "person", at="happened_at", assessment="answers")
        sent.append(order | {"members": members})
    return wire.rows("quarantine/observations", sent, role, area)


def reading(wire: Wire, rows: list[Fields], role: str, area: str) -> list[Fields]:
    """Checks by API."""
    sent = [plain(row, "area", "full_name", "person", "time", at="happened_at", date="slot_date", temperature_c="written", text="written") for row in rows]
    return wire.rows("quarantine/readings", sent, role, area)


def _decision(address: str) -> Callable[[Wire, list[Fields], str, str], list[Fields]]:
    def send(wire: Wire, rows: list[Fields], role: str, area: str) -> list[Fields]:
        sent = [plain(row, "area", "due_on", "full_name", "person", at="happened_at", assessment="answers") for row in rows]
        return wire.rows(f"quarantine/{address}", sent, role, area)

    return send


def fever_visit(wire: Wire, rows: list[Fields], role: str, area: str) -> list[Fields]:
    """A clinic registers somebody under observation: a referral with its answer."""
    return wire.rows("quarantine/referrals", [plain(row, "history", at="happened_at", unit="to_unit", state="answer") for row in rows], role, area)


def fever_visit_update(wire: Wire, rows: list[Fields], role: str, area: str) -> list[Fields]:
    """What the clinic says later."""
    return wire.rows("quarantine/referral-answers", [plain(row, at="happened_at", state="answer") for row in rows], role, area)


def query(wire: Wire, rows: list[Fields], role: str, area: str) -> list[Fields]:
    """Reading a list as that role: what it flags comes back as warnings."""
    found = wire.post("quarantine/observations/find", {"id_numbers": [row["id_number"] for row in rows]}, role, area)
    flags = [[{"code": "team_incomplete"}] if one.get("missing_roles") else [] for one in found["observations"]]
    return [{"outcome": "accepted", "code": "", "warnings": warnings} for warnings in flags]


KINDS: dict[str, Callable[[Wire, list[Fields], str, str], list[Fields]]] = {
    "unit": unit, "site": site, "grid": grid, "household": household, "staff": staff, "staff_change": staff_change, "reporting_duty": reporting_duty,
    "report_confirm": report_confirm, "report_overwrite": report_overwrite, "public_brief": public_brief, "arrival": arrival, "document": document,
    "transfer_request": transfer_request, "transfer_done": transfer_done,
    "observation": observation, "reading": reading, "release": _decision("releases"), "breach": _decision("breaches"),
    "measure_change": _decision("moves"), "reassessment": _decision("reassessments"), "observation_renew": _decision("renewals"),
    "spot_check": _decision("spot-checks"), "fever_visit": fever_visit, "fever_visit_update": fever_visit_update, "query": query,
}
IMPORTED = {"returnee_register", "temperature_sheet", "resident_summary", "staff_list", "site_list", "grid_list", "unit_list"}


def moment(value: Any) -> datetime:
    """A moment of the scenario."""
    return value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
