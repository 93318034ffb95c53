"""The resident's forms: few questions, plain words, no script needed."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shouwang.arrivals.choices import Transport
from shouwang.arrivals.rules.returns import FURTHEST_AHEAD
from shouwang.lib import clocks
from shouwang.lib.ids import uuid7
from shouwang.lib.numbers import MEASURED, read_temperature
from shouwang.lib.refusals import Refused
from shouwang.quarantine.choices import Symptom
from shouwang.residents.choices import HelpKind
from shouwang.residents.rules import MOST_WORDS
from shouwang.residents.writes import Told
from shouwang.ui.inputs import DayInput

LOW, HIGH = 34.0, 43.0  # the pack's own limits are checked when the reading is recorded
YES_NO = [("", _("I do not know")), ("yes", _("yes")), ("no", _("no"))]
SAID = {"yes": True, "no": False, "": None}
LONGEST_AGO = timedelta(days=90)  # what lies before that is a slip of the pen



class Sent(forms.Form):
    """A form that knows itself: sent twice, it counts once."""

    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **{"label_suffix": "", **named})
        self.fields["key"].initial = uuid7


def degrees(text: str) -> Decimal | None:
    """A temperature as people write it, or none. Raises ValidationError."""
    try:
        read = read_temperature(text, LOW, HIGH)
    except Refused as refusal:
        raise forms.ValidationError(str(refusal)) from refusal
    return read.value if read.kind == MEASURED else None


def temperature(**more: Any) -> forms.CharField:
    """The field of a temperature."""
    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "placeholder": "36.5"})
    return forms.CharField(**{"label": _("Temperature (°C)"), "max_length": 8, "widget": widget, **more})


def symptoms() -> forms.MultipleChoiceField:
    """The field of symptoms."""
    return forms.MultipleChoiceField(
        label=_("Do you have any of these?"), required=False, choices=Symptom.choices, widget=forms.CheckboxSelectMultiple
    )


def words(label: Any, help_text: Any = "") -> forms.CharField:
    """A field for some sentences."""
    return forms.CharField(label=label, help_text=help_text, max_length=MOST_WORDS, widget=forms.Textarea(attrs={"rows": 4}))


class CheckForm(Sent):
    """The own temperature and symptoms."""

    temperature_c = temperature()
    symptoms = symptoms()

    def clean_temperature_c(self) -> str:
        """The number as it was written, once it can be read as one."""
        written = self.cleaned_data["temperature_c"]
        if degrees(written) is None:
            raise forms.ValidationError(_("Please write the number the thermometer shows, such as 36.5."))
        return written


class HelpForm(Sent):
    """What somebody asks for."""

    kind = forms.ChoiceField(label=_("What do you need?"), choices=HelpKind.choices, widget=forms.RadioSelect)
    words = words(_("Tell us more"), _("For example: what to buy, which medicine, what is wrong, when we may call."))
    urgent = forms.BooleanField(label=_("It is urgent"), required=False)


class WordsForm(Sent):
    """An objection, or a request for correction."""

    words = words(_("What is not right, and why?"))


class _Return(Sent):
    """The questions about a return."""

    from_place = forms.CharField(label=_("Where do you come from?"), max_length=120, help_text=_("Province and city, in Chinese characters if you can."))
    left_on = forms.DateField(label=_("When did you leave there?"), required=False, widget=DayInput(placeholder="2026-02-01"))
    arrived_on = forms.DateField(
        label=_("When did you arrive, or when will you?"), widget=DayInput(placeholder="2026-02-01"), help_text=_("A day that has not come yet announces you.")
    )
    transport = forms.ChoiceField(label=_("How do you travel?"), required=False, choices=[("", "—"), *Transport.choices])
    transport_no = forms.CharField(label=_("Train, flight or plate"), required=False, max_length=60)
    companions = forms.CharField(label=_("Who comes with you?"), required=False, max_length=200)
    case_contact = forms.ChoiceField(label=_("Were you near somebody who has the disease?"), required=False, choices=YES_NO)
    temperature_c = temperature(required=False)
    symptoms = symptoms()
    address = forms.CharField(label=_("Where will you stay?"), required=False, max_length=200, help_text=_("Street or group, house, door."))

    def clean_temperature_c(self) -> Decimal | None:
        """A temperature, or none."""
        return degrees(self.cleaned_data["temperature_c"])

    def clean_arrived_on(self) -> date:
        """A day near today."""
        return self._near(self.cleaned_data["arrived_on"])

    def clean_left_on(self) -> date | None:
        """A day near today, or none."""
        day = self.cleaned_data["left_on"]
        return self._near(day) if day else None

    def _near(self, day: date) -> date:
        if day > clocks.today() + FURTHEST_AHEAD:
            raise forms.ValidationError(_("A return can be announced at most %(days)s days ahead.") % {"days": FURTHEST_AHEAD.days})
        if clocks.today() - day > LONGEST_AGO:
            raise forms.ValidationError(_("Please check the year of this day."))
        return day

    def told(self, area: str = "") -> Told:
        """The return as it was declared."""
        said = {name: value for name, value in self.cleaned_data.items() if name in Told.__slots__}
        return Told(**(said | {"area": area, "case_contact": SAID[said["case_contact"]]}))


class OwnReturnForm(_Return):
    """A return declared by link: who it is, is known."""


class PublicReturnForm(_Return):
    """A return declared without a link: who, and how to reach them."""

    field_order = ("full_name", "id_number", "phone")
    full_name = forms.CharField(label=_("Your name"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    id_number = forms.CharField(label=_("Identity number"), required=False, max_length=30, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    phone = forms.CharField(label=_("Telephone"), required=False, max_length=30, widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}))
