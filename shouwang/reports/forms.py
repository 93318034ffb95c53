"""What a signer tells the sheet."""

from django import forms
from django.utils.translation import gettext_lazy as _

from shouwang.reports.choices import Act


class WordForm(forms.Form):
    """Sign (zero or not) or return with a remark."""

    act = forms.ChoiceField(choices=Act.choices, initial=Act.SIGN, widget=forms.HiddenInput)
    zero = forms.BooleanField(required=False, label=_("Zero report: nothing new today (no arrival, no fever, no case)"))
    remark = forms.CharField(required=False, label=_("Remark"), widget=forms.Textarea(attrs={"rows": 2}), max_length=500)
