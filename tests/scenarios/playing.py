"""Plays a scenario against the product: sets the place up, feeds rows in the order of time, freezes each evening, compares."""

import csv
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from shouwang.accounts.actors import system
from shouwang.accounts.scope import acting_as
from shouwang.ledger.recounts import recount
from shouwang.lib import clocks
from shouwang.lib.refusals import Refused
from shouwang.places import reads as places
from shouwang.places import writes as place_writes
from shouwang.quarantine.jobs import pass_time_everywhere
from shouwang.reports.jobs import freeze_all
from tests.scenarios import expansion, judging, sheets
from tests.scenarios.comparing import Score
from tests.scenarios.kinds import IMPORTED, KINDS, moment
from tests.scenarios.wire import SECOND_PERSON, VILLAGE_ROLES, Wire

MORNING = time(0, 5)


@dataclass(order=True)
class Event:
    """Something that happens at a moment; ``order`` keeps the feeding order among events of one moment."""

    at: datetime
    order: int
    do: Any = field(compare=False)


class Play:
    """One scenario, one scratch database."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.scenario = expansion.load(file)
        self.meta = self.scenario.meta
        self.score = Score()
        self.wire = Wire(self.meta["county"], self.meta["start"] - timedelta(days=30))
        self.skipped: dict[str, int] = {}

    # ---- setting up
    def set_up(self) -> None:
        """Areas, pack, overlays: steps 1 and 2 of the scenario's README."""
        first = clocks.at(self.meta["start"], MORNING)
        with clocks.stopped(first):
            self._load_areas()
            self._put_pack_in_force()

    def _load_areas(self) -> None:
        raw = expansion.raw(self.file)["areas"]
        with expansion.areas_file(self.file).open(encoding="utf-8-sig", newline="") as file:
            lines = {line["code"]: line for line in csv.DictReader(file)}
        wanted = [line for code, line in lines.items() if line["short_code"] in self.scenario.areas]
        extra = [{name: str(value) for name, value in place.items()} for place in raw.get("extra", [])]
        with acting_as(system("scenario")) as by:
            verdicts = place_writes.load_areas([*wanted, *extra], edition="2023", by=by)
        refused = [verdict.reason for verdict in verdicts if not verdict.taken]
        assert not refused, refused[:5]

    def _put_pack_in_force(self) -> None:
        county = places.path_of(self.meta["county"])
        pack = {
            "area": county, "valid_from": str(self.meta["start"] - timedelta(days=60)), "reason": "scenario", "pack_id": self.meta["policy_pack"],
            "cutoff": str(self.meta["cutoff"]), "freeze": str(self.meta["freeze"]),
        }
        self._propose_and_confirm("policy/proposals", [pack])
        overlays = [
            {"unit": overlay["unit"], "area": county, "content": overlay, "valid_from": pack["valid_from"], "reason": "scenario"}
            for overlay in expansion.raw(self.file).get("pack_overlay", [])
        ]
        if overlays:
            self._propose_and_confirm("policy/overlays", overlays)

    def _propose_and_confirm(self, address: str, rows: list[dict[str, Any]]) -> None:
        """Rules come into force by two people, as in the field."""
        proposed = self.wire.post(address, rows, "command_office")
        self._expect_taken(proposed)
        decisions = [{"proposal": verdict["id"], "confirmed": True} for verdict in proposed]
        self._expect_taken(self.wire.post("policy/decisions", decisions, SECOND_PERSON))

    def _expect_taken(self, answer: Any) -> None:
        verdicts = answer if isinstance(answer, list) else answer.get("verdicts", [answer])
        assert all(verdict.get("outcome") != "refused" and "outcome" in verdict for verdict in verdicts), answer

    # ---- feeding
    def run(self) -> Score:
        """Play everything and compare."""
        self.set_up()
        for event in sorted(self._events()):
            self._carry_out(event)
        with clocks.stopped(clocks.at(self.meta["end"] + timedelta(days=1), time(12))):
            judging.figures(self)
            judging.ratios(self)
            self._recount()
        for kind, count in self.skipped.items():
            self.score.skip(f"{count} rows of kind {kind}", "its feature is not built yet")
        return self.score

    def _carry_out(self, event: Event) -> None:
        """One event; if it breaks down, that is a difference as any other, and the play goes on."""
        try:
            with clocks.stopped(event.at):
                event.do()
        except Exception as broken:  # whatever the product or the row brings: every later line is wanted too
            self.score.compare(f"event at {event.at}", "carried out", f"{type(broken).__name__}: {str(broken)[:400]}")

    def _events(self) -> Iterator[Event]:
        yield from (Event(at, 0, do) for at, do in self._row_events())
        yield from (Event(moment(probe["at"]), 2, lambda probe=probe: judging.probe(self, probe)) for probe in self.scenario.probes)
        yield from (Event(moment(check["at"]), 3, lambda check=check: judging.check(self, check)) for check in self.scenario.checks if check.get("at"))
        end = clocks.at(self.meta["end"], time(23, 0))
        yield from (Event(end, 4, lambda check=check: judging.check(self, check)) for check in self.scenario.checks if not check.get("at"))
        for offset in range((self.meta["end"] - self.meta["start"]).days + 1):
            day = self.meta["start"] + timedelta(days=offset)
            yield Event(clocks.at(day, MORNING), 9, lambda: pass_time_everywhere())
            yield Event(clocks.at(day, self.meta["freeze"]), 9, lambda: freeze_all(clocks.now()))

    def _row_events(self) -> Iterator[tuple[datetime, Any]]:
        batches: dict[tuple[Any, ...], list[Any]] = {}
        for row in self.scenario.rows():
            if row.kind not in KINDS and not self._importable(row.via, row.ledger):
                self.skipped[row.kind] = self.skipped.get(row.kind, 0) + 1
                continue
            area = row.fields.get("area", "") if row.by in VILLAGE_ROLES else ""
            by_file = row.via == "import" and row.ledger in IMPORTED
            batches.setdefault((row.step, row.at.date() if by_file else row.at, area, by_file), []).append(row)
        for (step, _when, area, by_file), rows in batches.items():
            yield max(row.at for row in rows), lambda step=step, area=area, rows=rows, by_file=by_file: self._feed(step, area, rows, by_file)

    def _importable(self, via: str, ledger: str | None) -> bool:
        return via == "import" and ledger in IMPORTED

    def _feed(self, step: str, area: str, rows: list[Any], by_file: bool) -> None:
        fields = [row.fields | {"at": row.at} for row in rows]
        verdicts = self.send(rows[0].kind, rows[0].ledger if by_file else None, fields, rows[0].by, area)
        refused = [verdict for verdict in verdicts if verdict.get("outcome") == "refused"]
        if refused:
            self.score.compare(f"step {step} at {rows[-1].at}", "no row refused", f"{len(refused)} refused: {refused[0].get('code')} {refused[0].get('reason')}")

    def send(self, kind: str, ledger: str | None, fields: list[dict[str, Any]], role: str, area: str) -> list[dict[str, Any]]:
        """Send rows as a file of the ledger, or by API; one verdict a row."""
        if ledger is None:
            return KINDS[kind](self.wire, fields, role, area)
        from shouwang.ledger.imports.importer import find

        made_at = max(moment(row["at"]) for row in fields)
        content = sheets.workbook(find(ledger).ledger, fields, self.scenario.area_words, clocks.local(made_at))
        with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
            file.write(content)
            file.flush()
            try:
                return self.wire.upload(ledger, Path(file.name), made_at, role, area)["verdicts"]
            except Refused as refusal:  # the file as a whole, such as of a role that may import nothing
                return [{"outcome": "refused", "code": refusal.code, "reason": str(refusal)} for _row in fields]

    def _recount(self) -> None:
        with acting_as(system("scenario")):
            differences = list(recount())
        self.score.compare("recount", 0, len(differences))
        self.score.lines += [f"      {difference}" for difference in differences[:20]]

    def day(self, value: Any) -> date:
        """A date of the scenario."""
        return value if isinstance(value, date) else date.fromisoformat(str(value))
