"""What the pages of the public brief ask, and how it is laid out."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _text
from django.utils.translation import gettext_lazy as _

from shouwang.ledger.figures import registry
from shouwang.reports.choices import BriefState
from shouwang.ui import formats, tables
from shouwang.ui.cells import Badge, Lines, Link
from shouwang.ui.charts import Chart, Series
from shouwang.ui.inputs import DayInput
from shouwang.ui.listings import Page
from shouwang.ui.outlines import Step
from shouwang.ui.tables import Column, Empty, Table

TONES = {BriefState.DRAFT: "neutral", BriefState.CHECKED: "info", BriefState.PUBLISHED: "good", BriefState.WITHDRAWN: "neutral"}
LONGEST = 4000


class BriefForm(forms.Form):
    """The office's own words; the figures come by themselves."""

    report_on = forms.DateField(label=_("Figures of"), widget=DayInput())
    note = forms.CharField(
        label=_("What people have to know"), required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("No names, ages with places, identity numbers, mobile numbers or door numbers."),
    )  # fmt: skip
    services = forms.CharField(
        label=_("Services and phones"), required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Taken over from the last brief. Fever clinics, hotlines, testing points."),
    )  # fmt: skip
    why = forms.CharField(label=_("What was wrong"), max_length=300)
    withdraws = forms.BooleanField(
        label=_("Withdraw it: nothing takes its place"), required=False, help_text=_("Its text and figures are shown to nobody any more; that it was withdrawn, when and why, is.")
    )

    def __init__(self, *arguments: Any, corrects: bool, **named: Any) -> None:
        """Only a correction says what was wrong."""
        super().__init__(*arguments, **named)
        if not corrects:
            del self.fields["why"], self.fields["withdraws"]


def briefs_table(page: Page, names: Mapping[str, str]) -> Table:
    """Briefs with where they stand."""
    columns = [
        Column("report_on", _("Figures of"), lambda row: Link(row.report_on, reverse("reports:brief", args=[row.pk]))),
        Column("area", _("Area"), lambda row: names.get(row.area, "")),
        Column("state", _("State"), lambda row: [Badge(BriefState(row.state).label, TONES[BriefState(row.state)]), *_kind(row)]),
        Column("writer", _("Written by"), secondary=True),
        Column("created_at", _("Written at"), secondary=True),
    ]
    return Table(columns, page, name="briefs", caption=_("Public briefs"), empty=Empty(_("No brief yet"), _("A brief is made from the frozen figures of a day."), "report", _("Write a brief"), reverse("reports:new_brief")))


def _kind(row: Any) -> list[Badge]:
    if row.withdraws:
        return [Badge(_("Withdrawal"), "alert")]
    return [Badge(_("Correction"), "warn")] if row.corrects else []


def brief_steps(brief: Any) -> list[Step]:
    """From the draft to the public."""
    return [
        Step(_("Written"), "done", brief.writer, brief.created_at),
        Step(_("First approval"), "done" if brief.first_at else "now", brief.first_name, brief.first_at),
        Step(_("Second approval, by somebody else: published"), "done" if brief.second_at else "now" if brief.first_at else "open", brief.second_name, brief.second_at),
    ]


def public_table(content: Mapping[str, Any]) -> Table:
    """The areas one level down, as everybody reads them."""
    columns = [Column("name", _("Area"), lambda row: row[0])]
    columns += [_public_column(at, title) for at, title in enumerate(content["head"], start=1)]
    return tables.of(columns, content["rows"], name="areas", caption=_("By area"))


def _public_column(at: int, title: str) -> Column:
    return Column(f"c{at}", title, lambda row: row[at], numeric=True)


def trend_charts(days: Sequence[date], lines: Mapping[str, Sequence[Any]]) -> list[dict[str, Any]]:
    """Each trend as a drawing, with its numbers as a table."""
    labels = [formats.short_day(day) for day in days]
    return [{"chart": _chart(name, labels, values), "table": _trend_table(name, labels, values)} for name, values in lines.items() if registry.get(name)]


def _title(name: str) -> Any:
    found = registry.get(name)
    return found.title if found else name


def _chart(name: str, labels: Sequence[str], values: Sequence[Any]) -> Chart:
    return Chart(_title(name), labels, [Series(_title(name), values)], low=0)


def _trend_table(name: str, labels: Sequence[str], values: Sequence[Any]) -> Table:
    columns = [Column("day", _("Day"), lambda row: row[0]), Column("value", _title(name), lambda row: row[1], numeric=True)]
    return tables.of(columns, list(zip(labels, values, strict=True)), name=f"trend-{name}", caption=_title(name))


def published_table(page: Page) -> Table:
    """What is published."""
    columns = [
        Column("report_on", _("Figures of"), lambda row: Lines(Link(row.report_on, reverse("brief:brief", args=[row.pk])), [_corrected(row)])),
        Column("area_name", _("Area")),
        Column("published_at", _("Published at")),
    ]
    return Table(columns, page, name="published", caption=_("Public briefs"), empty=Empty(_("Nothing is published yet"), _("A brief stands here once two people have approved it."), "report"))


def _corrected(row: Any) -> Any:
    if row.is_withdrawn:
        return Badge(_("withdrawn later"), "alert")
    if row.withdraws:
        return _text("Withdrawal: %(why)s") % {"why": row.why}
    if row.is_corrected:
        return Badge(_("corrected later"), "warn")
    return _text("Correction: %(why)s") % {"why": row.why} if row.corrects else ""
