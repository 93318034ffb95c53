"""What the pages of papers ask, and how their lists are laid out."""

from collections.abc import Mapping, Sequence
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
from shouwang.papers.choices import SEE, SEEING, Language, PaperKind
from shouwang.papers.exchange.typesetting.bounds import MOST_SOURCE
from shouwang.papers.reads import PaperCard, WordingLine
from shouwang.ui import tables
from shouwang.ui.cells import Badge, Lines, Link
from shouwang.ui.inputs import DayInput
from shouwang.ui.listings import Listing, Page
from shouwang.ui.outlines import Event
from shouwang.ui.tables import Action, Column, Empty, Table

LINES_SHOWN = 32  # of a template


class PaperFilter(forms.Form):
    """Which papers to list."""

    kind = forms.ChoiceField(label=_("Paper"), required=False, choices=[("", _("all")), *PaperKind.choices])
    day = forms.DateField(label=_("Date of issue"), required=False, widget=DayInput())


class WithdrawForm(forms.Form):
    """Why a paper shall not count any more."""

    reason = forms.CharField(label=_("Why it is withdrawn"), max_length=300)


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


def papers_table(page: Page, listing: Listing, names: Mapping[str, str]) -> Table:
    """Papers that were issued."""
    columns = [
        Column("number", pgettext_lazy("paper", "Number"), lambda card: Link(card.number, reverse("papers:paper", args=[card.id])), sortable=True),
        Column("kind", _("Paper"), lambda card: Lines(card.title, [card.language_title])),
        Column("area", _("Area"), lambda card: names.get(card.area, ""), sortable=True, secondary=True),
        Column("issued_at", _("Issued"), lambda card: card.issued_at, sortable=True),
        Column("state", _("State"), state),
    ]
    actions = [Action(_("Print"), reverse("papers:print"), icon="printer")]
    empty = Empty(_("No papers yet"), _("Papers are issued on the page of a person under observation, and from the lists of observation."), "file-text")
    return Table(columns, page, listing, name="papers", actions=actions, empty=empty)


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
