"""A made-up person to try a pack on: only the facts that its conditions know are asked. Nothing of it is kept."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shouwang.policy import words
from shouwang.policy.choices import CaseStatus, ContactOf, RiskLevel
from shouwang.policy.conditions import AT_LEAST, BELOW
from shouwang.policy.facts import YES_NO_FACTS, ArrivalFacts
from shouwang.policy.packs import Pack
from shouwang.policy.places_words import place_of
from shouwang.policy.references import Referred
from shouwang.ui.inputs import DayInput

UNSAID = ("", _("not known"))
YES_NO = [UNSAID, ("yes", _("yes")), ("no", _("no"))]
ALWAYS = ("arrived_on", "left_on", "last_exposure_on")
DAYS = {"arrived_on": _("Arrived on"), "left_on": _("Left on"), "last_exposure_on": _("Last exposure, if known")}
QUESTIONS = {
    "case_contact": _("Met a case"), "immune": _("Immune (vaccinated or had it)"),
    "health_certificate": _("Health certificate shown"), "negative_test": _("Negative test shown"),
    "fever_history": _("Had a fever before"), "work_need": _("Needed for work"),
    "via_key_area": _("Passed through a key area"),
}  # fmt: skip
WHOLE = {
    "age": _("Age"), "stay_in_risk_area_days": _("Days in a risk area"),
    "stay_in_risk_county_days": _("Days in a county with a risk area"),
}  # fmt: skip
CHOICES = {
    "contact_of": (_("Contact with"), ContactOf.choices), "case_status": (_("Own illness"), CaseStatus.choices),
    "risk_level": (_("Risk level of the place stayed in"), RiskLevel.choices),
    "transport": (_("Came by"), list(words.TRANSPORT.items())),
    "declared_by": (_("Declared by"), list(words.DECLARED_BY.items())),
}  # fmt: skip
FACTS_OF = {**AT_LEAST, **BELOW, "via_area_in": "via_place", "symptoms_any": "symptoms"}


class PackChoice(forms.Form):
    """Which pack."""

    pack = forms.ChoiceField(label=_("Pack"))

    def __init__(self, *arguments: Any, packs: Iterable[Referred], **named: Any) -> None:
        super().__init__(*arguments, **named)
        fields: Any = self.fields
        fields["pack"].choices = [(one.ref, one.label) for one in packs]


class TwoPacks(forms.Form):
    """Which two packs are held against each other."""

    was = forms.ChoiceField(label=_("Before"))
    now = forms.ChoiceField(label=_("After"))

    def __init__(self, *arguments: Any, packs: Iterable[Referred], **named: Any) -> None:
        super().__init__(*arguments, **named)
        fields: Any = self.fields
        for name in ("was", "now"):
            fields[name].choices = [(one.ref, one.label) for one in packs]


class TrialForm(forms.Form):
    """The facts of a made-up person."""

    home = forms.RegexField(r"^[1-9]\d{5}$", label=_("Official code of the home county"), help_text=_("Six digits."))
    on = forms.DateField(label=_("Registered on"), widget=DayInput())
    from_place = forms.CharField(
        label=_("Came from"), required=False, max_length=120, help_text=_("In words or as a code, e.g. 湖北武汉.")
    )

    def __init__(self, *arguments: Any, pack: Pack, **named: Any) -> None:
        """Only what the pack's conditions and proofs ask for, besides dates."""
        super().__init__(*arguments, **named)
        asked = facts_asked(pack)
        for name in DAYS:
            self.fields[name] = forms.DateField(
                label=DAYS[name], required=False, widget=DayInput()
            )
        if "temperature_c" in asked:
            self.fields["temperature_c"] = forms.FloatField(
                label=_("Temperature (°C)"), required=False, min_value=20, max_value=50
            )
        if "symptoms" in asked:
            named_symptoms = [(code, words.named(words.SYMPTOMS, code)) for code in pack.signs.symptoms]
            self.fields["symptoms"] = forms.MultipleChoiceField(
                label=_("Symptoms"), required=False, choices=named_symptoms, widget=forms.CheckboxSelectMultiple
            )
        if "via_place" in asked:
            self.fields["via_place"] = forms.CharField(label=_("Passed through"), required=False, max_length=120)
        self._add_choices(asked, pack)

    def _add_choices(self, asked: set[str], pack: Pack) -> None:
        for name, (label, choices) in CHOICES.items():
            if name in asked:
                self.fields[name] = forms.ChoiceField(label=label, required=False, choices=[UNSAID, *choices])
        if "contact_with_class" in asked:
            classes = [(line.id, words.titled(line.titles) if line.titles else line.id) for line in pack.classes]
            self.fields["contact_with_class"] = forms.ChoiceField(
                label=_("Contact with people of class"), required=False, choices=[UNSAID, *classes]
            )
        for name, label in WHOLE.items():
            if name in asked:
                self.fields[name] = forms.IntegerField(label=label, required=False, min_value=0, max_value=150)
        for name, label in QUESTIONS.items():
            if name in asked:
                self.fields[name] = forms.ChoiceField(label=label, required=False, choices=YES_NO)

    @property
    def facts(self) -> ArrivalFacts:
        """What the form says, as the decision table takes it; what is left open is unknown."""
        given = {name: value for name, value in self.cleaned_data.items() if value not in ("", None, [])}
        for name in ("home", "on", "from_place"):
            given.pop(name, None)
        for name in YES_NO_FACTS:
            if name in given:
                given[name] = given[name] == "yes"
        given["symptoms"] = frozenset(given.get("symptoms", ()))
        if via := given.pop("via_place", ""):
            given["via_code"] = place_of(via).code
        return ArrivalFacts(**given)


def facts_asked(pack: Pack) -> set[str]:
    """The facts that the conditions and proofs of a pack's lines look at."""
    keys = {condition.key for line in pack.classes for condition in line.when}
    asked = {FACTS_OF.get(key, key) for key in keys} | {need for line in pack.classes for need in line.needs}
    return asked | ({"case_contact"} if "contact_of" in asked else set())
