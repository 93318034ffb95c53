"""Finds the table on a sheet: by its headings, wherever they stand; one line or two; again at page breaks."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from shouwang.ledger.exchange.ledgers import AMBIGUOUS, Ledger, heading_key
from shouwang.ledger.exchange.wide import slot_of
from shouwang.ledger.exchange.workbooks import Rows

FEWEST = 3  # so many headings must be known for a line to be a header
LONGEST_HEADING = 20  # characters
AMBIGUOUS_KEYS = {heading_key(word) for word in AMBIGUOUS}


@dataclass(frozen=True)
class Header:
    """A header found: its lines (from 0), the field of each column, the heading of each column as written."""

    first: int
    last: int
    fields: dict[int, str]  # column number to field name
    headings: dict[int, str]  # column number to heading
    wide: dict[int, tuple[int, str]]  # column number to (day, "am" | "pm" | "symptoms")
    doubtful: frozenset[int] = frozenset()  # columns whose heading may mean two things

    @property
    def same_as(self) -> tuple[Any, ...]:
        """What a repeated header has in common with its first appearance."""
        return tuple(sorted(self.fields.items())), tuple(sorted(self.wide.items()))

    def mapping(self) -> dict[str, str | None]:
        """Heading to field; a heading that nobody knows goes to the remark, one that may mean two things to none."""
        return {heading: self._field(column) for column, heading in self.headings.items()}

    def _field(self, column: int) -> str | None:
        if column in self.wide:
            day, part = self.wide[column]
            return f"day_{day}_{part}"
        if column in self.fields:
            return self.fields[column]
        return None if column in self.doubtful else "remark"

    @property
    def unclear(self) -> list[str]:
        """Headings that may mean two things: a person has to say which."""
        return [heading for heading, field in self.mapping().items() if field is None]

    @cached_property
    def extra(self) -> dict[int, str]:
        """Columns that go to the remark with their heading."""
        return {
            column: heading
            for column, heading in self.headings.items()
            if self._field(column) == "remark" and column not in self.fields
        }


def header_at(rows: Rows, number: int, ledger: Ledger) -> Header | None:
    """The header that begins in this line, of one line or two; none if the line is no header."""
    if not _could_be(rows[number], ledger):
        return None
    one = _header(rows, number, number, ledger)
    two = (
        _header(rows, number, number + 1, ledger)
        if number + 1 < len(rows) and _is_second_line(rows, number, ledger)
        else None
    )
    best = max((header for header in (one, two) if header), key=_score, default=None)
    return best if best and _is_enough(best, ledger) else None


def _could_be(row: list[Any], ledger: Ledger) -> bool:
    """Quick: some known heading, or a day of a wide sheet, among the texts of the line."""
    return any(
        isinstance(cell, str) and cell and (heading_key(cell) in ledger.headings or slot_of(cell, "")) for cell in row
    )


def _is_second_line(rows: Rows, number: int, ledger: Ledger) -> bool:
    """Whether the next line goes on with headings: texts only, some of them known, different from the line above."""
    above, below = rows[number], rows[number + 1]
    texts = [cell for cell in below if cell not in ("", None)]
    if not texts or not all(isinstance(cell, str) for cell in texts):
        return False
    changed = [cell for column, cell in enumerate(below) if cell and (column >= len(above) or above[column] != cell)]
    known = [cell for cell in changed if heading_key(cell) in ledger.headings or slot_of("第1天", cell)]
    return bool(known) and len(known) * 2 >= len(changed)


def _header(rows: Rows, first: int, last: int, ledger: Ledger) -> Header:
    fields: dict[int, str] = {}
    headings: dict[int, str] = {}
    wide: dict[int, tuple[int, str]] = {}
    day = ""
    for column in range(max(len(rows[first]), len(rows[last]))):
        above, below = _text(rows[first], column), _text(rows[last], column)
        day = above or day if last > first else above
        heading = below if last > first and below else above
        if not heading:
            continue
        headings[column] = heading if below == above or last == first else f"{above or day} {below}".strip()
        if ledger.wide and (slot := slot_of(day, below)):
            wide[column] = slot
            continue
        field = _field_of(heading, above, ledger)
        if field and field not in fields.values():
            fields[column] = field
            headings[column] = heading
    return Header(first, last, fields, headings, wide, _doubtful(headings, fields, ledger))


def _doubtful(headings: dict[int, str], fields: dict[int, str], ledger: Ledger) -> frozenset[int]:
    """Columns whose heading may mean two things, where nobody has said yet which."""
    keys = {column: heading_key(heading) for column, heading in headings.items() if column not in fields}
    return frozenset(column for column, key in keys.items() if key in AMBIGUOUS_KEYS and key not in ledger.taught)


def headings_guessed(rows: Rows, ledger: Ledger, most: int) -> Header | None:
    """Where no table was found: the line among the first ``most`` that looks most like headings, for a person to name."""
    lines = range(min(most, len(rows)))
    best = max(lines, key=lambda number: (_likeness(rows[number]), -number), default=None)
    if best is None or _likeness(rows[best]) < FEWEST:
        return None
    return _header(rows, best, best, ledger)


def _likeness(row: list[Any]) -> int:
    """How many different short texts stand in a line."""
    texts = {cell.strip() for cell in row if isinstance(cell, str)}
    return sum(1 for text in texts if 0 < len(text) <= LONGEST_HEADING and not text[0].isdigit())


def _field_of(heading: str, above: str, ledger: Ledger) -> str | None:
    key = heading_key(heading)
    return (
        ledger.headings.get(key)
        or ledger.headings.get(heading_key(above + heading))
        or (ledger.headings.get(heading_key(above)) if above == heading else None)
    )


def _text(row: list[Any], column: int) -> str:
    cell = row[column] if column < len(row) else ""
    return str(cell).replace("\n", "").strip() if cell not in ("", None) else ""


def _score(header: Header) -> tuple[int, int]:
    return len(header.fields) + len(header.wide), header.first - header.last


def _is_enough(header: Header, ledger: Ledger) -> bool:
    known = set(header.fields.values())
    needed = min(FEWEST, len(ledger.columns))
    return len(known) >= needed and any(name in known for name in ledger.required or known)
