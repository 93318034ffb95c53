"""Verdicts before anything is written: who it is, where, by which rules, and whether the return is known already."""

from collections.abc import Sequence
from itertools import batched
from typing import Any
from uuid import UUID

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.arrivals import choices
from shouwang.arrivals.reads.known import registered_before, registrations_of
from shouwang.arrivals.rules import returns as rules
from shouwang.arrivals.rules.returns import Relation
from shouwang.arrivals.writes.cases import Batch, Case
from shouwang.arrivals.writes.classifying import judge_classes
from shouwang.arrivals.writes.locating import judge_places
from shouwang.arrivals.writes.rows import NewArrival
from shouwang.arrivals.writes.verdicts import verdict_of
from shouwang.lib import clocks, paths
from shouwang.lib.ids import uuid7
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import Verdict
from shouwang.people.reads.assessments import assess
from shouwang.people.rules.identities import Identity
from shouwang.policy.reads import rulebook

PART = 5000  # rows looked up together


def judge_arrivals(batch: Sequence[NewArrival], *, by: Actor) -> list[Verdict]:
    """What ``record_arrivals`` would answer, without writing anything."""
    return [verdict_of(case) for case in judge_cases(batch, by=by).cases]


def judge_cases(batch: Sequence[NewArrival], *, by: Actor) -> Batch:
    """Everything that can be found out about the rows. Raises Refused not_permitted."""
    by.check(Permission.RECORD_ARRIVALS)
    now = clocks.now()
    judged = Batch([_case(row, now) for row in batch], by, now, rulebook())
    for cases in batched(judged.cases, PART):
        _judge_part(judged.part(list(cases)))
    _compare_all(judged)
    return judged


def identity_of(case: Case) -> Identity:
    """Who the row is about, as ``people`` reads it."""
    row = case.row
    return Identity(
        full_name=row.full_name, area=case.area, unit=case.unit, document=row.id_number, phone=row.phone, sex=row.sex,
        age=row.age,
        age_on=case.on, registered_address=row.registered_address, address=row.address, employer=row.employer,
        person_id=row.person_id, no_document_reason=row.no_document_reason,
    )  # fmt: skip


def _case(row: NewArrival, now: Any) -> Case:
    happened_at = row.happened_at or now
    return Case(row, row.id or uuid7(), happened_at, clocks.local(happened_at).date())


def _judge_part(part: Batch) -> None:
    for case in part.cases:
        try:
            rules.check_moment(case.happened_at, part.now)
            rules.check_facts(case.row, case.on)
        except Refused as refusal:
            case.refuse(refusal)
    judge_places(part)
    _judge_people(part)
    judge_classes(part)
    for case in part.open():
        if rules.dates_reversed(case.row):
            case.warn("DATE_ORDER", choices.DATES_REVERSED % {"arrived": case.row.arrived_on, "left": case.row.left_on})


def _judge_people(part: Batch) -> None:
    cases = list(part.open())
    for case, found in zip(cases, assess([identity_of(case) for case in cases], part.actor), strict=True):
        if found.refusal:
            case.refuse(found.refusal)
            continue
        case.person_id = found.known.id if found.known else None
        case.person_area = found.known.area if found.known else ""
        case.person_key = case.person_id or found.index
        _offer_known_home(case)
        case.birth_date = found.read.birth_date if found.read else None
        case.warnings += found.warnings
        case.person_facts = found.facts


def _offer_known_home(case: Case) -> None:
    """Where nobody can tell the village, the one in which the person is known is offered."""
    home = paths.cut(case.person_area, "village") if case.person_area else ""
    if (
        case.unassigned
        and not case.candidates
        and not rules.is_unassigned(home or case.area)
        and paths.holds(case.area, home)
    ):
        case.candidates, case.place_open = [home], True


def _compare_all(judged: Batch) -> None:
    """Hold each row against what is registered of the person, and against the rows before it."""
    known: dict[Any, list[Any]] = {}
    sent_before: dict[UUID, Any] = {}
    for cases in batched(judged.open(), PART):
        for arrival in registrations_of(case.person_id for case in cases if case.person_id):
            known.setdefault(arrival.person_id, []).append(arrival)
        sent_before |= registered_before(case.row.id for case in cases if case.row.id)
    for case in judged.open():
        before = known.setdefault(case.person_key, [])
        if case.row.id is not None and case.row.id in sent_before:
            case.known, case.compared = sent_before[case.row.id], rules.Compared(Relation.EXACT, {})
        elif _stands_beside(case, before):
            before.append(case)
        sent_before.setdefault(case.id, case)


def _stands_beside(case: Case, before: list[Any]) -> bool:
    """Compare with the person's closest registration. Whether the row is kept: as another return or a contradiction."""
    found = [(_held_against(one, case), one) for one in before if case.row.announced or not one.announced]
    within = [pair for pair in found if pair[0].relation is not Relation.OTHER]
    if not within:
        return True
    case.compared, case.known = min(within, key=lambda pair: (pair[0].relation, _apart(pair[1], case)))
    if case.compared.relation is Relation.OTHER_SOON:
        case.warn("POSSIBLE_DUPLICATE", choices.ANOTHER_RETURN_SOON % {"day": case.known.arrived_on})
    return case.is_kept


def _held_against(one: Any, case: Case) -> rules.Compared:
    policy = case.rules
    return rules.compare(one, case, look_back=policy.exposure.source_days, fever_c=policy.signs.fever_c)


def _apart(one: Any, case: Case) -> int:
    return abs((one.arrived_on - case.row.arrived_on).days)
