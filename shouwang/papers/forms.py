"""What the pages of papers ask, and how their lists are laid out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shouwang.accounts.actors import Actor
from shouwang.ledger.choices import About
from shouwang.ledger.stories import Told
from shouwang.papers import reads
from shouwang.papers.choices import ISSUE, KEEP, SEE, SEEING, Language, PaperKind
from shouwang.papers.exchange import MOST_PAPERS
from shouwang.papers.exchange.typesetting.bounds import MOST_SOURCE
from shouwang.papers.reads import PaperCard, WordingLine
from shouwang.ui import tables
from shouwang.ui.cells import Badge, Lines, Link
from shouwang.ui.inputs import DayInput
from shouwang.ui.lists import List
from shouwang.ui.outlines import Event
from shouwang.ui.tables import Action, Column, Empty, Table

LINES_SHOWN = 32  # of a template


class PaperFilter(forms.Form):
    """Which papers to list."""

    kind = forms.ChoiceField(label=_("Paper"), required=False, choices=[("", _("all")), *PaperKind.choices])
    day = forms.DateField(label=_("Date of issue"), required=False, widget=DayInput())
    language = forms.ChoiceField(label=_("Language"), required=False, choices=[("", _("all")), *Language.choices])
    state = forms.ChoiceField(
        label=_("State"), required=False,
        choices=[("", _("all")), ("valid", pgettext_lazy("paper", "valid")), ("withdrawn", pgettext_lazy("paper", "withdrawn")), ("held", _("kept past its time"))],
    )  # fmt: skip


class WithdrawForm(forms.Form):
    """Why a paper shall not count any more."""

    reason = forms.CharField(label=_("Why it is withdrawn"), max_length=300)


class HoldForm(forms.Form):
    """Why a paper is kept past its time."""

    reason = forms.CharField(label=_("Who needs it, and why"), max_length=300, help_text=_("For example: court of Sample County, file 2020-17. It stands on the page of the paper and in the log."))


class LiftForm(forms.Form):
    """Why a paper needs to be kept no longer."""

    reason = forms.CharField(label=_("Why it is needed no longer"), max_length=300)


class WordingForm(forms.Form):
    """A template: its text, or a file of it, and why it was changed."""

    file = forms.FileField(label=_("Template as a file"), required=False, help_text=_("Takes the place of the text below."))
    source = forms.CharField(
        label=_("Template"), required=False, max_length=MOST_SOURCE, strip=False,
        widget=forms.Textarea(attrs={"rows": LINES_SHOWN, "spellcheck": "false", "class": "font-monospace", "wrap": "off"}),
    )  # fmt: skip
    language = forms.ChoiceField(label=_("Language of the preview"), choices=Language.choices)
    reason = forms.CharField(label=_("What was changed, and why"), required=False, max_length=300)

    def clean(self) -> dict[str, Any]:
        """The text of the file, where one was given."""
        said = super().clean() or {}
        if file := said.get("file"):
            said["source"] = file.read(MOST_SOURCE * 4 + 1).decode("utf-8", "replace").removeprefix("\ufeff")
        return said


class VerifyForm(forms.Form):
    """Number and check code, for who cannot scan."""

    number = forms.CharField(label=pgettext_lazy("paper", "Number"), max_length=40, help_text=_("As printed on the paper, for example 411621-CC-20200208-0012."))
    code = forms.CharField(label=_("Check code"), max_length=20, help_text=_("Eight letters below the QR code."))


@dataclass(frozen=True)
class Line:
    """One paper of the list, with the names that belong to it."""

    paper: PaperCard
    person: str
    place: str

    @property
    def pk(self) -> UUID:
        """Its key, as lists ask for it."""
        return self.paper.id


def _person(line: Line) -> Any:
    known = line.person and line.paper.person_id
    return Link(line.person, reverse("people:person", args=[line.paper.person_id])) if known else "–"


PAPERS = List(
    key="papers.issued", title=_("Papers"), filters=PaperFilter, order="-issued_at", search=pgettext_lazy("paper", "Number"),
    columns=[
        Column(
            "number", _("Paper"), lambda line: Lines(Link(line.paper.title, reverse("papers:paper", args=[line.pk])), [line.paper.number]), sortable=True,
        ),
        Column("person", _("Person"), _person),
        Column("area", _("Place"), lambda line: line.place, sortable=True, secondary=True),
        Column("issued_at", _("Issued"), lambda line: line.paper.issued_at, sortable=True),
        Column("language", _("Language"), lambda line: line.paper.language_title, sortable=True, secondary=True),
        Column("state", _("State"), lambda line: Lines(state(line.paper), [HELD] if line.paper.is_held else [])),
        Column("valid_from", _("From"), lambda line: line.paper.valid_from, sortable=True, shown=False),
        Column("valid_to", _("Last day"), lambda line: line.paper.valid_to, sortable=True, shown=False),
    ],
    actions=[
        Action(_("Print"), do="print", icon="printer"),
        Action(
            pgettext_lazy("paper", "Keep"), do="hold", icon="lock", permission=KEEP, form=HoldForm,
            question=_("What stands on papers is deleted some time after its purpose ended. Kept papers stay until somebody says that they are needed no longer."),
        ),
        Action(
            pgettext_lazy("paper", "Withdraw"), do="withdraw", icon="ban", permission=ISSUE, form=WithdrawForm, tone="alert",
            question=_("Withdrawn papers stay here and can be printed, marked as withdrawn. They do not verify any more."),
        ),
    ],
    empty=Empty(_("No papers yet"), _("Papers are issued on the page of a person under observation, and from the lists of observation."), "file-text"),
    most=MOST_PAPERS,
)  # fmt: skip


HELD = Badge(_("kept past its time"), "info", "lock")


def state(card: PaperCard) -> Badge:
    """Whether a paper counts."""
    return Badge(pgettext_lazy("paper", "withdrawn"), "alert", "ban") if card.is_withdrawn else Badge(pgettext_lazy("paper", "valid"), "good", "circle-check")


def wordings_table(lines: Sequence[WordingLine]) -> Table:
    """The template of each kind."""
    columns = [
        Column("title", _("Paper"), lambda line: Link(line.title, reverse("papers:wording", args=[line.kind]))),
        Column("origin", _("Template in use"), lambda line: Badge(_("as shipped"), "neutral") if line.shipped else Badge(_("the county's own"), "info")),
        Column("at", _("Since"), lambda line: line.at, secondary=True),
    ]
    return tables.of(columns, lines, name="wordings", caption=_("Templates of papers"))


def told(person_id: UUID, by: Actor) -> Told:
    """The part of a person's story that is about papers: issued, to be printed again, and withdrawn."""
    seen = [card for card in reads.of_person(person_id, by=by) if by.can(SEEING.get(card.kind, SEE))]
    return Told([event for card in seen for event in _events(card)])


def _events(card: PaperCard) -> list[Event]:
    page, text = reverse("papers:paper", args=[card.id]), f"{card.number} · {card.language_title}"
    url = page if card.is_withdrawn else reverse("papers:pdf", args=[card.id])
    found = [Event(card.issued_at, _("Issued: %(paper)s") % {"paper": card.title}, text, "printer", url=url, kind=About.PAPER)]
    if card.withdrawn_at:
        title = _("Withdrawn: %(paper)s") % {"paper": card.title}
        found.append(Event(card.withdrawn_at, title, f"{card.number} · {card.withdrawn_why}", "ban", "alert", card.withdrawn_by, page, About.PAPER))
    return found
