"""What the pages of people ask for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shouwang.people.choices import Decision, Field, Sex
from shouwang.ui.inputs import DayInput

NOT_ASKED = ("document", "phone")  # shown sealed; empty means unchanged



class SearchForm(forms.Form):
    """What somebody is looked for by."""

    q = forms.CharField(label=_("Name, initials, full identity number or phone"), max_length=60, strip=True)


class ReasonForm(forms.Form):
    """Why a sealed value is needed, or a decision taken back."""

    reason = forms.CharField(label=_("Reason"), max_length=200)


class DecisionForm(forms.Form):
    """One person or two."""

    decision = forms.ChoiceField(label=_("Decision"), choices=Decision.choices, widget=forms.RadioSelect)
    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)


class SummaryForm(forms.Form):
    """What a printed list is for. With a reason it shows numbers in full, which is written into the log."""

    reason = forms.CharField(
        label=_("Purpose and recipient"),
        max_length=200,
        required=False,
        help_text=_("Leave empty for a list with masked numbers."),
    )


class CorrectionForm(forms.Form):
    """The facts of a person. An empty document or telephone leaves the sealed one as it is."""

    full_name = forms.CharField(label=Field.FULL_NAME.label, max_length=60)
    document = forms.CharField(label=Field.DOCUMENT.label, max_length=40, required=False)
    no_document_reason = forms.CharField(label=Field.NO_DOCUMENT_REASON.label, max_length=120, required=False)
    phone = forms.CharField(label=Field.PHONE.label, max_length=40, required=False)
    sex = forms.ChoiceField(label=Field.SEX.label, choices=[("", "–"), *Sex.choices], required=False)
    birth_date = forms.DateField(label=Field.BIRTH_DATE.label, required=False, widget=DayInput())
    registered_address = forms.CharField(label=Field.REGISTERED_ADDRESS.label, max_length=200, required=False)
    address = forms.CharField(label=Field.ADDRESS.label, max_length=200, required=False)
    employer = forms.CharField(label=Field.EMPLOYER.label, max_length=120, required=False)
    relation_to_head = forms.CharField(label=Field.RELATION_TO_HEAD.label, max_length=40, required=False)
    present = forms.NullBooleanField(label=Field.PRESENT.label, required=False)
    away_place = forms.CharField(label=Field.AWAY_PLACE.label, max_length=120, required=False)
    return_on = forms.DateField(label=Field.RETURN_ON.label, required=False, widget=DayInput())
    remark = forms.CharField(label=Field.REMARK.label, max_length=500, required=False)
    why = forms.CharField(label=_("Why it is corrected"), max_length=200)

    @property
    def changes(self) -> dict[str, Any]:
        """What is to be corrected: everything that was changed on the page, without empty sealed values."""
        asked = {name: self.cleaned_data[name] for name in self.changed_data if name != "why"}
        return {name: value for name, value in asked.items() if value or name not in NOT_ASKED}


class HomeSearchForm(forms.Form):
    """Which household may be the same; posted, for a name is no part of an address."""

    words = forms.CharField(label=_("Household code, estate, door or head of household"), max_length=60, required=False, strip=True)


class FileForm(forms.Form):
    """What a person's file is written out for, and who gets it."""

    recipient = forms.CharField(label=_("Who gets it"), max_length=80)
    purpose = forms.CharField(label=_("What for"), max_length=120)
    in_full = forms.BooleanField(
        label=_("Numbers in full"), required=False, help_text=_("Only where the recipient needs them; it is written into the log.")
    )
