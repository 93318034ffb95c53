"""Objections and requests for correction: lodged with a number and a deadline, answered with reasons by somebody else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from shouwang.accounts import reads as accounts
from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import RESIDENT, Permission
from shouwang.audit.writes import record_event
from shouwang.lib import clocks
from shouwang.lib.codes import ALPHABET
from shouwang.lib.ids import uuid7
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import Verdict, accepted, duplicate, refused
from shouwang.people import reads as people
from shouwang.policy import reads as policy
from shouwang.quarantine import reads as quarantine
from shouwang.quarantine import writes as measures
from shouwang.residents import choices, rules
from shouwang.residents.choices import ObjectionKind, Outcome
from shouwang.residents.models import Objection
from shouwang.residents.writes.requests import id_of

NUMBER_TAIL = 6  # characters of 32 that keep the numbers of one day apart


@dataclass(frozen=True, slots=True)
class NewObjection:
    """What somebody objects to. ``key`` is the form's own: sent twice, it is lodged once."""

    person_id: UUID
    words: str
    kind: str = ObjectionKind.MEASURE
    key: UUID = field(default_factory=uuid7)

    def __repr__(self) -> str:
        """Nothing of the person stands in logs."""
        return "NewObjection(…)"


@transaction.atomic
def lodge_objections(batch: Sequence[NewObjection], *, by: Actor) -> list[Verdict]:
    """Take objections in: each gets a number and a deadline, and stands in the story of the observation.

    Refused per row: not_found, nothing_to_object, words_missing, too_long.
    """
    if by.role != RESIDENT:
        by.check(Permission.ISSUE_DOCUMENTS)
    cards = people.persons([row.person_id for row in batch], by=by)
    known = dict(Objection.objects.filter(pk__in=[id_of(row) for row in batch]).values_list("pk", "number"))
    judged = [_judge(row, cards.get(row.person_id), known, by) for row in batch]
    new = [one for one in judged if isinstance(one, Objection)]
    Objection.objects.bulk_create(new)
    _tell_the_story(new, by)
    subject = batch[0].person_id if len(batch) == len(new) == 1 else ""
    record_event(by=by, action="residents.lodge_objections", area=by.area, count=len(new), subject=subject)
    return [accepted(one.pk, number=one.number, due_at=one.due_at) if isinstance(one, Objection) else one for one in judged]


def _judge(row: NewObjection, card: Any, known: dict[UUID, str], by: Actor) -> Objection | Verdict:
    if card is None:
        return refused(Refused("not_found", choices.NOT_YOURS))
    if id_of(row) in known:
        return duplicate(id_of(row), reason=str(choices.SAID_ALREADY), number=known[id_of(row)])
    try:
        made = _objection(row, card, by)
    except Refused as refusal:
        return refused(refusal)
    known[made.pk] = made.number
    return made


def _objection(row: NewObjection, card: Any, by: Actor) -> Objection:
    now, key = clocks.now(), id_of(row)
    words = rules.check_words(row.words)
    against = _in_force(card.id, by) if row.kind == ObjectionKind.MEASURE else None
    return Objection(
        id=key, area=card.area, unit=card.unit, created_at=now, created_by=by.post_id, person_id=card.id,
        kind=ObjectionKind.MEASURE if against else ObjectionKind.RECORD, observation_id=against, words=words, lodged_at=now,
        number=number_of(now, key), due_at=rules.due_at(now, policy.residents_for(card.area, clocks.local(now).date()).answer_hours),
    )  # fmt: skip


def _in_force(person_id: UUID, by: Actor) -> UUID:
    """The measure a person may object to: the one that is open, ordered or proposed. Raises Refused nothing_to_object."""
    standing = quarantine.of_person(person_id, by=by)
    if not standing or standing[0].observation.ended_at is not None:
        raise Refused("nothing_to_object", choices.NOTHING_TO_OBJECT)
    return standing[0].observation.pk


def number_of(at: datetime, key: UUID) -> str:
    """The number a person is told: the day and a tail that nobody else of that day has."""
    rest, tail = key.int, ""
    for _ in range(NUMBER_TAIL):
        rest, digit = divmod(rest, len(ALPHABET))
        tail += ALPHABET[digit]
    return f"SS{clocks.local(at):%Y%m%d}-{tail}"


def _tell_the_story(new: Sequence[Objection], by: Actor) -> None:
    """The story of each observation shows that the person objected."""
    rows = [measures.Decided(observation_id=one.observation_id, reason=f"{one.number}: {one.words}"[:300]) for one in new if one.observation_id]
    if rows:
        measures.record_objections(rows, by=by)


@dataclass(frozen=True, slots=True)
class ObjectionAnswer:
    """What is decided on an objection, and why."""

    objection_id: UUID
    outcome: str
    answer: str


@transaction.atomic
def answer_objections(batch: Sequence[ObjectionAnswer], *, by: Actor) -> list[Verdict]:
    """Answer objections with reasons. Who made or changed the measure cannot answer (DOMAIN 6.3).

    Refused per row: not_found, answered, outcome_missing, words_missing, too_long, same_author. Raises not_permitted.
    """
    by.check(Permission.ANSWER_OBJECTIONS)
    found = Objection.objects.filter(pk__in=[row.objection_id for row in batch]).select_for_update()
    known = {one.pk: one for one in found if by.covers(one.area)}
    authors = quarantine.authors([one.observation_id for one in known.values() if one.observation_id])
    mine = posts_of(by)
    verdicts = [_answer(row, known.get(row.objection_id), authors, mine, by) for row in batch]
    Objection.objects.bulk_update(known.values(), ["outcome", "answer", "answered_at", "answered_by", "version"])
    taken = [verdict for verdict in verdicts if verdict.taken]
    subject = known[batch[0].objection_id].person_id if len(batch) == len(taken) == 1 else ""
    record_event(by=by, action="residents.answer_objections", area=by.area, count=len(taken), subject=subject)
    return verdicts


def posts_of(by: Actor) -> set[int]:
    """The posts of whoever acts: the same officer in another post is the same author."""
    held = accounts.post_ids_of(by.user_id) if by.user_id else set()
    return held | ({by.post_id} if by.post_id else set())


def _answer(
    row: ObjectionAnswer, one: Objection | None, authors: Mapping[UUID, set[int]], mine: set[int], by: Actor
) -> Verdict:
    try:
        if one is None:
            raise Refused("not_found", choices.OBJECTION_UNKNOWN)
        if one.answered_at is not None:
            raise Refused("answered", choices.ANSWERED)
        if row.outcome not in Outcome.values:
            raise Refused("outcome_missing", choices.OUTCOME_MISSING)
        words = rules.check_words(row.answer)
        if one.observation_id:
            rules.check_author(mine, authors.get(one.observation_id, set()))
    except Refused as refusal:
        return refused(refusal)
    one.outcome, one.answer, one.version = row.outcome, words, one.version + 1
    one.answered_at, one.answered_by = clocks.now(), by.name[:80]
    return accepted(one.pk, number=one.number, outcome=one.outcome)
