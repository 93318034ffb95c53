"""The sheet as tables: every number leads to its rows, every change since yesterday to what made it."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _text
from django.utils.translation import gettext_lazy as _

from shouwang.ledger.figures import NOW, TODAY, TOTAL
from shouwang.reports.choices import GROUP_TITLES
from shouwang.reports.reads import Item, Sheet
from shouwang.ui import formats, tables
from shouwang.ui.cells import Badge, Lines, Link
from shouwang.ui.tables import Column, Table

LABELS = {TODAY: _("New today"), TOTAL: _("Cumulative"), NOW: _("Now")}
COMPARED_BY = (NOW, TODAY, TOTAL)  # which column is set against the day before: the standing number where there is one
REPORTED = _("Villages that have reported")
To = Callable[[str, str], str]


@dataclass(frozen=True)
class Addresses:
    """Where a number leads: its rows, those received later, and what makes it differ from yesterday's. Each takes figure and column."""

    rows: To
    later: To
    why: To


def groups(sheet: Sheet, links: Addresses) -> list[tuple[Any, Table]]:
    """The sheet as one table a group."""
    by_group = {group: [item for item in sheet.items if item.figure.group == group] for group in _group_names(sheet)}
    return [(GROUP_TITLES.get(group, group), _group_table(group, items, sheet, links)) for group, items in by_group.items()]


def _group_names(sheet: Sheet) -> list[str]:
    """The groups in the order of the figures, which is that of the official sheet."""
    return list(dict.fromkeys(item.figure.group for item in sheet.items))


def _group_table(group: str, items: list[Item], sheet: Sheet, links: Addresses) -> Table:
    columns = [Column("item", _("Item"), lambda item: _title(item, sheet, links))]
    counted = {name for item in items for name in item.figure.columns}
    columns += [_number_column(name, links) for name in LABELS if name in counted]
    columns += [Column("change", _("Against yesterday"), lambda item: _change(item, links), numeric=True)]
    return tables.of(columns, items, name=f"group-{group}", caption=GROUP_TITLES.get(group, group))


def _number_column(name: str, links: Addresses) -> Column:
    def cell(item: Item) -> Any:
        value = item.values.get(name)
        return "" if value is None else Link(value, links.rows(item.name, name))

    return Column(name, LABELS[name], cell, numeric=True, secondary=name == TOTAL)


def _change(item: Item, links: Addresses) -> Any:
    """The change of the item's principal column, as a link to the rows that made it."""
    column = next((name for name in COMPARED_BY if name in item.figure.columns), "")
    new, old = item.values.get(column), item.before.get(column)
    if isinstance(new, str) or isinstance(old, str):
        return "" if new == old else Link(_text("was %(before)s") % {"before": old}, links.why(item.name, column))
    if new is None or old is None:
        return ""
    change = new - type(new)(old)
    return Link(_signed(change), links.why(item.name, column)) if change else _signed(0)


def _signed(change: Any) -> str:
    whole = isinstance(change, int) or change == int(change)
    rounded: Any = int(change) if whole else round(Decimal(change), 1)
    return formats.signed(rounded)


def _title(item: Item, sheet: Sheet, links: Addresses) -> Any:
    if not item.later:
        return item.figure.title
    words = _("Changed after the freeze: ") if sheet.frozen else _("Changed after the signature: ")
    changes = [_text("%(old)s, now %(new)s") % {"old": old, "new": new} for old, new in item.later.values()]
    column = next(iter(item.later))
    return Lines(item.figure.title, [Link(Badge(words + "; ".join(changes), "warn"), links.later(item.name, column))])
