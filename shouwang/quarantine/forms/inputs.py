"""Fields of the pages: filters, decisions, orders, referrals, papers."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shouwang.lib import clocks
from shouwang.papers.choices import AT_THE_START, PaperKind
from shouwang.quarantine.choices import (
    ASSESSMENT_LINES,
    DUE,
    DUE_LABEL,
    HOME_6,
    MEASURE_TITLES,
    Answer,
    DocumentKind,
    EndKind,
    LateReason,
    State,
    Symptom,
)
from shouwang.quarantine.writes import NewReading
from shouwang.ui.inputs import ClockInput, DayInput, PaperLanguage

ANY = ("", _("All"))




class ListFilter(forms.Form):
    """Which observations to list."""

    state = forms.ChoiceField(
        label=_("State"), required=False,
        choices=[("", pgettext_lazy("observations", "Open")), (DUE, DUE_LABEL), *[(one.value, one.label) for one in State if one != State.WITHDRAWN], ("all", _("All"))],
    )  # fmt: skip
    measure = forms.ChoiceField(label=_("Measure"), required=False, choices=[ANY, *MEASURE_TITLES.items()])
    what = forms.ChoiceField(
        label=_("What stands out"), required=False,
        choices=[ANY, ("alert", _("Open alert")), ("breached", _("Breach")), ("pending", _("Change proposed"))],
    )  # fmt: skip


class SheetFilter(ListFilter):
    """Which observations stand on the sheet. The area is chosen step by step beside the sheet."""

    area = forms.CharField(required=False, widget=forms.HiddenInput)

    def asked(self) -> dict[str, str]:
        """The filters that were set; nonsense in the address sets none."""
        return {name: value for name, value in self.cleaned_data.items() if value} if self.is_valid() else {}


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class WhenForm(forms.Form):
    """When it happened; now, if it is left empty."""

    on = forms.DateField(label=_("On"), required=False, widget=DayInput())
    at = forms.TimeField(label=_("At"), required=False, widget=ClockInput(), help_text=_("Now, if day and time stay empty."))

    def moment(self) -> datetime | None:
        """The moment that was entered."""
        on: date | None = self.cleaned_data.get("on")
        at: time | None = self.cleaned_data.get("at")
        return clocks.at(on or clocks.today(), at or clocks.local(clocks.now()).time().replace(second=0, microsecond=0)) if on or at else None


class MoveForm(ReasonForm, WhenForm):
    """Another measure: a central site, or back home."""

    measure = forms.ChoiceField(label=_("Measure"), choices=[(one, MEASURE_TITLES[one]) for one in ("central_isolation", "home_observation", "home_health_monitoring")])
    site = forms.ChoiceField(label=_("Isolation site"), required=False)
    field_order = ("measure", "site", "reason", "on", "at")

    def __init__(self, *arguments: Any, sites: Sequence[tuple[str, str]] = (), **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["site"].choices = [("", "–"), *sites]  # type: ignore[attr-defined]


class ExtendForm(ReasonForm):
    """A later last day."""

    due_on = forms.DateField(label=_("New last day"), widget=DayInput())
    field_order = ("due_on", "reason")


class EndForm(ReasonForm, WhenForm):
    """An end before the last day."""

    kind = forms.ChoiceField(label=_("How it ends"), choices=EndKind.choices)
    field_order = ("kind", "reason", "on", "at")


class BreachForm(WhenForm):
    """Somebody left without leave."""

    found_by = forms.CharField(label=_("Found by"), max_length=80)
    reason = forms.CharField(label=_("What happened"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    field_order = ("found_by", "reason", "on", "at")


class RenewForm(ReasonForm):
    """Stays at home after a new assessment."""


class AnswersForm(forms.Form):
    """A home assessment: every line yes or no, and the two signatures."""

    community_signer = forms.CharField(label=_("Signed for the community"), max_length=60, required=False)
    health_signer = forms.CharField(label=_("Signed by the health worker"), max_length=60, required=False)

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        lines = ASSESSMENT_LINES[HOME_6]
        for number, line in enumerate(lines):
            self.fields[f"line{number}"] = forms.ChoiceField(label=line, choices=[("yes", _("Yes")), ("no", _("No"))], widget=forms.RadioSelect)
        self.order_fields([*[f"line{number}" for number in range(len(lines))], "community_signer", "health_signer"])

    @property
    def answers(self) -> list[bool]:
        """The lines in order, yes as true."""
        return [self.cleaned_data[f"line{number}"] == "yes" for number in range(len(ASSESSMENT_LINES[HOME_6]))]


class OrderForm(WhenForm):
    """The start of a measure: what the class proposed can be changed, the team is named."""

    measure = forms.ChoiceField(label=_("Measure"))
    site = forms.ChoiceField(label=_("Isolation site"), required=False)
    last_exposure_on = forms.DateField(label=_("Last exposure"), required=False, widget=DayInput())

    def __init__(self, *arguments: Any, measures: Sequence[str], roles: Sequence[tuple[str, Any]], sites: Sequence[tuple[str, str]], **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["measure"].choices = [(one, MEASURE_TITLES.get(one, one)) for one in measures]  # type: ignore[attr-defined]
        self.fields["site"].choices = [("", "–"), *sites]  # type: ignore[attr-defined]
        self.roles = [role for role, _title in roles]
        for role, title in roles:
            self.fields[f"role_{role}"] = forms.CharField(label=title, max_length=60, required=False)
            self.fields[f"phone_{role}"] = forms.CharField(label=_("Telephone of %(role)s") % {"role": title}, max_length=30, required=False)
        self.order_fields(["measure", "site", "last_exposure_on", *[f"{part}_{role}" for role in self.roles for part in ("role", "phone")], "on", "at"])

    @property
    def members(self) -> dict[str, tuple[str, str]]:
        """Name and telephone of every role that was filled."""
        filled = {role: (self.cleaned_data[f"role_{role}"], self.cleaned_data[f"phone_{role}"]) for role in self.roles}
        return {role: member for role, member in filled.items() if member[0]}


class ReferralForm(WhenForm):
    """Somebody is sent to a fever clinic."""

    to_unit = forms.ChoiceField(label=_("Clinic"), required=False)
    temperature_c = forms.DecimalField(label=_("Temperature"), required=False, max_digits=4, decimal_places=1)
    vehicle = forms.CharField(label=_("Special vehicle"), max_length=60, required=False)
    note = forms.CharField(label=_("Note"), max_length=300, required=False)
    field_order = ("to_unit", "temperature_c", "vehicle", "note", "on", "at")

    def __init__(self, *arguments: Any, clinics: Sequence[tuple[str, str]] = (), **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["to_unit"].choices = [("", "–"), *clinics]  # type: ignore[attr-defined]


class AnswerForm(WhenForm):
    """What the clinic says."""

    answer = forms.ChoiceField(label=_("Answer"), choices=[(one.value, one.label) for one in Answer if one != Answer.SENT])
    note = forms.CharField(label=_("Note"), max_length=300, required=False)
    field_order = ("answer", "note", "on", "at")


NOTICES = (PaperKind.START_NOTICE, PaperKind.DOOR_NOTICE)
ONLY_PRINTED = (PaperKind.CHECK_SHEET, PaperKind.DOOR_NOTICE)  # nobody signs for these


class DocumentForm(forms.Form):
    """A paper handed out."""

    kind = forms.ChoiceField(label=_("Paper"), choices=DocumentKind.choices)
    language = PaperLanguage()
    received_by = forms.CharField(label=_("Received by"), max_length=60, required=False)


class PaperForm(DocumentForm):
    """A paper handed out, or one that is only printed."""

    kind = forms.ChoiceField(label=_("Paper"), choices=[*DocumentKind.choices, *[(kind.value, kind.label) for kind in ONLY_PRINTED]])


class PrintForm(forms.Form):
    """Which papers are printed for many people at once, and in which language."""

    papers = forms.MultipleChoiceField(
        label=_("Papers"), choices=[(kind.value, kind.label) for kind in AT_THE_START], initial=NOTICES, widget=forms.CheckboxSelectMultiple,
        help_text=_("One print, in the order of a walk: the papers of each home lie together."),
    )  # fmt: skip
    language = PaperLanguage()


class ReleaseForm(forms.Form):
    """In which language the papers of a release are printed."""

    language = PaperLanguage(help_text=_("Release notice and certificate are printed in it. Under Papers they can be printed in any other later."))


class RoomsForm(forms.Form):
    """Rooms to number: one number a line, or separated by blanks."""

    numbers = forms.CharField(label=_("Room numbers"), widget=forms.Textarea(attrs={"rows": 3}), help_text=_("Separated by blanks or new lines."))

    @property
    def rooms(self) -> list[str]:
        """The numbers, each once."""
        return list(dict.fromkeys(self.cleaned_data["numbers"].split()))


class RoundForm(forms.Form):
    """What is true of a whole round that was written on paper first."""

    measured_at = forms.TimeField(label=_("Measured at (if written on paper first)"), required=False, widget=ClockInput())
    late_reason = forms.ChoiceField(label=_("Why late"), required=False, choices=[("", "–"), *LateReason.choices])


def readings_of(data: Any, keys: Sequence[Any], day: date, slot: str, observer: str, now: datetime) -> list[tuple[Any, NewReading]]:
    """The checks that were entered on the round's page, by observation; homes left empty are no checks."""
    told = RoundForm(data)
    said = told.cleaned_data if told.is_valid() else {}
    found = [(key, _reading(data, key, day, slot, observer, said, now)) for key in keys]
    return [(key, row) for key, row in found if row is not None]


def _reading(data: Any, key: Any, day: date, slot: str, observer: str, said: dict[str, Any], now: datetime) -> NewReading | None:
    written = data.get(f"t-{key}", "").strip()
    symptoms = [one for one in data.getlist(f"s-{key}") if one in Symptom.values]
    away = data.get(f"away-{key}") == "1"
    if not written and not away and not symptoms:
        return None
    measured_at = said.get("measured_at")
    own = {name: data[f"{name}-{key}"] for name in ("id", "supersedes") if data.get(f"{name}-{key}")}
    return NewReading(
        observation_id=key, written=written or None, kind="away" if away and not written else "", symptoms=symptoms, slot_date=day, slot=slot,
        happened_at=clocks.at(day, measured_at) if measured_at else now, observer=observer, late_reason=said.get("late_reason", ""),
        from_file=measured_at is not None, why=data.get(f"why-{key}", "")[:200], **own,
    )  # fmt: skip


