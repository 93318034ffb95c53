"""The office's forms: reasons, answers, a batch of links, the paper form on one screen."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from shouwang.people.reads import Likely
from shouwang.residents.choices import REASON_MISSING, HelpKind, Outcome, Who
from shouwang.residents.forms.own import PublicReturnForm
from shouwang.residents.rules import MOST_WORDS
from shouwang.residents.writes import Paper, Settlement, Told
from shouwang.ui.inputs import PaperLanguage


class ReasonForm(forms.Form):
    """Why something is done."""

    reason = forms.CharField(label=_("Why"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}), help_text=_("Your name, the time and this reason are kept."))


class AnswerForm(forms.Form):
    """The answer to an objection."""

    outcome = forms.ChoiceField(label=_("Decision"), choices=Outcome.choices, widget=forms.RadioSelect)
    answer = forms.CharField(
        label=_("Reasons, as the person will read them"), max_length=MOST_WORDS, widget=forms.Textarea(attrs={"rows": 4})
    )


class SettleForm(forms.Form):
    """Who a declaration without a document is about."""

    who = forms.ChoiceField(label=_("Who is it?"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Why"), required=False, max_length=120, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("For a new person: why there is no document. Else: why it cannot be settled. Not needed for a person you know."),
    )  # fmt: skip

    def __init__(self, *arguments: Any, likely: Sequence[Likely], names: Mapping[str, str], **named: Any) -> None:
        """``likely``: who may be meant; ``names``: of their places, by path."""
        super().__init__(*arguments, **named)
        self.offered = tuple(one.card.id for one in likely)
        who: Any = self.fields["who"]
        who.choices = [*((str(one.card.id), described(one, names)) for one in likely), (Who.NEW, Who.NEW.label), (Who.CANNOT, Who.CANNOT.label)]

    def clean(self) -> dict[str, Any]:
        """A reason, where one is needed."""
        said = super().clean() or {}
        if said.get("who") in (Who.NEW, Who.CANNOT) and not said.get("reason", "").strip():
            self.add_error("reason", REASON_MISSING)
        return said

    def settlement(self, declaration_id: UUID) -> Settlement:
        """What was decided."""
        who, reason = self.cleaned_data["who"], self.cleaned_data["reason"]
        if who in (Who.NEW, Who.CANNOT):
            return Settlement(declaration_id, who, reason=reason, compared=self.offered if who == Who.NEW else ())
        return Settlement(declaration_id, Who.KNOWN, UUID(who), reason)


def described(one: Likely, names: Mapping[str, str]) -> str:
    """Somebody who may be meant, masked, with what speaks for it."""
    card = one.card
    age = _("%(years)s years old") % {"years": card.age} if card.age is not None else ""
    known = [card.masked_name, age, card.document, card.phone, names.get(card.area, ""), card.masked_address]
    return f"{' · '.join(str(part) for part in known if part)} ({', '.join(str(why.label) for why in one.why)})"


HOMES = "households"


class SlipForm(forms.Form):
    """In which language a slip is printed."""

    language = PaperLanguage()


class BatchForm(SlipForm):
    """For whom links are printed in one go."""

    field_order = ("area", "whom", "language")
    area = forms.ChoiceField(label=_("Village or grid"))
    whom = forms.ChoiceField(label=_("For whom"), required=False, choices=[("observed", _("everybody under observation")), (HOMES, _("every household"))])

    def __init__(self, *arguments: Any, places: Sequence[tuple[str, str]], **named: Any) -> None:
        """``places``: the areas of the post, as path and name."""
        super().__init__(*arguments, **named)
        area: Any = self.fields["area"]
        area.choices = places

    @property
    def homes(self) -> bool:
        """Whether every household gets one."""
        return self.cleaned_data["whom"] == HOMES


class PaperForm(PublicReturnForm):
    """The paper form: who, and whichever part was filled in."""

    area = forms.ChoiceField(label=_("Village or grid"), required=False)
    help_kind = forms.ChoiceField(label=_("Needs help with"), required=False, choices=[("", "—"), *HelpKind.choices])
    help_words = forms.CharField(label=_("What is needed"), required=False, max_length=MOST_WORDS, widget=forms.Textarea(attrs={"rows": 2}))
    urgent = forms.BooleanField(label=_("It is urgent"), required=False)
    objection = forms.CharField(
        label=_("Objection to the measure"), required=False, max_length=MOST_WORDS, widget=forms.Textarea(attrs={"rows": 2})
    )

    WHO = ("full_name", "id_number", "phone", "area", "address")
    RETURN = ("from_place", "left_on", "arrived_on", "transport", "transport_no", "companions", "case_contact")
    HEALTH = ("temperature_c", "symptoms")
    WANTED = ("help_kind", "help_words", "urgent", "objection")

    def __init__(self, *arguments: Any, places: Sequence[tuple[str, str]], **named: Any) -> None:
        """``places``: the villages or grids of the post, as path and name."""
        super().__init__(*arguments, **named)
        area: Any = self.fields["area"]
        area.choices = places
        for name in ("from_place", "arrived_on"):
            self.fields[name].required = False

    def clean_arrived_on(self) -> Any:
        """A day near today, or none."""
        day = self.cleaned_data["arrived_on"]
        return self._near(day) if day else None

    def clean(self) -> dict[str, Any]:
        """A return needs both where from and when; help needs its kind; and something must be said at all."""
        said = super().clean() or {}
        if bool(said.get("from_place")) != bool(said.get("arrived_on")):
            self.add_error("arrived_on" if said.get("from_place") else "from_place", _("A return needs the place and the day."))
        if said.get("help_words") and not said.get("help_kind"):
            self.add_error("help_kind", _("Choose what is needed."))
        if not any(said.get(name) for name in ("from_place", "temperature_c", "help_words", "objection")):
            raise forms.ValidationError(_("Fill in at least one part below the name."))
        return said

    def part(self, names: Sequence[str]) -> list[forms.BoundField]:
        """Some of the fields."""
        return [self[name] for name in names]

    @property
    def parts(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """The form as it stands on paper: titled parts."""
        return [
            (_("Who"), self.part(self.WHO)), (_("Return"), self.part(self.RETURN)), (_("Health"), self.part(self.HEALTH)),
            (_("Help and objection"), self.part(self.WANTED)),
        ]  # fmt: skip

    def paper(self) -> Paper:
        """The form as it was typed."""
        said = self.cleaned_data
        told: Told = self.told(said["area"])
        return Paper(told, said["help_kind"], said["help_words"], said["urgent"], said["objection"], said["key"])
