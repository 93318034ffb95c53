"""Transfer slips: who is fetched by whom, with room for each hand-over's signatures."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.arrivals import choices
from shouwang.arrivals.choices import HandOverStep, Place, Protection
from shouwang.arrivals.reads.transfers import TransferFile, transfer_file
from shouwang.audit.writes import record_event
from shouwang.lib import clocks
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import Verdict, refused
from shouwang.papers.choices import PaperKind
from shouwang.papers.writes import NewPaper, issue
from shouwang.places import reads as places
from shouwang.policy import reads as policy
from shouwang.ui import formats


@transaction.atomic
def issue_slips(transfer_ids: Sequence[UUID], *, by: Actor) -> list[Verdict]:
    """Issue the slip of each transfer as it stands; the verdict's id is the paper.

    Refused per row: not_found, and what ``papers`` refuses. Raises Refused not_permitted.
    """
    by.check(Permission.RECORD_ARRIVALS)
    files = {key: transfer_file(key, by=by) for key in dict.fromkeys(transfer_ids)}
    drafts = [(key, _slip(file, by)) for key, file in files.items() if file is not None]
    issued = dict(zip([key for key, _draft in drafts], issue([draft for _key, draft in drafts], by=by) if drafts else [], strict=True))
    verdicts = [issued.get(key) or refused(Refused("not_found", choices.TRANSFER_NOT_FOUND)) for key in transfer_ids]
    record_event(by=by, action="arrivals.issue_slips", area=by.area, count=sum(one.taken for one in verdicts))
    return verdicts


def _slip(file: TransferFile, by: Actor) -> NewPaper:
    transfer = file.transfer
    with translation.override(settings.LANGUAGE_CODE):
        facts = _facts(file, by)
    return NewPaper(
        kind=PaperKind.TRANSFER_SLIP, area=transfer.area, unit=transfer.organiser or transfer.unit, facts=facts,
        about=transfer.pk, name=facts["persons"][0]["name"] if facts["persons"] else "",
    )  # fmt: skip


def _facts(file: TransferFile, by: Actor) -> dict[str, Any]:
    transfer, leg = file.transfer, file.legs[-1] if file.legs else None
    office = file.organiser or places.full_name(transfer.area)
    return {
        "organiser": office, "persons": [_person(one) for one in file.persons],
        "from_place": transfer.from_words or _kind(transfer.from_kind) or _kind(Place.OTHER),
        "to_place": file.destination or _kind(transfer.to_kind),
        "reason": transfer.note or _("The class of these persons demands a point-to-point transfer."),
        "legal_basis": _basis(transfer), "author": by.name or office, "objection_to": office,
        "planned_at": formats.moment(transfer.pick_up_at) if transfer.pick_up_at else "",
        "vehicle": " ".join(part for part in (leg.vehicle, leg.plate) if part) if leg else "",
        "driver": leg.driver if leg else "", "escort": leg.escort if leg else "",
        "protection": str(Protection(leg.protection).label) if leg and leg.protection else "",
        "legs": [_leg(one) for one in file.moments],
    }  # fmt: skip


def _basis(transfer: Any) -> str:
    """The laws that the policy pack in force for the organiser stands on."""
    on = clocks.local(transfer.pick_up_at).date() if transfer.pick_up_at else clocks.today()
    return "、".join(policy.rulebook().rules_for([transfer.organiser or transfer.unit], transfer.area, on).basis)


def _kind(kind: str) -> str:
    return str(Place(kind).label) if kind else ""


def _person(one: Any) -> dict[str, str]:
    card = one.person
    measured = one.temperature(HandOverStep.PICK_UP)
    return {
        "name": card.full_name if card else "", "document": card.document if card else "", "address": one.place,
        "temperature": str(measured) if measured is not None else "",
    }  # fmt: skip


def _leg(one: Any) -> dict[str, str]:
    return {
        "place": one.place or str(HandOverStep(one.step).label), "time": formats.short_moment(one.happened_at),
        "given": one.given_by, "taken": one.taken_by, "remark": "",
    }  # fmt: skip
