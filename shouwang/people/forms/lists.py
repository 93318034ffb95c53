"""The lists of people that offices work with, each declared once: columns, filters, what can be done with many."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shouwang.accounts.choices import Permission
from shouwang.people.choices import Decision, Field, Served, Suspected, Tenure
from shouwang.people.forms.inputs import ReasonForm
from shouwang.people.forms.tables import home_name
from shouwang.people.reads import PersonCard, SuspicionCard
from shouwang.ui.cells import Badge, Button, Lines, Link
from shouwang.ui.lists import List
from shouwang.ui.tables import Action, Column, Empty

ALL = ("", _("all"))


@dataclass(frozen=True)
class HouseholdRow:
    """A household as the list shows it, with the full name of its place."""

    home: Any
    place: str


@dataclass(frozen=True)
class PairRow:
    """Two persons who may be one as the list shows them, with the full names of their places."""

    pair: SuspicionCard
    places: tuple[str, str]


class HouseholdFilter(forms.Form):
    """Which households to list. Names are no filter: they would stand in the address."""

    served = forms.ChoiceField(label=_("Grid worker"), required=False, choices=[ALL, *Served.choices])
    tenure = forms.ChoiceField(label=Field.TENURE.label, required=False, choices=[ALL, *Tenure.choices])
    aged = forms.ChoiceField(
        label=Field.AGED_60_PLUS.label, required=False,
        choices=[ALL, ("some", _("with people over 60")), ("due", _("over 60 without a booster"))],
    )  # fmt: skip
    listed = forms.ChoiceField(label=_("Persons listed"), required=False, choices=[ALL, ("nobody", _("nobody yet")), ("fewer", _("fewer than declared"))])
    text = forms.CharField(label=_("Household code or estate"), max_length=60, required=False)


class SuspicionFilter(forms.Form):
    """Which questions to list."""

    why = forms.ChoiceField(label=_("Why"), required=False, choices=[ALL, *Suspected.choices])


class DecidedFilter(SuspicionFilter):
    """Which decisions to list; that decisions are meant stands in the address."""

    decided = forms.CharField(widget=forms.HiddenInput, required=False)


class NotSameForm(forms.Form):
    """Why these are two persons each, if there is more to say than that they are."""

    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)


HOUSEHOLDS = List(
    key="people.households", title=_("Households"), order="place", filters=HouseholdFilter, search=_("Head of household, door or address"),
    columns=[
        Column("place", pgettext_lazy("a dwelling", "Home"), lambda row: Lines(_to_household(row.home), [row.place]), sortable=True, order="area location_key"),
        Column("head_name", Field.HEAD_NAME.label, lambda row: row.home.head_name, sortable=True),
        Column("code", Field.CODE.label, lambda row: row.home.code, secondary=True, sortable=True),
        Column("residents", pgettext_lazy("how many", "People"), lambda row: row.home.residents, numeric=True, sortable=True),
        Column("tenure", Field.TENURE.label, lambda row: row.home.get_tenure_display(), secondary=True, sortable=True),
        Column("aged_60_plus", Field.AGED_60_PLUS.label, lambda row: row.home.aged_60_plus, numeric=True, shown=False, sortable=True),
        Column("boosted_60_plus", Field.BOOSTED_60_PLUS.label, lambda row: row.home.boosted_60_plus, numeric=True, shown=False, sortable=True),
        Column("members", _("Members declared"), lambda row: row.home.members, numeric=True, shown=False, sortable=True),
        Column("listed", _("Persons listed"), lambda row: row.home.listed, numeric=True, shown=False, sortable=True),
        Column("address", Field.ADDRESS.label, lambda row: row.home.address, shown=False),
        Column("from_day", _("Counts from"), lambda row: row.home.from_day, shown=False, sortable=True),
        Column("remark", Field.REMARK.label, lambda row: row.home.remark, shown=False),
    ],
    actions=[Action(_("Compare two"), do="compare", icon="users", permission=Permission.EDIT_PEOPLE)],
    empty=Empty(
        _("No household here"), _("They come in through the resident summary sheet, by file or by API. Or choose another filter."), "home",
    ),
    row_key=lambda row: row.home.pk,
)  # fmt: skip


class GridForm(forms.Form):
    """Into which grid."""

    grid = forms.ChoiceField(label=_("Grid"), help_text=_("Grids of the village that the list is narrowed to."))
    grids: Sequence[tuple[str, str]] = ()

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        fields: Any = self.fields
        fields["grid"].choices = list(self.grids)


def _into_grid(grids: Sequence[tuple[str, str]]) -> Action:
    """The action with the grids to choose from."""
    return Action(
        _("Put into a grid"), do="grid", icon="layout-grid", permission=Permission.EDIT_PEOPLE,
        form=type("Grids", (GridForm,), {"grids": list(grids)}),
        question=_("These households and whoever is listed in them belong to the grid from now on; its worker looks after them."), undo=True,
    )  # fmt: skip


def households_within(grids: Sequence[tuple[str, str]] = ()) -> List:
    """The list of households, which can be put into these grids: path and name."""
    return replace(HOUSEHOLDS, actions=[_into_grid(grids), *HOUSEHOLDS.actions]) if grids else HOUSEHOLDS


def _to_household(home: Any) -> Link:
    return Link(home_name(home), reverse("people:household", args=[home.pk]))


def _side(card: PersonCard, place: str) -> Lines:
    return Lines(Link(card.full_name, reverse("people:person", args=[card.id])), [place, card.document or card.phone])


def _decision(row: PairRow) -> Badge:
    if not row.pair.suspicion.decision:
        return Badge(_("open"), "warn", "user-question")
    return Badge(Decision(row.pair.suspicion.decision).label, "neutral", "check")


SUSPICIONS = List(
    key="people.suspicions", title=_("Perhaps registered twice"), order="created_at", filters=SuspicionFilter, search=_("Name or initials"),
    columns=[
        Column("one", _("One"), lambda row: _side(row.pair.one, row.places[0])),
        Column("other", _("The other"), lambda row: _side(row.pair.other, row.places[1])),
        Column("why", _("Why"), lambda row: Suspected(row.pair.suspicion.why).label, secondary=True, sortable=True),
        Column("created_at", _("Found"), lambda row: row.pair.suspicion.created_at, secondary=True, sortable=True),
        Column("decision", _("Decision"), _decision),
        Column("open", _("To do"), lambda row: Button(_("Compare"), reverse("people:suspicion", args=[row.pair.suspicion.pk]))),
    ],
    actions=[
        Action(
            _("Not the same"), do="not_same", icon="users", permission=Permission.EDIT_PEOPLE, form=NotSameForm,
            question=_("Are these two different persons each? It is remembered, and nobody is asked about them again."),
        ),
    ],
    empty=Empty(
        _("Nothing to decide"),
        _("Nobody in your area is suspected to be registered twice. If you know of somebody, say so on that person's page."), "circle-check",
        _("Find the person"), reverse_lazy("people:search"),
    ),
    row_key=lambda row: row.pair.suspicion.pk,
)  # fmt: skip
DECIDED = replace(
    SUSPICIONS, key="people.decided", order="-decided_at", filters=DecidedFilter,
    columns=[
        *SUSPICIONS.columns[:3],
        Column("decision", _("Decision"), _decision, sortable=True),
        Column("decided_at", _("Decided"), lambda row: row.pair.suspicion.decided_at, secondary=True, sortable=True),
        Column("reason", _("Reason"), lambda row: row.pair.suspicion.reason, shown=False),
        SUSPICIONS.columns[-1],
    ],
    actions=[Action(_("Take back"), do="take_back", icon="arrow-back-up", permission=Permission.EDIT_PEOPLE, form=ReasonForm)],
    empty=Empty(_("Nothing was decided yet"), _("What is decided stays here and can be taken back."), "circle-check"),
)  # fmt: skip
