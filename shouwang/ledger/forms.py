"""What a sender says about a file, how a row is mended, and how imports and verdicts are laid out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django import forms
from django.urls import reverse, reverse_lazy
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from shouwang.accounts.choices import Permission
from shouwang.ledger.choices import REASONS, WORKING, State
from shouwang.ledger.exchange.ledgers import Column as Field
from shouwang.ledger.exchange.ledgers import Ledger
from shouwang.ledger.exchange.rows import ParsedRow
from shouwang.ledger.exchange.workbooks import MOST_BYTES
from shouwang.ledger.exchange.writers import show
from shouwang.ledger.imports.importer import known
from shouwang.lib.masking import mask_document, mask_name, mask_phone
from shouwang.lib.verdicts import ACCEPTED, CORRECTED, DUPLICATE, REFUSED, WITH_WARNINGS, Verdict
from shouwang.ui import cells, tables
from shouwang.ui.cells import Badge, Lines, Link, Piece
from shouwang.ui.inputs import DayInput, MomentInput
from shouwang.ui.listings import Listing, Page
from shouwang.ui.lists import List
from shouwang.ui.outlines import Progress, Tab
from shouwang.ui.tables import Action, Column, Empty, Table

TOO_LARGE = _("The file is larger than 64 MB. Send it in parts.")
OUTCOMES = {
    ACCEPTED: (_("accepted"), "good", "check"),
    WITH_WARNINGS: (_("accepted with warnings"), "warn", "alert-triangle"),
    CORRECTED: (_("corrected"), "info", "edit"),
    DUPLICATE: (_("known already"), "neutral", "copy"),
    REFUSED: (_("refused"), "alert", "x"),
}
TABS = {
    "": _("All"), REFUSED: _("Refused"), WITH_WARNINGS: _("With warnings"), DUPLICATE: _("Known already"),
    ACCEPTED: _("Accepted"), CORRECTED: _("Corrected"),
}  # fmt: skip
STATE_TONES = {
    State.JUDGED: "warn", State.COMMITTED: "good", State.FAILED: "alert", State.UNDONE: "neutral",
}  # fmt: skip
STEP_LABELS = {
    State.RECEIVED: _("Reading the file"), State.JUDGING: _("Checking the rows"),
    State.COMMITTING: _("Recording the rows"), State.UNDOING: _("Taking the rows back"),
}  # fmt: skip
REMARK = _("goes to the remark, with its heading")
UNCLEAR = _("may mean two things: choose")
EXAMPLE = _("For example: %(said)s")
NAMES = ("full_name", "head_name")
LONGEST_EXAMPLE = 24  # characters
WITH_REASONS = (REFUSED, DUPLICATE)
SHOWN_VALUES = 4  # of a row in the list of verdicts


class SendForm(forms.Form):
    """A file, which ledger it is, and what the file itself does not say."""

    ledger = forms.ChoiceField(label=_("Ledger"))
    area = forms.ChoiceField(
        label=_("Area"), required=False,
        help_text=_("Choose the township or village if the whole sheet comes from there."),
    )  # fmt: skip
    as_of = forms.DateTimeField(
        label=_("As of"), required=False, widget=MomentInput(),
        help_text=_("Only where the sheet has no date of its own, or a wrong one."),
    )  # fmt: skip
    file = forms.FileField(
        label=_("Spreadsheet"), help_text=_("As it is: xlsx, xls, ods or csv, with title lines, totals and signatures.")
    )

    def __init__(
        self, *arguments: Any, ledgers: list[tuple[str, Any]], areas: list[tuple[str, str]], **named: Any
    ) -> None:
        super().__init__(*arguments, **named)
        self.fields["ledger"].choices = ledgers  # type: ignore[attr-defined]
        self.fields["area"].choices = [("", _("the whole area of my post")), *areas]  # type: ignore[attr-defined]

    def clean_file(self) -> Any:
        """Not larger than anything an office keeps."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(TOO_LARGE)
        return file


class UndoForm(forms.Form):
    """Why a whole import is taken back."""

    reason = forms.CharField(label=_("Why is it taken back?"), max_length=200)


class MendForm(forms.Form):
    """A row's own columns, as somebody would type them into the sheet."""

    def __init__(self, *arguments: Any, ledger: Ledger, texts: Mapping[str, str], **named: Any) -> None:
        super().__init__(*arguments, initial=dict(texts), **named)
        for name in (name for name in texts if name != "no"):  # the running number of the sheet is never wrong
            self.fields[name] = forms.CharField(label=ledger.by_name[name].title, required=False, max_length=500)

    @property
    def filled(self) -> list[forms.BoundField]:
        """The fields to be looked at: those that say something, and those that must."""
        return [field for field in self if field.value() or field.name in ("full_name", "id_number")]

    @property
    def blank(self) -> list[forms.BoundField]:
        """The fields that say nothing."""
        shown = {field.name for field in self.filled}
        return [field for field in self if field.name not in shown]

    def changes(self) -> dict[str, str]:
        """The words that are other than they were."""
        return {name: self.cleaned_data[name] for name in self.changed_data}


