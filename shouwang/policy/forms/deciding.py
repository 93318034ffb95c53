"""Forms of a decision by two people: what is proposed, and why it is declined; a file of rules."""

import tomllib
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shouwang.policy.writes import NewOverlay, NewPack
from shouwang.ui.inputs import ClockInput, DayInput

LARGEST_FILE = 1024 * 1024  # a pack of 250 lines has 10 kB
TOO_LARGE = _("The file is larger than 1 MB; a pack is a short text file.")
NOT_TEXT = _("The file is not a text in UTF-8.")
NOT_TOML = _("This is not valid TOML: %(why)s")


class _Decided(forms.Form):
    """What every proposal says: from when to when, on what basis, and why."""

    valid_from = forms.DateField(label=_("In force from"), widget=DayInput())
    valid_to = forms.DateField(
        label=pgettext_lazy("of rules", "Last day"), required=False, widget=DayInput(), help_text=_("Empty: until other rules follow.")
    )
    basis = forms.CharField(
        label=_("Basis"), max_length=300, help_text=_("The order or plan that says so, with number and date.")
    )
    reason = forms.CharField(label=_("Why"), widget=forms.Textarea(attrs={"rows": 3}), max_length=1000)


class ProposeForm(_Decided):
    """A pack for an area."""

    area = forms.CharField(label=_("Area"), max_length=100, help_text=_("Name, full name or official code."))
    cutoff = forms.TimeField(
        label=_("Statistics time"), required=False, widget=ClockInput(), help_text=_("Empty: the pack's own.")
    )
    freeze = forms.TimeField(
        label=_("Frozen at"), required=False, widget=ClockInput(), help_text=_("Empty: the pack's own.")
    )
    recompute = forms.ChoiceField(
        label=_("Periods already begun"),
        required=False,
        choices=[("", _("keep the rules they began under")), ("yes", _("follow these rules: last day, checks and team"))],
        help_text=_("Nothing changes by itself: who changes is listed, and somebody applies it to all of them with a reason."),
    )
    field_order = ("area", "valid_from", "valid_to", "recompute", "basis", "reason", "cutoff", "freeze")

    def new(self, area: str, content: Any, pack_id: str) -> NewPack:
        """What is proposed."""
        given = {
            name: self.cleaned_data[name] for name in ("valid_from", "valid_to", "basis", "reason", "cutoff", "freeze")
        }
        recompute = self.cleaned_data["recompute"] == "yes"
        return NewPack(area=area, content=content, pack_id=pack_id, recompute=recompute, **given)


class OverlayForm(_Decided):
    """A unit's own rules, as the text of an overlay."""

    unit = forms.CharField(label=_("Code of the unit"), max_length=40)
    rules = forms.CharField(
        label=_("Rules of the unit"),
        required=False,
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false", "autocomplete": "off", "class": "code-entry"}),
        help_text=_("As in a pack file (TOML). Only what is stricter than the pack; empty ends the unit's own rules."),
    )
    field_order = ("unit", "rules", "valid_from", "valid_to", "basis", "reason")

    def clean_rules(self) -> dict[str, Any]:
        """The tables of the text."""
        try:
            return tomllib.loads(self.cleaned_data["rules"])
        except tomllib.TOMLDecodeError as why:
            raise forms.ValidationError(NOT_TOML % {"why": why}) from None

    def new(self, area: str) -> NewOverlay:
        """What is proposed."""
        given = {name: self.cleaned_data[name] for name in ("unit", "valid_from", "valid_to", "basis", "reason")}
        return NewOverlay(area=area, content=self.cleaned_data["rules"], **given)


class UploadForm(forms.Form):
    """A pack file of one's own."""

    file = forms.FileField(label=_("Pack file (.toml)"), widget=forms.FileInput(attrs={"accept": ".toml,text/plain"}))

    def clean_file(self) -> str:
        """The text of the file."""
        file = self.cleaned_data["file"]
        self.file_name = str(file.name)[:100]
        if file.size > LARGEST_FILE:
            raise forms.ValidationError(TOO_LARGE)
        try:
            return file.read().decode("utf-8-sig")
        except UnicodeDecodeError:
            raise forms.ValidationError(NOT_TEXT) from None


class DeclineForm(forms.Form):
    """Why a proposal is declined."""

    remark = forms.CharField(label=_("Why it is declined"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
