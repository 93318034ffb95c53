"""What is done with many returns of the register: given to a village, ordered, fetched, notices printed."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.http import HttpResponse
from django.urls import reverse

from shouwang.arrivals import choices, forms, reads, writes
from shouwang.arrivals.writes import transfers
from shouwang.ledger.lists import Chosen, Undoing
from shouwang.lib import clocks
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import Verdict, refused
from shouwang.papers import writes as papers
from shouwang.prompts.choices import Kind
from shouwang.prompts.writes import NewPrompt, prompt
from shouwang.quarantine import writes as measures

PDF = "application/pdf"
REMINDED_AT: dict[Kind, Callable[[], str]] = {  # where what is reminded of is done
    Kind.RETURNEES_WAITING: lambda: f"{reverse('arrivals:index')}?open=late",
    Kind.MEASURES_WAITING: lambda: reverse("quarantine:waiting"),
}


def assign(chosen: Chosen) -> list[Verdict]:
    """Give to a village or grid."""
    rows = [writes.Assignment(row.arrival.root, chosen.given["area"]) for row in chosen.rows]
    return writes.assign_arrivals(rows, by=chosen.by)


def undo_assign(undoing: Undoing) -> list[Verdict]:
    """Take back to whom returns were given."""
    return writes.undo_assignments([writes.Undone(key, undoing.reason) for key in undoing.ids], by=undoing.by)


def undo_order(undoing: Undoing) -> list[Verdict]:
    """Take orders back."""
    return measures.undo_orders([measures.Undo(key, undoing.reason) for key in undoing.ids], by=undoing.by)


def undo_transfer(undoing: Undoing) -> list[Verdict]:
    """Take requests for a transfer back."""
    return transfers.undo_requests([transfers.Undone(key, undoing.reason) for key in undoing.ids], by=undoing.by)


def undo_waive(undoing: Undoing) -> list[Verdict]:
    """Take back that no transfer is needed."""
    return transfers.undo_waivers([transfers.Waiver(key, undoing.reason) for key in undoing.ids], by=undoing.by)


def order(chosen: Chosen) -> list[Verdict]:
    """Start the measures, with the team that is on duty."""
    said = chosen.given
    at = forms.moment_of(said["on"], said["at"])
    batch = [
        writes.MeasureOrder(
            row.arrival.root, at, with_team=said["with_team"] == "duty", site=said["site"], objection_to=said["objection_to"]
        )
        for row in chosen.rows
    ]
    return writes.order_measures(batch, by=chosen.by)


def notices(chosen: Chosen) -> list[Verdict] | HttpResponse:
    """Start notices and what goes with them as one file, in the order of a walk; where none can be printed, why."""
    kinds, language = chosen.given["papers"], chosen.given["language"]
    verdicts = writes.issue_start_notices([row.arrival.root for row in chosen.rows], by=chosen.by, kinds=kinds, language=language)
    ids = [verdict.id for verdict in verdicts if verdict.taken and verdict.id]
    if not ids:
        return verdicts[:: len(kinds)]
    return as_file(papers.print_out(ids, by=chosen.by, walking=True), "notices")


def as_file(content: bytes, name: str) -> HttpResponse:
    """A file to print; its name says nothing of a person."""
    day = clocks.today()
    return HttpResponse(content, content_type=PDF, headers={"Content-Disposition": f'attachment; filename="{name}-{day}.pdf"'})


def transfer(chosen: Chosen) -> list[Verdict]:
    """Ask for a transfer in one vehicle, approved at once where that was ticked."""
    said = chosen.given
    pick_up_at, hand_over_at = forms.planned(said)
    same = {name: said[name] for name in ("from_kind", "from_words", "to_kind", "to_site", "to_words", "note")}
    group = uuid4().hex
    batch = [
        transfers.TransferRequest(
            arrival_id=row.arrival.root, group=group, pick_up_at=pick_up_at, hand_over_at=hand_over_at, **same
        )
        for row in chosen.rows
    ]
    verdicts = transfers.request_transfers(batch, by=chosen.by)
    if said["approve"]:
        _approve({verdict.id for verdict in verdicts if verdict.taken and verdict.id}, chosen)
    return verdicts


def _approve(ids: set[Any], chosen: Chosen) -> None:
    if ids:
        transfers.approve_transfers([transfers.Approval(key) for key in ids], by=chosen.by)


def waive(chosen: Chosen) -> list[Verdict]:
    """No transfer will be made."""
    rows = [transfers.Waiver(row.arrival.root, chosen.given["reason"]) for row in chosen.rows]
    return transfers.waive_transfers(rows, by=chosen.by)


def remind(chosen: Chosen) -> list[Verdict]:
    """The villages are reminded of those who wait for a class or for their measure, each place once for each of the two."""
    roots = [row.arrival.root for row in chosen.rows]
    undecided, unordered = reads.to_decide(roots, by=chosen.by), reads.to_order(roots, by=chosen.by)
    wanted = [
        (Kind.RETURNEES_WAITING if root in undecided else Kind.MEASURES_WAITING, row.arrival.area) if root in undecided | unordered else None
        for root, row in zip(roots, chosen.rows, strict=True)
    ]
    asked = list(dict.fromkeys(one for one in wanted if one))
    new = [NewPrompt(kind, area, REMINDED_AT[kind](), about=str(clocks.today()), count=wanted.count((kind, area))) for kind, area in asked]
    answers = dict(zip(asked, prompt(new, by=chosen.by), strict=True)) if new else {}
    return [answers[one] if one else refused(Refused("nothing_waits", choices.NOTHING_WAITS)) for one in wanted]


DOES = {"assign": assign, "order": order, "notices": notices, "transfer": transfer, "waive": waive, "remind": remind}
UNDOES = {"assign": undo_assign, "order": undo_order, "transfer": undo_transfer, "waive": undo_waive}
