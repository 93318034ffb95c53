"""The list of people whose measure the rules in force give otherwise, what changes, and how many they are by village."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _text
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from shouwang.accounts.choices import Permission
from shouwang.duty.choices import TEAM_ROLES
from shouwang.lib import paths
from shouwang.policy import class_words, words
from shouwang.quarantine.choices import Change
from shouwang.quarantine.forms.inputs import ReasonForm
from shouwang.quarantine.forms.tables import measure_title, page_of
from shouwang.quarantine.rules.slots import slots_of
from shouwang.quarantine.rules.terms import Step
from shouwang.ui import tables
from shouwang.ui.cells import Badge, Lines, Link
from shouwang.ui.lists import List
from shouwang.ui.tables import Action, Column, Empty, Table

PERIODS = List(
    key="quarantine.periods", title=_("Measures under earlier rules"), order="area",
    columns=[
        Column("name", _("Name"), lambda row: Lines(Link(row.line.name, page_of(row.pk)), [row.line.place])),
        Column("measure", _("Measure"), lambda row: measure_title(row.conversion.observation.measure)),
        Column("changes", _("What changes"), lambda row: _changes(row.conversion)),
        Column("before", _("Last day now"), lambda row: row.conversion.before, sortable=True, order="before"),
        Column("after", _("Last day under the rules in force"), lambda row: _after(row.conversion), sortable=True, order="after"),
        Column("days", _("Change"), lambda row: _shift(row.conversion), sortable=True, order="days"),
        Column("area", _("Place"), lambda row: row.line.place, sortable=True, order="area", shown=False),
    ],
    actions=[Action(_("Propose to apply the rules in force"), do="recompute", icon="calendar-event", permission=Permission.DECIDE_MEASURE, form=ReasonForm, question=_("Nothing changes yet: another person has to confirm the list."))],
    empty=Empty(
        _("Nobody's measure changes"),
        _("Measures already begun keep the rules they began under, unless the pack in force says that they follow it. A last day that an officer decided stands."),
        "calendar-check",
    ),
)  # fmt: skip


def _after(one: Any) -> Any:
    return Badge(_("decide one by one"), "warn") if one.one_by_one else one.after


def _shift(one: Any) -> Any:
    if one.one_by_one or not one.days:
        return ""
    if one.days > 0:
        return Badge(ngettext("%(n)s day later", "%(n)s days later", one.days) % {"n": one.days}, "warn")
    return Badge(ngettext("%(n)s day sooner", "%(n)s days sooner", -one.days) % {"n": -one.days}, "info")


def _changes(one: Any) -> Lines:
    """What changes, each with what it is now and what it will be."""
    said = [str(SAID[change](one.step_before, one.step_after)) if change in SAID else str(change.label) for change in one.changes]
    return Lines(said[0], said[1:]) if said else Lines("")


def _checks(was: Step, will: Step) -> str:
    return _text("Checks: %(before)s → %(after)s") % {"before": _slots(was), "after": _slots(will)}


def _slots(step: Step) -> str:
    return class_words.slots_words(slots_of(step.plan))


def _teams(was: Step, will: Step) -> str:
    return _text("Team: %(before)s → %(after)s") % {"before": _roles(was), "after": _roles(will)}


def _roles(step: Step) -> str:
    return words.joined(TEAM_ROLES.get(role, role) for role in step.roles) or _text("none")


SAID = {Change.CHECKS: _checks, Change.TEAM: _teams}


def people_of(rows: Sequence[Any]) -> Table:
    """The people of a list, each with what changes."""
    columns = [replace(column, sortable=False) for column in PERIODS.columns if column.key != "area"]
    return tables.of(columns, rows, name="one-by-one", caption=_("One by one"))


def by_village(found: Sequence[Any], names: Mapping[str, str]) -> Table:
    """How many people change in each village: all, and of these with a later and an earlier last day."""
    every = Counter(paths.cut(one.area, "village") for one in found)
    later, sooner = (Counter(paths.cut(one.area, "village") for one in found if one.days * sign > 0) for sign in (1, -1))
    rows = [{"name": names.get(path, path), "every": every[path], "later": later[path], "sooner": sooner[path]} for path in sorted(every)]
    columns = [
        Column("name", _("Village")), Column("every", _("Changed"), numeric=True), Column("later", _("Later"), numeric=True),
        Column("sooner", _("Sooner"), numeric=True),
    ]  # fmt: skip
    return tables.of(columns, rows, name="by-village", caption=_("By village"))