class HeadingsForm(forms.Form):
    """What each heading of a file means; asks about all of them and tells which answers are other than before."""

    def __init__(
        self, *arguments: Any, ledger: Ledger, sheets: list[Mapping[str, Any]], examples: Mapping[str, str], **named: Any
    ) -> None:
        super().__init__(*arguments, **named)
        mapping = {heading: field for sheet in sheets for heading, field in sheet["column_mapping"]}
        self.known = {f"heading_{n}": (heading, field) for n, (heading, field) in enumerate(mapping.items())}
        choices = [("remark", REMARK), *((column.name, column.title) for column in ledger.columns if column.name != "remark")]
        for name, (heading, field) in self.known.items():
            if field is None or field in ledger.by_name or field == "remark":
                self.fields[name] = self._question(heading, field, choices, examples)

    def _question(
        self, heading: str, field: str | None, choices: list[tuple[str, Any]], examples: Mapping[str, str]
    ) -> forms.ChoiceField:
        unclear = [("", UNCLEAR)] if field is None else []
        said = examples.get(field or "", "")
        return forms.ChoiceField(
            label=heading, choices=unclear + choices, initial=field or "", required=True,
            help_text=format_html("{}", EXAMPLE % {"said": said}) if said and field != "remark" else "",
        )  # fmt: skip

    @property
    def unclear(self) -> bool:
        """Whether a heading may mean two things."""
        return any(field is None for _heading, field in self.known.values())

    def chosen(self) -> dict[str, str]:
        """The headings that mean something other than they were taken for; empty means the remark."""
        return {
            self.known[name][0]: "" if self.cleaned_data[name] == "remark" else self.cleaned_data[name]
            for name in self.changed_data
        }


@dataclass(frozen=True)
class Mend(Piece):
    """A button that opens the dialog in which a row is mended."""

    url: str

    def __html__(self) -> str:
        """The button as HTML."""
        return format_html(
            '<button type="button" class="btn btn-sm" hx-get="{}" hx-target="#dialog-place" hx-swap="innerHTML">'
            "{}{}</button>",
            self.url, cells.icon("pencil"), _("Mend"),
        )  # fmt: skip


def outcome_badge(outcome: str) -> Badge:
    """An outcome as a badge."""
    return Badge(*OUTCOMES[outcome])


def state_badge(file: Any) -> Badge:
    """The state of an import as a badge."""
    return Badge(file.get_state_display(), STATE_TONES.get(file.state, "info"))


def progress_of(file: Any) -> Progress | None:
    """How far the present step is; none where nothing goes on."""
    if file.state not in WORKING:
        return None
    return Progress(
        STEP_LABELS[State(file.state)], file.done, file.total, poll_url=reverse("ledger:progress", args=[file.pk])
    )


def _ledgers() -> list[tuple[str, Any]]:
    return [("", _("all")), *((importer.name, importer.title) for importer in known())]


class ImportFilter(forms.Form):
    """Which imports to list."""

    ledger = forms.ChoiceField(label=_("Ledger"), required=False, choices=_ledgers)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("all")), *State.choices])
    sent_from = forms.DateField(label=_("Sent from"), required=False, widget=DayInput())
    sent_to = forms.DateField(label=_("Sent until"), required=False, widget=DayInput())


@dataclass(frozen=True)
class ImportRow:
    """An import as the list shows it, with the title of its ledger and the name of its area."""

    file: Any
    title: Any
    area: str


IMPORTS = List(
    key="ledger.imports", title=_("Imports"), order="-sent", filters=ImportFilter, search=_("File name"),
    columns=[
        Column("file", _("File"), lambda row: Lines(Link(row.file.file_name, reverse("ledger:shown", args=[row.file.pk])), [row.title]), sortable=True, order="file_name"),
        Column("ledger", _("Ledger"), lambda row: row.title, sortable=True, shown=False),
        Column("area", _("Area"), lambda row: row.area, sortable=True, secondary=True),
        Column("sent", _("Sent"), lambda row: Lines(row.file.created_at, [row.file.by_name]), sortable=True, order="created_at"),
        Column("sender", _("Sent by"), lambda row: row.file.by_name, sortable=True, order="by_name", shown=False),
        Column("as_of", _("As of"), lambda row: row.file.as_of or row.file.sheet_as_of, shown=False),
        Column("recorded", _("Recorded"), lambda row: row.file.committed_at, sortable=True, order="committed_at", shown=False),
        Column("state", _("State"), lambda row: state_badge(row.file), sortable=True),
        Column("rows", _("Rows"), lambda row: row.file.counts.get("data_rows"), numeric=True),
        Column("refused", _("Refused"), lambda row: row.file.counts.get(REFUSED, 0), numeric=True),
    ],
    actions=[
        Action(_("Record what fits"), do="record", icon="checks", permission=Permission.IMPORT_FILES,
               question=_("Record the rows of these files that fit? Refused rows stay behind, to be mended.")),
        Action(_("Take back or put aside"), do="take_back", icon="arrow-back-up", permission=Permission.IMPORT_FILES, form=UndoForm, tone="alert"),
    ],
    empty=Empty(_("No file has been imported here yet"), _("Send a spreadsheet as the office keeps it. Or choose another filter."), "file-import", _("Import a spreadsheet"), reverse_lazy("ledger:new")),
    row_key=lambda row: row.file.pk,
)  # fmt: skip


