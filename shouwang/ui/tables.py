"""A list of rows as a page shows it: columns that sort, rows that can be selected, a sum, an empty state."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any

from django.forms import Form
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from shouwang.ui.cells import check_tone, show
from shouwang.ui.listings import Listing, Page

COMPACT_COLUMNS = 5
BLANK = SafeString("")  # an empty cell; nothing known is shown as a dash
NOTHING_YET = _("Nothing here yet")


@dataclass(frozen=True)
class Column:
    """One column. ``value`` takes the row; without it the row's item or attribute ``key`` is shown."""

    key: str
    label: Any
    value: Callable[[Any], Any] | None = None
    sortable: bool = False
    numeric: bool = False
    secondary: bool = False  # left out on a narrow screen
    shown: bool = True  # without the reader's own choice of columns
    order: str = ""  # the field that orders by this column, if it is not called like the key; several with blanks between

    @property
    def order_field(self) -> str:
        """The field that orders the rows by this column."""
        return self.order or self.key

    def of(self, row: Any) -> Any:
        """The row's value in this column."""
        if self.value is not None:
            return self.value(row)
        return row[self.key] if isinstance(row, Mapping) else attrgetter(self.key)(row)


@dataclass(frozen=True)
class Action:
    """Something to do with all selected rows: their keys are posted as ``selected`` to ``url``.

    In a declared list (``ui.lists``) it has a name ``do`` instead of an address; with a ``form`` or a ``question`` a page
    asks first, with the number of rows.
    """

    label: Any
    url: str = ""
    icon: str = ""
    question: Any = ""  # asked before it is done; leave empty where it can be undone
    tone: str = "neutral"
    do: str = ""
    permission: Any = None
    form: type[Form] | None = None
    undo: bool = False  # the page of results offers to take it back

    @property
    def asks(self) -> bool:
        """Whether a page asks before it is done."""
        return bool(self.form or self.question)


@dataclass(frozen=True)
class Empty:
    """What to say where there is nothing, and what to do about it."""

    title: Any = NOTHING_YET
    text: Any = ""
    icon: str = "inbox"
    action: Any = ""
    url: Any = ""


class Cells:
    """The cells of rows, drawn here and not by a template: a page has a thousand of them."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self.opened = [_opened(column) for column in columns]

    def drawn(self, values: Iterable[Any]) -> SafeString:
        """A row's cells, from its values in the order of the columns."""
        return SafeString("".join(f"{start}{conditional_escape(show(value))}</td>" for start, value in zip(self.opened, values, strict=True)))


def _opened(column: Column) -> SafeString:
    names = " ".join(name for name, wanted in (("is-numeric", column.numeric), ("is-secondary", column.secondary)) if wanted)
    return format_html('<td role="cell" data-label="{}" class="{}">', column.label, names)


@dataclass(frozen=True)
class Table:
    """Rows in columns. ``page`` brings the rows and the pager; ``totals`` are sums over the whole list, by column."""

    columns: Sequence[Column]
    page: Page
    listing: Listing = field(default_factory=Listing)
    name: str = "list"
    caption: Any = ""
    totals: Mapping[str, Any] = field(default_factory=dict)
    actions: Sequence[Action] = ()
    empty: Empty = field(default_factory=Empty)
    row_key: Callable[[Any], Any] = attrgetter("pk")
    row_tone: Callable[[Any], str] | None = None
    address: str = ""  # where actions without an address of their own are posted
    hidden: Mapping[str, str] = field(default_factory=dict)  # goes along with every action
    found: int | None = None  # how many rows the filter finds, where all of them can be chosen at once
    chosen: Collection[str] = ()  # keys that are selected when the page opens
    frame: str = ""  # what is drawn anew when the order changes, if it is more than the table

    @property
    def target(self) -> str:
        """The element of the page that is drawn anew when the order changes."""
        return self.frame or self.name

    @property
    def offers_all(self) -> bool:
        """Whether the filter finds more than this page shows, so that choosing all of them is worth offering."""
        return bool(self.actions) and self.found is not None and self.found > len(self.page.rows)

    @property
    def headings(self) -> Iterator[dict[str, Any]]:
        """Each column with the address that sorts by it and its present direction."""
        for column in self.columns:
            yield {
                "column": column,
                "url": self.listing.sorted_by(column.key) if column.sortable else "",
                "direction": self._direction(column),
            }

    @property
    def rows(self) -> Iterator[dict[str, Any]]:
        """Each row's key (if rows can be selected), tone and cells."""
        cells = Cells(self.columns)
        for row in self.page.rows:
            key = str(self.row_key(row)) if self.actions else None
            yield {
                "key": key,
                "is_chosen": key in self.chosen,
                "tone": check_tone(self.row_tone(row) or "neutral") if self.row_tone else "neutral",
                "cells": cells.drawn(column.of(row) for column in self.columns),
            }

    @property
    def is_compact(self) -> bool:
        """Few columns of numbers stay a table on a narrow screen; everything else becomes a card for each row."""
        return len(self.columns) <= COMPACT_COLUMNS and not self.actions and all(c.numeric for c in self.columns[1:])

    @property
    def foot(self) -> SafeString:
        """The cells of the sum row; empty where there are no totals. The first column without one says that it is the sum."""
        if not self.totals:
            return SafeString("")
        values = [self.totals.get(column.key, BLANK) for column in self.columns]
        return Cells(self.columns).drawn([_("Total") if values[0] is BLANK else values[0], *values[1:]])

    def _direction(self, column: Column) -> str:
        if self.listing.sort != column.key:
            return ""
        return "descending" if self.listing.descending else "ascending"


def of(columns: Sequence[Column], rows: Sequence[Any], **more: Any) -> Table:
    """A table of rows that all fit on one page."""
    return Table(columns, Page(rows), **more)
