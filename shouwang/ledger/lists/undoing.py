"""Takes back what was done with many rows of a list a moment ago, by the ids that its verdicts named."""

from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shouwang.accounts.actors import Actor
from shouwang.ledger.lists.asked import Asked
from shouwang.lib.verdicts import REFUSED, Verdict

LONGEST_REASON = 200


@dataclass(frozen=True)
class Undoing:
    """What is to be taken back: the ids that the verdicts of the act named, why, and by whom."""

    ids: list[UUID]
    reason: str
    by: Actor


def undo(asked: Asked) -> HttpResponse:
    """Take an act back; says how many are as before, and of whom it could not be done and why."""
    posted, of = asked.request.POST, asked.request.POST.get("of", "")
    if of not in asked.undoes or of not in {action.do for action in asked.shown.actions}:
        raise Http404
    ids, reason = _ids(posted.get("ids", ""), asked.shown.declared.most), posted.get("reason", "")[:LONGEST_REASON]
    verdicts = asked.undoes[of](Undoing(ids, reason, asked.actor))
    _tell(asked, verdicts)
    return redirect(asked.shown.address)


def _ids(sent: str, most: int) -> list[UUID]:
    try:
        return [UUID(one) for one in dict.fromkeys(sent.split()[:most])]
    except ValueError as error:
        raise Http404 from error


def _tell(asked: Asked, verdicts: list[Verdict]) -> None:
    done = [verdict for verdict in verdicts if verdict.outcome != REFUSED]
    if done:
        said = ngettext("Taken back: %(n)s is as before.", "Taken back: %(n)s are as before.", len(done))
        messages.success(asked.request, said % {"n": len(done)})
    for sentence in dict.fromkeys(str(warned.sentence) for verdict in done for warned in verdict.warnings):
        messages.warning(asked.request, sentence)
    for reason, count in Counter(verdict.reason for verdict in verdicts if verdict.outcome == REFUSED).items():
        messages.error(asked.request, _("Not taken back (%(n)s): %(reason)s") % {"n": count, "reason": reason})
