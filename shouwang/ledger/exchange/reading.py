"""A file read as a ledger: every row parsed, refused or passed over, each with its place in the file.

Nothing is saved here.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from shouwang.ledger.exchange.cells import Rules
from shouwang.ledger.exchange.headers import Header, header_at, headings_guessed
from shouwang.ledger.exchange.ledgers import Ledger
from shouwang.ledger.exchange.lines import date_at_foot, date_line, what_kind
from shouwang.ledger.exchange.rows import Lines, ParsedRow
from shouwang.ledger.exchange.workbooks import Sheet, read_workbook
from shouwang.lib import clocks, rubbish

MOST_ABOVE = 300  # lines; a table that begins further down is none
FOOT = 15  # lines at the end of a sheet that may hold its date


@dataclass(frozen=True)
class SheetSeen:
    """A sheet with a table on it: its header lines (from 1), what each heading was taken for, the sheet's own date."""

    name: str
    header_rows: list[int]
    column_mapping: dict[str, str | None]
    sheet_date: date | None = None


@dataclass(frozen=True, slots=True)
class Ignored:
    """No data row: blank, title, date_line, total, footer, repeated_header, note, hidden_sheet, no_table.

    In a wide line ``not_measured`` and the heading; where a heading may mean two things ``ambiguous`` and it.
    """

    sheet: str
    row: int
    what: str


@dataclass
class Table:
    """Everything a file says."""

    sheets: list[SheetSeen] = field(default_factory=list)
    rows: list[ParsedRow] = field(default_factory=list)
    ignored: list[Ignored] = field(default_factory=list)
    guessed: list[SheetSeen] = field(default_factory=list)  # where there is no table: what may be its headings

    @property
    def found(self) -> bool:
        """Whether any sheet holds a table of this ledger."""
        return bool(self.sheets)


@dataclass(frozen=True)
class Limits:
    """Of the policy pack in force: plausible body temperatures and the fever threshold, in °C."""

    low: float = 34.0
    high: float = 43.0
    fever_c: float = 37.3


@rubbish.not_searched_for()
def read(
    ledger: Ledger, content: bytes, filename: str = "", *, as_of: datetime | None = None, limits: Limits | None = None
) -> Table:
    """Read a file as a ledger; ``as_of`` goes before its own date line. Raises Refused with a FILE_ code."""
    table = Table()
    for sheet in read_workbook(content, filename):
        if sheet.hidden:
            table.ignored.append(Ignored(sheet.name, 0, "hidden_sheet"))
        else:
            _Reader(ledger, sheet, table, as_of, limits or Limits()).run()
    _mark_duplicates(table.rows)
    return table


class _Reader:
    """Walks down one sheet: lines above the header, the header, rows, headers again."""

    def __init__(self, ledger: Ledger, sheet: Sheet, table: Table, as_of: datetime | None, limits: Limits) -> None:
        self.ledger, self.sheet, self.table, self.as_of, self.limits = ledger, sheet, table, as_of, limits
        self.rows = sheet.filled
        self.header: Header | None = None
        self.rules = self._rules(None)
        self.moment: datetime | None = as_of
        self.marks: list[tuple[int, str]] = []  # headings by which a repeated header is known
        self.lines: Lines

    def _rules(self, day: date | None) -> Rules:
        sheet_date = clocks.local(self.as_of).date() if self.as_of else day
        return Rules(sheet_date, self.limits.low, self.limits.high, self.limits.fever_c)

    def run(self) -> None:
        """Read the sheet into the table."""
        number = 0
        while number < len(self.rows) and (self.header or number < MOST_ABOVE):
            number = self._step(number) + 1
        if self.header is None:
            self.table.ignored.append(Ignored(self.sheet.name, 0, "no_table"))
            if guess := headings_guessed(self.rows, self.ledger, MOST_ABOVE):
                self.table.guessed.append(SheetSeen(self.sheet.name, [guess.first + 1], guess.mapping()))

    def _step(self, number: int) -> int:
        """Read one line, or the lines of a header; the number of the last line read."""
        if self._may_be_header(number) and (header := header_at(self.rows, number, self.ledger)):
            self._take_header(header)
            return header.last
        if self.header is None:
            self._above(number)
        else:
            self._below(number, self.header)
        return number

    def _may_be_header(self, number: int) -> bool:
        """Below the first header only a line that repeats a heading in its own column may begin another one."""
        row = self.rows[number]
        return self.header is None or any(
            column < len(row) and row[column] == heading for column, heading in self.marks
        )

    def _take_header(self, header: Header) -> None:
        repeated = self.header is not None and self.header.same_as == header.same_as
        lines = range(header.first + 1, header.last + 2)
        if repeated:
            self.table.ignored += [Ignored(self.sheet.name, line, "repeated_header") for line in lines]
            return
        self.header = header
        if self.rules.sheet_date is None:
            self.rules = self._rules(date_at_foot(self.rows[-FOOT:], header))
        self.lines = Lines(self.ledger, header, self.rules, self.moment)
        first = self.rows[header.first]
        self.marks = [
            (column, first[column])
            for column in header.fields
            if column < len(first) and isinstance(first[column], str) and first[column]
        ]
        self.table.sheets.append(SheetSeen(self.sheet.name, list(lines), header.mapping(), self.rules.sheet_date))
        self.table.ignored += [
            Ignored(self.sheet.name, lines[-1], f"ambiguous {heading}") for heading in header.unclear
        ]

    def _above(self, number: int) -> None:
        texts = [str(cell).strip() for cell in self.rows[number] if cell not in ("", None)]
        if not texts:
            self.table.ignored.append(Ignored(self.sheet.name, number + 1, "blank"))
            return
        found = date_line(texts)
        if found:
            self.rules, self.moment = self._rules(found[0]), self.as_of or found[1]
        self.table.ignored.append(Ignored(self.sheet.name, number + 1, "date_line" if found else "title"))

    def _below(self, number: int, header: Header) -> None:
        row = self.rows[number]
        what = what_kind(row, header)
        if what:
            self.table.ignored.append(Ignored(self.sheet.name, number + 1, what))
            return
        for parsed in self.lines.read(row, (self.sheet.name, number + 1)):
            if isinstance(parsed, ParsedRow):
                self.table.rows.append(parsed)
            else:
                self.table.ignored.append(Ignored(self.sheet.name, number + 1, parsed))


def _mark_duplicates(rows: Iterable[ParsedRow]) -> None:
    """A row whose whole content stands further up already points to it; the running number does not count."""
    seen: dict[int, ParsedRow] = {}
    for row in rows:
        if row.refusal is None:
            content = tuple(_content(row))
            first = seen.setdefault(hash(content), row)
            if first is not row and tuple(_content(first)) == content:
                row.of_row = first.row


def _content(row: ParsedRow) -> Iterator[Any]:
    yield row.column
    for name, value in row.values.items():
        if name != "no":
            yield tuple(value) if isinstance(value, list) else value
