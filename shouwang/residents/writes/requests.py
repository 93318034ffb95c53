"""Requests for help: asked by the person (or by the office for it), worked off by whoever is near."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import RESIDENT, Permission
from shouwang.audit.writes import record_event
from shouwang.lib import clocks
from shouwang.lib.ids import uuid7
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import Verdict, accepted, duplicate, refused
from shouwang.people import reads as people
from shouwang.policy import reads as policy
from shouwang.residents import choices, rules
from shouwang.residents.choices import OPEN_HELP, HelpKind, HelpState
from shouwang.residents.models import HelpRequest


@dataclass(frozen=True, slots=True)
class NewHelp:
    """What somebody asks for. ``key`` is the form's own: sent twice, it is asked once."""

    person_id: UUID
    kind: str
    words: str
    urgent: bool = False
    key: UUID = field(default_factory=uuid7)

    def __repr__(self) -> str:
        """Nothing of the person stands in logs."""
        return "NewHelp(…)"


@transaction.atomic
def ask_help(batch: Sequence[NewHelp], *, by: Actor) -> list[Verdict]:
    """Write down what people ask for. Refused per row: not_found, kind_unknown, words_missing, too_long."""
    if by.role != RESIDENT:
        by.check(Permission.HELP_RESIDENTS)
    cards = people.persons([row.person_id for row in batch], by=by)
    known = set(HelpRequest.objects.filter(pk__in=[id_of(row) for row in batch]).values_list("pk", flat=True))
    judged = [_judge(row, cards.get(row.person_id), known, by) for row in batch]
    new = [one for one in judged if isinstance(one, HelpRequest)]
    HelpRequest.objects.bulk_create(new)
    subject = batch[0].person_id if len(batch) == len(new) == 1 else ""
    record_event(by=by, action="residents.ask_help", area=by.area, count=len(new), subject=subject)
    return [accepted(one.pk, due_at=one.due_at) if isinstance(one, HelpRequest) else one for one in judged]


def id_of(row: Any) -> UUID:
    """The id of what a form sends: its own key bound to the person, so that nobody else's key can be met."""
    return uuid5(row.person_id, str(row.key))


def _judge(row: NewHelp, card: Any, known: set[UUID], by: Actor) -> HelpRequest | Verdict:
    if card is None:
        return refused(Refused("not_found", choices.NOT_YOURS))
    if id_of(row) in known:
        return duplicate(id_of(row), reason=str(choices.SAID_ALREADY))
    known.add(id_of(row))
    try:
        return _request(row, card, by)
    except Refused as refusal:
        return refused(refusal)


def _request(row: NewHelp, card: Any, by: Actor) -> HelpRequest:
    if row.kind not in HelpKind.values:
        raise Refused("kind_unknown", choices.KIND_UNKNOWN)
    now = clocks.now()
    hours = rules.hours_for(row.kind, row.urgent, policy.residents_for(card.area, clocks.local(now).date()).help_hours)
    return HelpRequest(
        id=id_of(row), area=card.area, unit=card.unit, created_at=now, created_by=by.post_id, person_id=card.id, kind=row.kind,
        words=rules.check_words(row.words), urgent=row.urgent, asked_at=now, due_at=rules.due_at(now, hours),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class HelpStep:
    """Somebody takes a request, hands it back, does it, or cancels it; ``answer`` is what the person is told."""

    request_id: UUID
    state: str
    answer: str = ""


@transaction.atomic
def move_requests(batch: Sequence[HelpStep], *, by: Actor) -> list[Verdict]:
    """Work requests off. Refused per row: not_found, wrong_state. A person may cancel the own one."""
    if by.role != RESIDENT:
        by.check(Permission.HELP_RESIDENTS)
    found = HelpRequest.objects.filter(pk__in=[row.request_id for row in batch]).select_for_update()
    known = {one.pk: one for one in found if by.covers(one.area)}
    verdicts = [_move(row, known, by) for row in batch]
    HelpRequest.objects.bulk_update(known.values(), ["state", "accepted_at", "handled_by", "answer", "closed_at", "version"])
    taken = [verdict for verdict in verdicts if verdict.taken]
    subject = known[batch[0].request_id].person_id if len(batch) == len(taken) == 1 else ""
    record_event(by=by, action="residents.move_requests", area=by.area, count=len(taken), subject=subject)
    return verdicts


def _move(row: HelpStep, known: Mapping[UUID, HelpRequest], by: Actor) -> Verdict:
    one, now = known.get(row.request_id), clocks.now()
    try:
        if one is None:
            raise Refused("not_found", choices.REQUEST_UNKNOWN)
        rules.check_next_help(one.state, row.state)
        answer = rules.check_reason(row.answer) if row.state == HelpState.CANCELLED and by.role != RESIDENT else row.answer.strip()
    except Refused as refusal:
        return refused(refusal)
    one.state, one.version, one.answer = row.state, one.version + 1, answer[:300] or one.answer
    one.handled_by = "" if row.state == HelpState.OPEN else by.name[:80]
    one.accepted_at = now if row.state == HelpState.ACCEPTED else None if row.state == HelpState.OPEN else one.accepted_at
    one.closed_at = None if row.state in OPEN_HELP else now
    return accepted(one.pk, state=one.state)
