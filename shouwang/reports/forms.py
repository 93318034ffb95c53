"""What a signer tells the sheet, and how the sheet is laid out."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext as _text
from django.utils.translation import gettext_lazy as _

from shouwang.ledger.figures import NOW, TODAY, TOTAL
from shouwang.reports.choices import GROUP_TITLES, Act
from shouwang.reports.reads import Item, Sheet
from shouwang.ui import tables
from shouwang.ui.cells import Badge, Lines, Link
from shouwang.ui.listings import Page
from shouwang.ui.outlines import Step
from shouwang.ui.tables import Column, Empty, Table

LABELS = {TODAY: _("New today"), TOTAL: _("Cumulative"), NOW: _("Now")}
RowsAddress = Callable[[str, str], str]


class WordForm(forms.Form):
    """Sign (zero or not) or return with a remark."""

    act = forms.ChoiceField(choices=Act.choices, initial=Act.SIGN, label=_("What you do"))
    zero = forms.BooleanField(required=False, label=_("Zero report: nothing new today (no arrival, no fever, no case)"))
    remark = forms.CharField(required=False, label=_("Remark"), widget=forms.Textarea(attrs={"rows": 2}), max_length=500)


def groups(sheet: Sheet, rows_at: RowsAddress, later_at: RowsAddress) -> list[tuple[Any, Table]]:
    """The sheet as one table a group, every number a link to the rows it counts."""
    return [
        (title, _group_table(group, title, items, rows_at, later_at))
        for group, title in GROUP_TITLES.items()
        if (items := [item for item in sheet.items if item.figure.group == group])
    ]


def _group_table(group: str, title: Any, items: list[Item], rows_at: RowsAddress, later_at: RowsAddress) -> Table:
    columns = [Column("item", _("Item"), lambda item: _title(item, later_at))]
    columns += [_number_column(name, rows_at) for name in LABELS]
    return tables.of(columns, items, name=f"group-{group}", caption=title)


def _number_column(name: str, rows_at: RowsAddress) -> Column:
    def cell(item: Item) -> Any:
        value = item.values.get(name)
        return "" if value is None else Link(value, rows_at(item.name, name))

    return Column(name, LABELS[name], cell, numeric=True)


def _title(item: Item, later_at: RowsAddress) -> Any:
    if not item.later:
        return item.figure.title
    changes = [_text("%(old)s, now %(new)s") % {"old": old, "new": new} for old, new in item.later.values()]
    column = next(iter(item.later))
    return Lines(item.figure.title, [Link(Badge(_("Changed after the freeze: ") + "; ".join(changes), "warn"), later_at(item.name, column))])


def below_table(rows: list[dict[str, Any]], titles: list[Any], sheet_at: Callable[[str], str]) -> Table:
    """The areas one level down, side by side."""
    columns = [Column("name", _("Area"), lambda row: Link(row["name"], sheet_at(row["path"])))]
    columns += [_below_column(number, title) for number, title in enumerate(titles)]
    return tables.of(columns, rows, name="below", caption=_("Areas below"), empty=Empty(_("There is no area below")))


def _below_column(number: int, title: Any) -> Column:
    return Column(f"n{number}", title, lambda row: row["numbers"][number] or 0, numeric=True)


def rows_table(cards: list[Any], page: Page) -> Table:
    """The rows behind a number."""
    columns = [
        Column("when", _("When")), Column("place", _("Where")), Column("kind", _("What")), Column("person", _("Who")), Column("text", _("Note")),
    ]
    return Table(columns, replace(page, rows=cards), name="rows", caption=_("Rows"), empty=Empty(_("This number is zero: there is no row")))


def steps(chain: list[dict[str, Any]]) -> list[Step]:
    """The signing chain as a drawn chain."""
    return [_step(step) for step in chain]


def _step(step: dict[str, Any]) -> Step:
    word, label = step["word"], f"{step['label']} {step['name']}"
    if word is None:
        note = _text("due %(time)s") % {"time": f"{step['deadline']:%H:%M}"}
        return Step(label, "now" if step["may_sign"] else "open", note=note)
    said = [str(word.get_act_display()), _text("zero report") if word.zero else "", word.remark]
    return Step(label, "refused" if word.act == Act.RETURN else "done", word.signer, word.happened_at, " · ".join(part for part in said if part))