def outcome_tabs(counts: Mapping[str, int], chosen: str) -> list[Tab]:
    """The outcomes that occur, each with its number."""
    total = sum(counts.get(outcome, 0) for outcome in OUTCOMES)
    numbers = {"": total} | {outcome: counts.get(outcome, 0) for outcome in OUTCOMES}
    return [
        Tab(label, f"?outcome={outcome}" if outcome else "?", here=outcome == chosen, count=numbers[outcome])
        for outcome, label in TABS.items() if numbers[outcome] or outcome in ("", chosen)
    ]  # fmt: skip


def reason_tabs(found: list[tuple[str, int]], outcome: str, chosen: str) -> list[Tab]:
    """The reasons of an outcome's rows, each with its number; the first tab shows all of them."""
    everything = Tab(_("All reasons"), f"?outcome={outcome}", here=not chosen)
    return [everything] + [
        Tab(REASONS.get(code, code), f"?outcome={outcome}&reason={quote(code)}", here=code == chosen, count=count)
        for code, count in found
    ]


@dataclass(frozen=True)
class Line:
    """One row of a file with its verdict, ready to be shown."""

    number: int
    parsed: ParsedRow
    verdict: Verdict
    may_be_mended: bool


def verdicts_table(
    page: Page, listing: Listing, ledger: Ledger, several_sheets: bool, mend_url: Callable[[int], str]
) -> Table:
    """Rows with their verdicts, in the order of the file."""
    columns = [
        Column("what", _("What it says"), lambda line: _what(ledger, line.parsed, several_sheets)),
        Column("outcome", _("Verdict"), lambda line: outcome_badge(line.verdict.outcome)),
        Column("why", _("Why"), _why),
        Column("do", _("To do"), lambda line: Mend(mend_url(line.number)) if line.may_be_mended else ""),
    ]
    return Table(
        columns,
        page,
        listing,
        name="verdicts",
        caption=_("Verdicts"),
        empty=Empty(_("No row has this verdict"), _("Choose another verdict above."), "checks"),
    )


def _what(ledger: Ledger, parsed: ParsedRow, several_sheets: bool) -> Lines:
    """The first things a row says, numbers masked (the list is no place to read them in full), and where it stands in the file."""
    said = [
        masked(column, parsed.values[column.name])
        for column in ledger.columns
        if column.name != "no" and parsed.values.get(column.name)
    ]
    place = [parsed.sheet if several_sheets else "", _("Row %(number)s") % {"number": parsed.row}, parsed.column]
    return Lines(said[0] if said else "", [" · ".join(map(str, said[1:SHOWN_VALUES])), " · ".join(filter(None, map(str, place)))])


def masked(column: Field, value: Any) -> Any:
    """A value as it may be shown to whoever sees the list."""
    if column.type == "id":
        return mask_document(str(value))
    return mask_phone(str(value)) if column.type == "phone" else show(column, value)


def _why(line: Line) -> Lines:
    verdict = line.verdict
    sentences = [str(verdict.reason), *(str(warned.sentence) or warned.code for warned in verdict.warnings)]
    said = [sentence for sentence in sentences if sentence]
    return Lines(said[0] if said else "", said[1:])


def examples(ledger: Ledger, rows: list[ParsedRow]) -> dict[str, str]:
    """What the first rows say in each column, names and numbers masked."""
    found: dict[str, list[str]] = {}
    for row in rows:
        for name, value in row.values.items():
            if name in ledger.by_name and value not in ("", None, []):
                found.setdefault(name, []).append(str(_example(ledger.by_name[name], value))[:LONGEST_EXAMPLE])
    return {name: "、".join(dict.fromkeys(said)) for name, said in found.items()}


def _example(column: Field, value: Any) -> Any:
    return mask_name(str(value)) if column.name in NAMES else masked(column, value)


def mapping_table(sheet: Mapping[str, Any], ledger: Ledger) -> Table:
    """What each heading of a sheet was taken for."""
    rows = list(sheet["column_mapping"])
    columns = [
        Column("heading", _("Heading"), lambda row: row[0]),
        Column("field", _("Taken for"), lambda row: _taken_for(row[1], ledger)),
    ]
    return tables.of(columns, rows, name="mapping", caption=sheet["name"])


def _taken_for(field: str | None, ledger: Ledger) -> Any:
    if field is None:
        return Badge(_("may mean two things: rename the heading"), "warn")
    if field in ledger.by_name:
        return ledger.by_name[field].title
    return field
