"""What is asked before something is done with many returns at once."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shouwang.arrivals.choices import DESTINATIONS, Place
from shouwang.lib import clocks
from shouwang.papers.choices import AT_THE_START, PaperKind
from shouwang.ui.inputs import ClockInput, DayInput, PaperLanguage

Choices = Sequence[tuple[str, Any]]


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Why"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}))


class GiveForm(forms.Form):
    """To which village or grid."""

    area = forms.ChoiceField(label=_("Village or grid"))
    places: Choices = ()

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        fields: Any = self.fields
        fields["area"].choices = list(self.places)


class NoticesForm(forms.Form):
    """Which papers are printed, and in which language."""

    papers = forms.MultipleChoiceField(
        label=_("Papers"), choices=[(kind.value, kind.label) for kind in AT_THE_START], initial=[PaperKind.START_NOTICE],
        widget=forms.CheckboxSelectMultiple, help_text=_("One print, in the order of a walk: the papers of each home lie together."),
    )  # fmt: skip
    language = PaperLanguage()


class WhenForm(forms.Form):
    """When it happens or happened; now, if both stay empty."""

    on = forms.DateField(label=_("On"), required=False, widget=DayInput())
    at = forms.TimeField(label=_("At"), required=False, widget=ClockInput(), help_text=_("Now, if day and time stay empty."))


class OrderForm(WhenForm):
    """Start, team and site of the measures that the classes ask for."""

    with_team = forms.ChoiceField(
        label=_("Team"), choices=[("duty", _("Who is on duty in each person's village or grid")), ("later", _("Named later"))]
    )
    site = forms.ChoiceField(label=_("Isolation site"), required=False, help_text=_("Only where the class asks for a central site."))
    objection_to = forms.CharField(
        label=_("Objections to"), required=False, max_length=120, help_text=_("Printed on the notice; your unit, if left empty.")
    )
    field_order = ("with_team", "site", "on", "at", "objection_to")
    sites: Choices = ()

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        fields: Any = self.fields
        fields["site"].choices = [("", "–"), *self.sites]


class TransferForm(forms.Form):
    """Where the chosen persons are fetched and where they are taken, in one vehicle."""

    from_kind = forms.ChoiceField(label=_("Fetched at"), choices=[(one.value, one.label) for one in Place])
    from_words = forms.CharField(label=_("Where exactly"), required=False, max_length=120)
    to_kind = forms.ChoiceField(label=_("Taken to"), choices=[(one.value, one.label) for one in DESTINATIONS])
    to_site = forms.ChoiceField(label=_("Site or hospital"), required=False)
    to_words = forms.CharField(label=_("Or in words"), required=False, max_length=120)
    on = forms.DateField(label=_("Planned on"), required=False, widget=DayInput())
    pick_up = forms.TimeField(label=_("Pick-up at"), required=False, widget=ClockInput())
    hand_over = forms.TimeField(label=_("Hand-over at"), required=False, widget=ClockInput())
    note = forms.CharField(label=_("Remark"), required=False, max_length=200)
    approve = forms.BooleanField(label=_("Approve at once"), required=False, initial=True)
    sites: Choices = ()

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        fields: Any = self.fields
        fields["to_site"].choices = [("", "–"), *self.sites]


def assign_form(places: Choices) -> type[GiveForm]:
    """The form with the villages and grids of a post."""
    return type("Give", (GiveForm,), {"places": list(places)})


def order_form(sites: Choices) -> type[OrderForm]:
    """The form with the isolation sites a post sees."""
    return type("Order", (OrderForm,), {"sites": list(sites)})


def transfer_form(sites: Choices) -> type[TransferForm]:
    """The form with the sites a post sees."""
    return type("Fetch", (TransferForm,), {"sites": list(sites)})


def moment_of(on: date | None, at: time | None) -> datetime | None:
    """The moment that was entered; none where neither day nor time was."""
    if not (on or at):
        return None
    here = clocks.local(clocks.now())
    return clocks.at(on or here.date(), at or here.time().replace(second=0, microsecond=0))


def planned(given: Mapping[str, Any]) -> tuple[datetime | None, datetime | None]:
    """Planned pick-up and hand-over; a hand-over earlier in the day is that of the next day."""
    pick_up = moment_of(given["on"], given["pick_up"]) if given["pick_up"] else None
    hand_over = moment_of(given["on"], given["hand_over"]) if given["hand_over"] else None
    if pick_up and hand_over and hand_over < pick_up:
        hand_over = hand_over + timedelta(days=1)
    return pick_up, hand_over
