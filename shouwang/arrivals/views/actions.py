"""What is done with many returns of the register: given to a village, ordered, fetched, notices printed."""

from typing import Any
from uuid import uuid4

from django.http import HttpResponse

from shouwang.arrivals import forms, writes
from shouwang.arrivals.writes import transfers
from shouwang.ledger.lists import Chosen
from shouwang.lib import clocks
from shouwang.lib.verdicts import Verdict
from shouwang.papers import writes as papers

PDF = "application/pdf"


def assign(chosen: Chosen) -> list[Verdict]:
    """Give to a village or grid."""
    rows = [writes.Assignment(row.arrival.root, chosen.given["area"]) for row in chosen.rows]
    return writes.assign_arrivals(rows, by=chosen.by)


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
    """Start notices as one file, in the order of a walk; where none can be printed, why."""
    verdicts = writes.issue_start_notices([row.arrival.root for row in chosen.rows], by=chosen.by)
    ids = [verdict.id for verdict in verdicts if verdict.taken and verdict.id]
    if not ids:
        return verdicts
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


DOES = {"assign": assign, "order": order, "notices": notices, "transfer": transfer, "waive": waive}
