"""The lists of households that may be one, and of what was decided about households."""

from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _

from shouwang.accounts.choices import Permission
from shouwang.people.choices import HomesDecision, HomesSuspected
from shouwang.people.forms.inputs import ReasonForm
from shouwang.people.forms.lists import ALL, NotSameForm
from shouwang.people.forms.tables import home_name
from shouwang.ui.cells import Badge, Button, Lines, Link
from shouwang.ui.lists import List
from shouwang.ui.tables import Action, Column, Empty

QUEUE = "queue"  # in the address of a comparison: back to the queue when it is decided


@dataclass(frozen=True)
class HomesRow:
    """Two households as the lists show them, with the full names of their places: the one that stays (or is proposed to) first."""

    row: Any
    kept: Any
    gone: Any
    places: tuple[str, str]


class HomesFilter(forms.Form):
    """Which questions to list; that households are meant stands in the address."""

    why = forms.ChoiceField(label=_("Why"), required=False, choices=[ALL, *HomesSuspected.choices])


class HomesDecidedFilter(forms.Form):
    """Which decisions to list; that decisions are meant stands in the address."""

    decision = forms.ChoiceField(label=_("Decision"), required=False, choices=[ALL, *HomesDecision.choices])
    decided = forms.CharField(widget=forms.HiddenInput, required=False)


def _side(home: Any, place: str) -> Lines:
    return Lines(Link(home_name(home), reverse("people:household", args=[home.pk])), [place, home.head_name, home.code])


def _compare(shown: HomesRow) -> Button:
    return Button(_("Compare"), f"{reverse('people:same_home', args=[shown.kept.pk])}?other={shown.gone.pk}&{QUEUE}=1")


def _decision(shown: HomesRow) -> Badge:
    decision = HomesDecision.SAME if shown.row.undone_at is None else HomesDecision.NOT_SAME
    return Badge(decision.label, "neutral", "check")


HOMES_SUSPECTED = List(
    key="people.homes_suspected", title=_("Households perhaps registered twice"), order="created_at", filters=HomesFilter,
    search=_("Head of household, door or address"),
    columns=[
        Column("one", _("One"), lambda shown: _side(shown.kept, shown.places[0])),
        Column("other", _("The other"), lambda shown: _side(shown.gone, shown.places[1])),
        Column("why", _("Why"), lambda shown: HomesSuspected(shown.row.why).label, secondary=True, sortable=True),
        Column("created_at", _("Found"), lambda shown: shown.row.created_at, secondary=True, sortable=True),
        Column("open", _("To do"), _compare),
    ],
    actions=[
        Action(
            _("Not the same"), do="not_same", icon="users", permission=Permission.EDIT_PEOPLE, form=NotSameForm,
            question=_("Are these two different households each? It is remembered, and nobody is asked about them again."),
        ),
    ],
    empty=Empty(
        _("Nothing to decide"),
        _("No household in your area is suspected to be registered twice; every night all are compared. If you know of one, say so on its page."),
        "circle-check", _("Households"), reverse_lazy("people:households"),
    ),
    row_key=lambda shown: shown.row.pk,
)  # fmt: skip
HOMES_DECIDED = replace(
    HOMES_SUSPECTED, key="people.homes_decided", order="-merged_at", filters=HomesDecidedFilter,
    columns=[
        Column("kept", _("One"), lambda shown: _side(shown.kept, shown.places[0])),
        Column("gone", _("The other"), lambda shown: _side(shown.gone, shown.places[1])),
        Column("decision", _("Decision"), _decision),
        Column("merged_at", _("Decided"), lambda shown: shown.row.merged_at, secondary=True, sortable=True),
        Column("reason", _("Reason"), lambda shown: shown.row.reason, secondary=True),
    ],
    actions=[Action(_("Take back"), do="take_back", icon="arrow-back-up", permission=Permission.EDIT_PEOPLE, form=ReasonForm)],
    empty=Empty(_("Nothing was decided yet"), _("What is decided stays here and can be taken back."), "circle-check"),
)  # fmt: skip
