"""The form at the door: one screen, the few facts that decide, everything else may come later."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shouwang.arrivals.choices import DeclaredBy, Transport
from shouwang.arrivals.writes import NewArrival
from shouwang.lib.numbers import MEASURED, read_temperature
from shouwang.lib.refusals import Refused
from shouwang.quarantine.choices import Symptom
from shouwang.ui.inputs import DayInput

YES_NO = [("", _("not asked")), ("yes", _("yes")), ("no", _("no"))]
SAID = {"yes": True, "no": False, "": None}
LOW, HIGH = 34.0, 43.0  # the pack's own limits are checked when the row is recorded


def _asked(label: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=YES_NO, required=False)


def _day(label: Any, required: bool = True) -> forms.DateField:
    return forms.DateField(label=label, required=required, widget=DayInput())


class EntryForm(forms.Form):
    """One return. ``confirmed`` is set once the warnings were shown."""

    full_name = forms.CharField(label=_("Name"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    id_number = forms.CharField(
        label=_("Identity number"), required=False, max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )  # fmt: skip
    phone = forms.CharField(
        label=_("Phone"),
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    area = forms.ChoiceField(label=_("Village or grid"), required=False)
    address = forms.CharField(
        label=_("Home address"), required=False, max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    from_place = forms.CharField(
        label=_("Came from"), max_length=120, help_text=_("Province and city, such as 湖北省武汉市.")
    )
    left_on = _day(_("Left there on"), required=False)
    arrived_on = _day(_("Arrived on"))
    temperature_c = forms.CharField(
        label=_("Temperature"), required=False, max_length=8, widget=forms.TextInput(attrs={"inputmode": "decimal"})
    )
    symptoms = forms.MultipleChoiceField(
        label=_("Symptoms"), required=False, choices=Symptom.choices, widget=forms.CheckboxSelectMultiple
    )
    case_contact = _asked(_("Contact with a case"))
    fever_history = _asked(_("Had a fever"))
    health_certificate = _asked(_("Health certificate"))
    work_need = _asked(_("Needed for work"))
    transport = forms.ChoiceField(label=_("Came by"), required=False, choices=[("", "—"), *Transport.choices])
    transport_no = forms.CharField(label=_("Train, flight or plate"), required=False, max_length=60)
    companions = forms.CharField(label=_("Companions"), required=False, max_length=200)
    declared_by = forms.ChoiceField(
        label=_("Declared by"), required=False, choices=DeclaredBy.choices, initial=DeclaredBy.GRID
    )
    announced = forms.BooleanField(label=_("Not here yet: the return is only announced"), required=False)
    remark = forms.CharField(
        label=_("Remark"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    confirmed = forms.BooleanField(required=False, widget=forms.HiddenInput)

    AT_THE_DOOR = ("full_name", "id_number", "phone", "from_place", "arrived_on", "temperature_c")
    WHERE = ("area", "address")

    def __init__(self, *arguments: Any, places: list[tuple[str, str]], **named: Any) -> None:
        """``places``: the villages or grids of the post, as path and name."""
        super().__init__(*arguments, **named)
        area: Any = self.fields["area"]
        area.choices = places if len(places) == 1 else [("", _("by the address")), *places]

    def clean_temperature_c(self) -> Any:
        """A temperature as people write it, or none."""
        try:
            read = read_temperature(self.cleaned_data["temperature_c"], LOW, HIGH)
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return read.value if read.kind == MEASURED else None

    @property
    def door_fields(self) -> list[forms.BoundField]:
        """What is asked at the door."""
        return [self[name] for name in self.AT_THE_DOOR]

    @property
    def where_fields(self) -> list[forms.BoundField]:
        """Where the person lives now."""
        return [self[name] for name in self.WHERE]

    @property
    def more_fields(self) -> list[forms.BoundField]:
        """What else may be known."""
        hidden = {*self.AT_THE_DOOR, *self.WHERE, "confirmed"}
        return [self[name] for name in self.fields if name not in hidden]

    def row(self) -> NewArrival:
        """The return as it was typed."""
        said = dict(self.cleaned_data)
        del said["confirmed"]
        for name in ("case_contact", "fever_history", "health_certificate", "work_need"):
            said[name] = SAID[said[name]]
        return NewArrival(**said)
