"""Parses one line of a table: a dict of typed values, or the reason why the row cannot be taken.

A wide line gives a row for each reading.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from shouwang.ledger.exchange.cells import AWAY, Rules, as_text, fever_warning, reader, words_of
from shouwang.ledger.exchange.headers import Header
from shouwang.ledger.exchange.ledgers import Ledger
from shouwang.lib import clocks, numbers
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import Warned

NAME_MISSING = _("The name is missing.")
REQUIRED_MISSING = _("%(column)s is missing.")
SLOT_TIME = {"am": time(7), "pm": time(14)}  # before this hour of its day a blank reading is not due yet (DOMAIN 3.6)


@dataclass(slots=True)
class ParsedRow:
    """One data row (one reading of a wide line): where it stands, what it says, what is wrong with it."""

    sheet: str
    row: int  # from 1, as the spreadsheet shows it
    values: dict[str, Any]
    column: str = ""  # heading of a reading in a wide sheet
    warnings: tuple[Warned, ...] = ()
    refusal: Refused | None = None
    of_row: int | None = None  # the earlier row with the same content


Place = tuple[str, int]


def parse(
    ledger: Ledger, header: Header, line: list[Any], place: Place, rules: Rules, moment: datetime | None
) -> Iterator[ParsedRow | str]:
    """The rows a line gives; a text is a reason why something in it is passed over."""
    return Lines(ledger, header, rules, moment).read(line, place)


class Lines:
    """Reads the lines below one header. What is the same for all of them is found once."""

    def __init__(self, ledger: Ledger, header: Header, rules: Rules, moment: datetime | None) -> None:
        self.ledger, self.header, self.rules, self.moment = ledger, header, rules, moment
        self._readers = [(at, name, reader(ledger.by_name[name], rules)) for at, name in header.fields.items()]
        needed = ledger.long_required if ledger.wide and not header.wide else ledger.required
        self._needed = [ledger.by_name[name] for name in needed if name not in ledger.may_be_blank]
        self._names = "full_name" in ledger.by_name and ledger.by_name["full_name"].required

    def read(self, line: list[Any], place: Place) -> Iterator[ParsedRow | str]:
        """The rows a line gives; a text is a reason why something in it is passed over."""
        row = self._base(line, place)
        if row.refusal is None and self.header.wide:
            yield from _readings(self.header, line, row, self.rules, self.moment)
        else:
            yield row

    def _base(self, line: list[Any], place: Place) -> ParsedRow:
        values: dict[str, Any] = {}
        warnings: tuple[Warned, ...] = ()
        refusal: Refused | None = None
        for at, name, read in self._readers:
            try:
                cell = read(line[at] if at < len(line) else "")
                values[name] = cell.value
                warnings += cell.warnings
            except Refused as found:
                values[name] = as_text(line[at])
                refusal = refusal or found
        _add_extras(self.header, line, values)
        return ParsedRow(*place, values, warnings=warnings, refusal=self._missing(values) or refusal)

    def _missing(self, values: dict[str, Any]) -> Refused | None:
        """The refusal for a missing name or another value that a row cannot be without."""
        if self._names and not values.get("full_name"):
            return Refused("NAME_MISSING", NAME_MISSING)
        for column in self._needed:
            if values.get(column.name) in ("", None):
                return Refused("REQUIRED_MISSING", REQUIRED_MISSING, column=column.title)
        return None


def _add_extras(header: Header, line: list[Any], values: dict[str, Any]) -> None:
    """What stands in columns that nobody knows goes to the remark, with its heading."""
    said = [
        f"{heading}：{as_text(line[column])}"
        for column, heading in header.extra.items()
        if column < len(line) and line[column] not in ("", None)
    ]
    if said:
        values["remark"] = "；".join([part for part in [values.get("remark"), *said] if part])


# ---- wide lines


def _readings(
    header: Header, line: list[Any], base: ParsedRow, rules: Rules, moment: datetime | None
) -> Iterator[ParsedRow | str]:
    start: date = base.values["from_date"]
    symptoms = _symptoms(header, line)
    said: set[int] = set()
    for column, (day, slot) in header.wide.items():
        if slot == "symptoms":
            continue
        raw, on = line[column] if column < len(line) else "", start + timedelta(days=day - 1)
        heading = header.headings[column]
        if raw in ("", None) or not str(raw).strip():
            if _was_due(on, slot, base.values, moment):
                yield f"not_measured {heading}"
            continue
        said.add(day)
        yield _reading(base, heading, raw, (on, slot), symptoms.get(day, []), rules)
    for day in symptoms.keys() - said:
        yield f"symptoms_without_reading {day}"


def _symptoms(header: Header, line: list[Any]) -> dict[int, list[str]]:
    """By day of the observation; a symptom belongs to both readings of its day."""
    cells = {day: line[at] for at, (day, part) in header.wide.items() if part == "symptoms" and at < len(line)}
    return {day: words for day, cell in cells.items() if (words := words_of(cell))}


def _was_due(on: date, slot: str, values: dict[str, Any], moment: datetime | None) -> bool:
    """Whether a blank means that nobody measured: its slot began before the sheet's time and before the release."""
    released = values.get("released_on")
    return moment is not None and clocks.at(on, SLOT_TIME[slot]) < moment and (not released or on < released)


def _reading(
    base: ParsedRow, heading: str, raw: Any, when: tuple[date, str], symptoms: list[str], rules: Rules
) -> ParsedRow:
    values = base.values | {
        "date": when[0],
        "slot": when[1],
        "symptoms": symptoms,
    }
    row = ParsedRow(base.sheet, base.row, values, heading, base.warnings)
    try:
        read = numbers.read_temperature(raw, rules.low, rules.high)
    except Refused as refusal:
        row.values |= {"temperature_c": as_text(raw), "kind": "refused"}
        row.refusal = refusal
        return row
    row.values |= {"temperature_c": read.value, "kind": read.kind}
    row.warnings += fever_warning(read.value, rules)
    if read.kind == numbers.AWAY:
        row.warnings += (Warned("POSSIBLE_BREACH", str(AWAY)),)
    return row
