"""What is done with many rows of a list: who chose them is asked first where it matters, and told what became of each."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from shouwang.accounts.actors import Actor
from shouwang.ledger.lists.asked import Asked
from shouwang.lib.verdicts import DUPLICATE, REFUSED, Verdict
from shouwang.ui import tables
from shouwang.ui.cells import Badge, Lines
from shouwang.ui.tables import Action, Column

NAMED = 20  # rows named on the page that asks
PREFIX = "with"  # of the names of an action's own fields

Page = Callable[[Asked], HttpResponse]


@dataclass(frozen=True)
class Chosen:
    """Rows to do something with, as they were shown; what the action's form was given; and who does it."""

    rows: Sequence[Any]
    given: dict[str, Any]
    by: Actor


@dataclass(frozen=True)
class Outcome:
    """A row and what became of it."""

    row: Any
    verdict: Verdict

    @property
    def reason(self) -> Any:
        """What is to be said about it."""
        warned = [str(warning.sentence) for warning in self.verdict.warnings if warning.sentence]
        said = [text for text in (str(self.verdict.reason), *warned) if text]
        return Lines(said[0], said[1:]) if said else ""


def act(asked: Asked, action: Action, page: Page) -> HttpResponse:
    """Do an action with the chosen rows; ``page`` is the list itself, for when there is nothing to do it with."""
    raw, most = asked.picked(), asked.shown.declared.most
    if wrong := _too_few_or_many(len(raw), most):
        messages.error(asked.request, wrong)
        return page(asked)
    rows, posted = list(asked.prepare(raw)), asked.request.POST
    confirmed = "confirmed" in posted
    form = action.form(posted if confirmed else None, prefix=PREFIX) if action.form else None
    asks_first = action.asks or "all" in posted
    if (asks_first and not confirmed) or (form is not None and not form.is_valid()):
        return _question(asked, action, rows, form)
    answer = asked.does[action.do](Chosen(rows, form.cleaned_data if form else {}, asked.actor))
    return answer if isinstance(answer, HttpResponse) else _result(asked, action, rows, answer)


def _too_few_or_many(count: int, most: int) -> str:
    if count == 0:
        return _("No row is chosen, or the chosen ones are not in this list any more. Choose rows first.")
    if count > most:
        return _("These are more than %(most)s rows, too many at once. Narrow the filter.") % {"most": most}
    return ""


def _question(asked: Asked, action: Action, rows: list[Any], form: Form | None) -> HttpResponse:
    declared = asked.shown.declared
    context = {
        "shown": asked.shown,
        "action": action,
        "form": form,
        "count": len(rows),
        "named": [declared.called(row) for row in rows[:NAMED]],
        "unnamed": max(len(rows) - NAMED, 0),
        "keys": " ".join(str(declared.row_key(row)) for row in rows),
    }
    return render(asked.request, "ui/list_question.html", context)


def _result(asked: Asked, action: Action, rows: list[Any], verdicts: Sequence[Verdict]) -> HttpResponse:
    outcomes = [Outcome(row, verdict) for row, verdict in zip(rows, verdicts, strict=True)]
    refused = [one for one in outcomes if one.verdict.outcome == REFUSED]
    known = [one for one in outcomes if one.verdict.outcome == DUPLICATE]
    done = [one for one in outcomes if one.verdict.outcome not in (REFUSED, DUPLICATE)]
    context = {
        "shown": asked.shown,
        "action": action,
        "done": len(done),
        "known": len(known),
        "refused": len(refused),
        "refused_table": _refused_table(asked, refused),
        "taken_table": _table(asked, [*known, *done], "taken"),
        "undone_by": " ".join(str(one.verdict.id) for one in done if one.verdict.id) if action.do in asked.undoes else "",
    }
    return render(asked.request, "ui/list_result.html", context)


def _refused_table(asked: Asked, refused: list[Outcome]) -> tables.Table:
    """The refused rows stay selected, ready for the next try."""
    shown, declared = asked.shown, asked.shown.declared
    keys = [str(declared.row_key(one.row)) for one in refused]
    more = {"actions": shown.actions, "address": shown.address, "hidden": shown.hidden, "chosen": keys}
    return _table(asked, refused, "refused", **more)


def _table(asked: Asked, outcomes: list[Outcome], name: str, **more: Any) -> tables.Table:
    declared = asked.shown.declared
    first = declared.columns[0]
    columns = [
        Column(first.key, first.label, lambda one: first.of(one.row)),
        Column("verdict", _("Verdict"), lambda one: _mark(one.verdict)),
        Column("reason", _("Reason"), lambda one: one.reason),
    ]
    return tables.of(columns, outcomes, name=name, row_key=lambda one: declared.row_key(one.row), **more)


def _mark(verdict: Verdict) -> Badge:
    if verdict.outcome == REFUSED:
        return Badge(_("refused"), "alert", "ban")
    if verdict.outcome == DUPLICATE:
        return Badge(_("known already"), "neutral")
    if verdict.warnings:
        return Badge(_("done, with a warning"), "warn")
    return Badge(_("done"), "good", "check")
