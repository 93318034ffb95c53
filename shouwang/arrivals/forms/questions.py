"""Filters of the register, and what is asked before something is decided."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from shouwang.arrivals.choices import Decision, State


def _reason() -> forms.CharField:
    return forms.CharField(
        label=_("Why"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Your name, the time and this reason are kept."),
    )


class AssignForm(forms.Form):
    """To which village or grid the selected returns are given."""

    selected = forms.MultipleChoiceField(widget=forms.MultipleHiddenInput)
    area = forms.ChoiceField(label=_("Village or grid"))

    def __init__(
        self,
        *arguments: Any,
        selected: Iterable[UUID],
        places: Iterable[tuple[str, str]],
        offered: Iterable[str] = (),
        **named: Any,
    ) -> None:
        """``offered``: the places that the words may have meant, put first."""
        super().__init__(*arguments, **named)
        first = list(offered)
        fields: Any = self.fields
        fields["selected"].choices = [(str(one), str(one)) for one in selected]
        fields["selected"].initial = [str(one) for one in selected]
        fields["area"].choices = sorted(places, key=lambda place: (place[0] not in first, place[0]))


class ClassForm(forms.Form):
    """An officer's decision on a class."""

    class_id = forms.ChoiceField(label=_("Class"))
    reason = _reason()

    def __init__(self, *arguments: Any, classes: Iterable[tuple[str, str]], **named: Any) -> None:
        """``classes``: those of the rules that apply to the return."""
        super().__init__(*arguments, **named)
        fields: Any = self.fields
        fields["class_id"].choices = list(classes)


class SettleForm(forms.Form):
    """Which of two contradicting registrations is right."""

    decision = forms.ChoiceField(label=_("Decision"), choices=Decision.choices, widget=forms.RadioSelect)
    reason = _reason()


class StateForm(forms.Form):
    """What became of the returnee."""

    state = forms.ChoiceField(label=_("What became of the person"))
    reason = _reason()

    def __init__(self, *arguments: Any, states: Iterable[State], **named: Any) -> None:
        """``states``: those the table of states allows."""
        super().__init__(*arguments, **named)
        fields: Any = self.fields
        fields["state"].choices = [(state.value, state.label) for state in states]


class WithdrawForm(forms.Form):
    """Why a registration is taken back."""

    reason = _reason()


class ExportForm(forms.Form):
    """What an export is for."""

    full = forms.BooleanField(label=_("With full identity numbers and telephones"), required=False)
    purpose = forms.CharField(
        label=_("For what, and for whom"), max_length=200, required=False,
        help_text=_("Printed on every page and kept in the log. Full numbers need it."),
    )  # fmt: skip
