"""What a signer says, and the signing chain as it is drawn."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _text
from django.utils.translation import gettext_lazy as _

from shouwang.reports.choices import Act
from shouwang.ui.outlines import Step


class SignForm(forms.Form):
    """Sign, as counted or as a zero report; a remark where something is to be said."""

    zero = forms.BooleanField(required=False, widget=forms.HiddenInput)
    remark = forms.CharField(required=False, label=_("Remark"), widget=forms.Textarea(attrs={"rows": 2}), max_length=500)


class ReturnForm(forms.Form):
    """Give a sheet back with what is to be mended."""

    return_remark = forms.CharField(label=_("What is to be mended"), widget=forms.Textarea(attrs={"rows": 2}), max_length=500)


def steps(chain: list[dict[str, Any]]) -> list[Step]:
    """The signing chain as a drawn chain."""
    return [_step(step) for step in chain]


def _step(step: dict[str, Any]) -> Step:
    word, label = step["word"], f"{step['label']} {step['name']}"
    if word is None:
        note = _text("due %(time)s") % {"time": f"{step['deadline']:%H:%M}"}
        return Step(label, "now" if step["may_sign"] else "open", note=note)
    said = [str(word.get_act_display()), _text("zero report") if word.zero else "", word.remark]
    return Step(label, "refused" if word.act == Act.RETURN else "done", word.signer, word.happened_at, " · ".join(part for part in said if part))
