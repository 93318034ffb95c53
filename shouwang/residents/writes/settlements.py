"""Declared returns that name no document: an officer says who it is, or that nobody can; and takes back what was a mistake."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.arrivals import reads as returns
from shouwang.arrivals import writes as arrivals
from shouwang.audit.writes import record_event
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import Verdict, accepted, refused
from shouwang.people import reads as people
from shouwang.people import writes as persons
from shouwang.residents import choices, rules
from shouwang.residents.choices import DeclarationState, Way, Who
from shouwang.residents.models import Declaration
from shouwang.residents.writes.declarations import dismiss, locked, made_by, register, return_of, told_in, why_not


@dataclass(frozen=True, slots=True)
class Settlement:
    """Who a declaration without a document is about: a known person, somebody new, or nobody can say. ``reason``: why there is no
    document, or why it cannot be settled. ``compared``: whom the office compared somebody new with, who are others.
    """

    declaration_id: UUID
    who: str
    person_id: UUID | None = None
    reason: str = ""
    compared: tuple[UUID, ...] = ()


@transaction.atomic
def settle_declarations(batch: Sequence[Settlement], *, by: Actor) -> list[Verdict]:
    """Settle declarations that name no document: into the register as a known person's or a new one's return, or set aside.

    Where the register asks whether somebody new is one of those compared, the same decision answers it: they are not the same.
    Refused per row: not_found, settled, document_told, who_missing, person_unknown, reason_missing, and what the register refuses.
    Raises Refused not_permitted.
    """
    by.check(Permission.RECORD_ARRIVALS)
    known = locked([row.declaration_id for row in batch], by)
    cards = people.persons([row.person_id for row in batch if row.person_id], by=by) if by.can(Permission.VIEW_PEOPLE) else {}
    judged = {row.declaration_id: _judge(row, known.get(row.declaration_id), cards, by) for row in batch}
    judged |= register([(known[key], new) for key, new in judged.items() if isinstance(new, arrivals.NewArrival)], by=by)
    verdicts: list[Any] = [judged[row.declaration_id] for row in batch]
    _tell_apart([row for row, verdict in zip(batch, verdicts, strict=True) if verdict.taken and row.who == Who.NEW], known, by)
    Declaration.objects.bulk_update(known.values(), ["state", "why", "settled_at", "settled_by", "person", "told_apart"])
    taken = [verdict for verdict in verdicts if verdict.taken]
    record_event(by=by, action="residents.settle_declarations", area=by.area, count=len(taken), reason="; ".join(sorted({row.reason for row in batch}))[:200])
    return verdicts


def _judge(row: Settlement, one: Declaration | None, cards: dict[UUID, Any], by: Actor) -> arrivals.NewArrival | Verdict:
    try:
        if one is None or one.state != DeclarationState.WAITING:
            raise why_not(one)
        told = told_in(one)
        why = rules.check_who(row.who, has_document=bool(told.id_number), has_person=row.person_id is not None, reason=row.reason)
        if row.who == Who.CANNOT:
            return dismiss(one, why, by)
        if row.who == Who.NEW:
            return told.arrival(id=return_of(one), no_document_reason=why)
        card = cards.get(row.person_id) if row.person_id else None
        if card is None:
            raise Refused("person_unknown", choices.PERSON_UNKNOWN)
    except Refused as refusal:
        return refused(refusal)
    one.person_id = card.id
    return told.arrival(id=return_of(one), person_id=card.id)


def _tell_apart(new: Sequence[Settlement], known: dict[UUID, Declaration], by: Actor) -> None:
    """Answer what the register asks about those compared; who may not edit people leaves it open."""
    if not by.can(Permission.EDIT_PEOPLE):
        return
    registered = {row.declaration_id: arrival for row in new if row.compared and (arrival := known[row.declaration_id].arrival)}
    whose = returns.persons_of(registered.values(), by=by)
    for row in new:
        person = whose.get(registered[row.declaration_id]) if row.declaration_id in registered else None
        asked = people.open_between([(person, other) for other in row.compared]) if person else []
        verdicts = persons.tell_apart(asked, reason=row.reason, by=by) if asked else []
        known[row.declaration_id].told_apart = [str(verdict.id) for verdict in verdicts if verdict.taken]


@transaction.atomic
def undo_registrations(declaration_ids: Sequence[UUID], *, reason: str, by: Actor) -> list[Verdict]:
    """Take declared returns out of the register again that came there by mistake; the declarations wait as before.

    Questions about doubles that were answered with it are open again, save where they are another's to take back.
    Refused per row: not_found, not_registered_by_it (the return was there before), started (the measure is ordered already).
    Raises Refused reason_missing, not_permitted.
    """
    by.check(Permission.RECORD_ARRIVALS)
    why = rules.check_reason(reason)
    known = locked(declaration_ids, by)
    ours = {key: one.arrival for key, one in known.items() if one.state == DeclarationState.REGISTERED and made_by(one) and one.arrival}
    answers = arrivals.withdraw_arrivals([arrivals.Withdrawal(arrival, why) for arrival in ours.values()], by=by) if ours else []
    judged = {key: _taken_back(known[key], answer) for key, answer in zip(ours, answers, strict=True)}
    _ask_again([known[key] for key, verdict in judged.items() if verdict.taken], why, by)
    Declaration.objects.bulk_update([known[key] for key in ours], ["state", "why", "arrival", "settled_at", "settled_by", "person", "told_apart", "version"])
    verdicts = [judged.get(key) or refused(_not_ours(known.get(key))) for key in declaration_ids]
    count = sum(verdict.taken for verdict in verdicts)
    record_event(by=by, action="residents.undo_registrations", area=by.area, count=count, reason=why)
    return verdicts


def _taken_back(one: Declaration, answer: Verdict) -> Verdict:
    if not answer.taken:
        return answer
    one.state, one.why, one.arrival, one.settled_at, one.settled_by = DeclarationState.WAITING, "", None, None, ""
    one.version += 1  # registered once more it is another return
    one.person_id = one.person_id if one.way == Way.LINK else None
    return accepted(one.pk)


def _ask_again(undone: Sequence[Declaration], why: str, by: Actor) -> None:
    answered = [UUID(key) for one in undone for key in one.told_apart]
    if answered and by.can(Permission.EDIT_PEOPLE):
        persons.take_many_back(answered, reason=why, by=by)
    for one in undone:
        one.told_apart = []


def _not_ours(one: Declaration | None) -> Refused:
    if one is None:
        return Refused("not_found", choices.DECLARATION_UNKNOWN)
    return Refused("not_registered_by_it", choices.NOT_REGISTERED_BY_IT)
