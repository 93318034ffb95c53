"""Spot checks as pages ask for them and show them."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shouwang.quarantine.choices import HOME_OBSERVATION, MEASURE_TITLES, SpotCheckMode, SpotCheckResult
from shouwang.quarantine.reads import DrawLine
from shouwang.quarantine.rules.draws import MOST_DRAWN
from shouwang.ui.cells import Badge, Lines, Link
from shouwang.ui.inputs import DayInput
from shouwang.ui.listings import Page
from shouwang.ui.tables import Column, Empty, Table

RESULT_ICONS = {
    SpotCheckResult.AT_HOME: "home-check", SpotCheckResult.NOT_AT_HOME: "user-question", SpotCheckResult.SHARES_ROOM: "users",
    SpotCheckResult.NO_ANSWER: "phone",
}  # fmt: skip
RESULTS = [(one.value, one.label, RESULT_ICONS[one]) for one in SpotCheckResult]
EVERY_MEASURE = ("", _("Every measure in force"))


class DrawForm(forms.Form):
    """What to draw: where, how to look, how many."""

    area = forms.ChoiceField(label=_("Place"), required=False)
    mode = forms.ChoiceField(label=_("How to look"), choices=SpotCheckMode.choices, widget=forms.RadioSelect, initial=SpotCheckMode.PHONE)
    measure = forms.ChoiceField(label=_("Measure"), required=False, choices=[EVERY_MEASURE, *MEASURE_TITLES.items()], initial=HOME_OBSERVATION)
    first_day = forms.DateField(label=_("In force on, or from"), required=False, widget=DayInput(), help_text=_("Leave it empty for those in force now."))
    last_day = forms.DateField(label=_("Until"), required=False, widget=DayInput())
    count = forms.IntegerField(label=_("How many people"), required=False, min_value=1, max_value=MOST_DRAWN)
    percent = forms.IntegerField(label=_("Or how many percent"), required=False, min_value=1, max_value=100)
    seed = forms.CharField(
        label=_("Seed"), required=False, max_length=40,
        help_text=_("Leave it empty: one is drawn. Or enter one that was thrown in public, such as numbers of a lottery."),
    )  # fmt: skip

    def __init__(self, *arguments: Any, areas: Sequence[tuple[str, str]], **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["area"].choices = [("", _("The whole area of the post")), *areas]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any] | None:
        """One of the two sizes must be said."""
        said = super().clean()
        if said is not None and not self.errors and (said.get("count") is None) == (said.get("percent") is None):
            self.add_error("count", _("Say how many people, or how many percent; not both."))
        if said is not None and said.get("first_day") and not said.get("last_day"):
            said["last_day"] = said["first_day"]
        return said


class LookForm(forms.Form):
    """What was found; ``supersedes`` names the look that it corrects."""

    result = forms.ChoiceField(choices=SpotCheckResult.choices)
    note = forms.CharField(required=False, max_length=300)
    supersedes = forms.UUIDField(required=False)
    why = forms.CharField(required=False, max_length=200)


def draws_table(page: Page) -> Table:
    """Draws of spot checks, the latest first."""
    columns = [
        Column("place", _("Place"), lambda line: Link(line.place, reverse("quarantine:spot_draw", args=[line.pk]))),
        Column("mode", _("How to look"), lambda line: line.draw.get_mode_display()),
        Column("happened_at", _("Drawn"), lambda line: Lines(line.draw.happened_at, [line.draw.drawn_by])),
        Column("drawn", pgettext_lazy("how many", "People"), lambda line: len(line.draw.drawn), numeric=True),
        Column("open", _("Still to reach"), lambda line: line.open, numeric=True),
        Column("bad", _("Found bad"), _bad),
    ]
    empty = Empty(
        _("No spot check has been drawn yet"), _("Draw people at random; the list, the seed and the result are kept."), "eye",
        _("Draw people"), reverse("quarantine:new_draw"),
    )  # fmt: skip
    return Table(columns, page, name="draws", caption=_("Spot checks"), empty=empty)


def _bad(line: DrawLine) -> Any:
    return Badge(line.bad, "alert", "alert-triangle") if line.bad else 0
