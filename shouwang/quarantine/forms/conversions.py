"""The list of periods whose last day the rules in force give otherwise, and how many they are by village."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _text
from django.utils.translation import gettext_lazy as _

from shouwang.accounts.choices import Permission
from shouwang.lib import paths
from shouwang.quarantine.forms.inputs import ReasonForm
from shouwang.quarantine.forms.tables import measure_title, page_of
from shouwang.ui import tables
from shouwang.ui.cells import Badge, Lines, Link
from shouwang.ui.lists import List
from shouwang.ui.tables import Action, Column, Empty, Table

PERIODS = List(
    key="quarantine.periods", title=_("Periods to recompute"), order="area",
    columns=[
        Column("name", _("Name"), lambda row: Lines(Link(row.line.name, page_of(row.pk)), [row.line.place])),
        Column("measure", _("Measure"), lambda row: measure_title(row.conversion.observation.measure)),
        Column("before", _("Last day now"), lambda row: row.conversion.before, sortable=True, order="before"),
        Column("after", _("Last day under the rules in force"), lambda row: row.conversion.after, sortable=True, order="after"),
        Column("days", _("Change"), lambda row: _shift(row.conversion.days), sortable=True, order="days"),
        Column("area", _("Place"), lambda row: row.line.place, sortable=True, order="area", shown=False),
    ],
    actions=[Action(_("Recompute the last day"), do="recompute", icon="calendar-event", permission=Permission.DECIDE_MEASURE, form=ReasonForm)],
    empty=Empty(
        _("Nobody's last day changes"),
        _("Periods already begun keep the rules they began under, unless the pack in force says that they are recomputed. What an officer decided stands."),
        "calendar-check",
    ),
)  # fmt: skip


def _shift(days: int) -> Badge:
    if days > 0:
        return Badge(_text("%(n)s days later") % {"n": days}, "warn")
    return Badge(_text("%(n)s days sooner") % {"n": -days}, "info")


def by_village(found: Sequence[Any], names: Mapping[str, str]) -> Table:
    """How many people change in each village, sooner and later."""
    later, sooner = (Counter(paths.cut(one.area, "village") for one in found if (one.days > 0) is is_later) for is_later in (True, False))
    rows = [{"name": names.get(path, path), "later": later[path], "sooner": sooner[path]} for path in sorted({*later, *sooner})]
    columns = [Column("name", _("Village")), Column("later", _("Later"), numeric=True), Column("sooner", _("Sooner"), numeric=True)]
    return tables.of(columns, rows, name="by-village", caption=_("By village"))
