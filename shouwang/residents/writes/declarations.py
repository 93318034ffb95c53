"""Declared returns. By a link they go into the register at once; from the public page they wait for the office's look."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.arrivals import writes as arrivals
from shouwang.arrivals.choices import DeclaredBy
from shouwang.audit.writes import record_event
from shouwang.lib import clocks
from shouwang.lib.ids import uuid7
from shouwang.lib.refusals import Refused
from shouwang.lib.sealed import seal
from shouwang.lib.verdicts import REFUSED, Verdict, accepted, duplicate, refused
from shouwang.people import writes as people
from shouwang.places import reads as places
from shouwang.policy import reads as policy
from shouwang.residents import choices, rules
from shouwang.residents.choices import DeclarationState, Way
from shouwang.residents.models import Declaration
from shouwang.residents.writes.requests import id_of

SEALED = "declaration"
NOBODY = UUID("00000000-0000-8000-8000-000000000001")  # the name space of public declarations: they name no person
DAYS = ("left_on", "arrived_on")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A return as somebody declares it; identity as it was written. ``key`` is the form's own."""

    full_name: str = ""
    id_number: str = ""
    phone: str = ""
    area: str = ""
    address: str = ""
    from_place: str = ""
    left_on: date | None = None
    arrived_on: date | None = None
    transport: str = ""
    transport_no: str = ""
    companions: str = ""
    case_contact: bool | None = None
    temperature_c: Decimal | None = None
    symptoms: list[str] = field(default_factory=list)
    remark: str = ""
    key: UUID = field(default_factory=uuid7)

    def __repr__(self) -> str:
        """Nothing of the person stands in logs."""
        return "Told(…)"

    def arrival(self, **more: Any) -> arrivals.NewArrival:
        """The same as a row of the register; in the future it is an announcement."""
        said = {name: value for name, value in asdict(self).items() if name != "key"}
        ahead = self.arrived_on is not None and self.arrived_on > clocks.today()
        return arrivals.NewArrival(**(said | {"announced": ahead, "declared_by": DeclaredBy.SELF} | more))


def _sealed(told: Told) -> Any:
    return seal().close(SEALED, json.dumps(asdict(told), default=str, ensure_ascii=False))


def told_in(declaration: Declaration) -> Told:
    """What a declaration says."""
    said = json.loads(seal().open(SEALED, declaration.told))
    days = {name: date.fromisoformat(said[name]) if said[name] else None for name in DAYS}
    degrees = Decimal(said["temperature_c"]) if said["temperature_c"] else None
    return Told(**(said | days | {"temperature_c": degrees, "key": UUID(said["key"])}))


@transaction.atomic
def declare_own(person_id: UUID, told: Told, *, by: Actor) -> Verdict:
    """The return of the person a link is about: into the register at once, as who the office knows already.

    Somebody known without a document, and whatever the register refuses, waits for the office. Raises Refused not_found.
    """
    who = people.as_told(person_id, by=by)
    row = Declaration(**_common(who["area"], by), person_id=person_id, way=Way.LINK, id=id_of(_Keyed(person_id, told.key)))
    if known := Declaration.objects.filter(pk=row.pk).first():
        return duplicate(known.pk, reason=str(choices.SAID_ALREADY), state=known.state)
    identity = {name: who[name] for name in ("full_name", "id_number", "phone", "area")}
    full = replace(told, **identity, address=told.address or who["address"])
    row.told, row.unnamed = _sealed(full), not full.id_number
    verdict = arrivals.record_arrivals([full.arrival(id=return_of(row))], by=by)[0] if who["id_number"] else None
    if verdict is not None and verdict.outcome != REFUSED:
        registered(row, verdict, by)
    elif verdict is not None:
        row.why = str(verdict.reason)[:200]
    row.save(force_insert=True)
    record_event(by=by, action="residents.declare_own", area=by.area, subject=person_id)
    return accepted(row.pk, state=row.state)


@dataclass(frozen=True, slots=True)
class _Keyed:
    person_id: UUID
    key: UUID


def _common(area: str, by: Actor) -> dict[str, Any]:
    now = clocks.now()
    unit = places.managing_units([area]).get(area, "")
    due = rules.due_at(now, policy.residents_for(area, clocks.local(now).date()).answer_hours)
    return {"area": area, "unit": unit, "created_at": now, "created_by": by.post_id, "declared_at": now, "due_at": due}


def registered(row: Declaration, verdict: Verdict, by: Actor) -> None:
    """Write down that a declaration is in the register; the caller saves it."""
    row.state, row.arrival = DeclarationState.REGISTERED, verdict.of or verdict.id
    row.settled_at, row.settled_by = clocks.now(), by.name[:80]


def return_of(row: Declaration) -> UUID:
    """The id of the return that a declaration makes, another one after it was taken back: one that was there before has not this id."""
    return uuid5(row.pk, str(row.version))


def made_by(row: Declaration) -> bool:
    """Whether the return in the register is there by this declaration alone."""
    return row.arrival == return_of(row)


@transaction.atomic
def declare_publicly(told: Told, *, by: Actor) -> UUID:
    """A return declared by somebody without a link: kept, unverified, until the office has looked. The number of it.

    The answer is the same whoever it is about, so that nothing can be learned of anybody. Raises Refused name_missing,
    reach_missing.
    """
    rules.check_told(asdict(told))
    row = Declaration(**_common(by.area, by), id=uuid5(NOBODY, str(told.key)), way=Way.POSTER, told=_sealed(replace(told, area=by.area)), unnamed=not told.id_number)
    Declaration.objects.bulk_create([row], ignore_conflicts=True)  # sent twice, it is there once
    record_event(by=by, action="residents.declare_publicly", area=by.area)
    return row.pk


@transaction.atomic
def open_declaration(declaration_id: UUID, *, by: Actor) -> tuple[Declaration, Told]:
    """One declaration with what it says, and an event that somebody looked. Raises Refused not_found."""
    by.check(Permission.VIEW_ARRIVALS)
    found = Declaration.objects.filter(pk=declaration_id).first()
    if found is None or not by.covers(found.area):
        raise Refused("not_found", choices.DECLARATION_UNKNOWN)
    record_event(by=by, action="residents.open_declaration", area=found.area, subject=found.person_id or found.pk)
    return found, told_in(found)


@transaction.atomic
def register_declarations(declaration_ids: Sequence[UUID], *, by: Actor) -> list[Verdict]:
    """Take declarations into the register, through its own door: who is known already is recognised there.

    Refused per row: not_found, settled, who_first (it names no document: see ``settle_declarations``), and what the register
    refuses. Raises Refused not_permitted.
    """
    by.check(Permission.RECORD_ARRIVALS)
    known = locked(declaration_ids, by)
    waiting = {one.pk: (one, told_in(one)) for one in known.values() if one.state == DeclarationState.WAITING}
    judged: dict[UUID, Verdict] = {key: refused(Refused("who_first", choices.WHO_FIRST)) for key, (_one, told) in waiting.items() if not told.id_number}
    judged |= register([(one, told.arrival(id=return_of(one))) for one, told in waiting.values() if told.id_number], by=by)
    verdicts = [judged.get(key) or refused(why_not(known.get(key))) for key in declaration_ids]
    count = sum(verdict.taken for verdict in verdicts)
    record_event(by=by, action="residents.register_declarations", area=by.area, count=count)
    return verdicts


def register(rows: Sequence[tuple[Declaration, arrivals.NewArrival]], *, by: Actor) -> dict[UUID, Verdict]:
    """Take declarations into the register as these returns; the verdicts by the declarations' ids. Runs in the caller's transaction."""
    answers = arrivals.record_arrivals([arrival for _one, arrival in rows], by=by) if rows else []
    judged = {one.pk: verdict for (one, _arrival), verdict in zip(rows, answers, strict=True)}
    for one, _arrival in rows:
        if judged[one.pk].outcome != REFUSED:
            registered(one, judged[one.pk], by)
    Declaration.objects.bulk_update([one for one, _arrival in rows], ["state", "arrival", "settled_at", "settled_by"])
    return judged


def locked(ids: Sequence[UUID], by: Actor) -> dict[UUID, Declaration]:
    """Declarations of the post's area by id, held until the transaction ends."""
    found = Declaration.objects.filter(pk__in=list(ids)).order_by("declared_at", "pk").select_for_update()
    return {one.pk: one for one in found if by.covers(one.area)}


def why_not(one: Declaration | None) -> Refused:
    """Why a declaration cannot be settled: it is not there, or somebody has settled it."""
    return Refused("not_found", choices.DECLARATION_UNKNOWN) if one is None else Refused("settled", choices.SETTLED)


@transaction.atomic
def dismiss_declarations(declaration_ids: Sequence[UUID], *, reason: str, by: Actor) -> list[Verdict]:
    """Set declarations aside, with the reason. Refused per row: not_found, settled. Raises Refused reason_missing."""
    by.check(Permission.RECORD_ARRIVALS)
    why = rules.check_reason(reason)
    known = locked(declaration_ids, by)
    verdicts = [dismiss(known.get(key), why, by) for key in declaration_ids]
    Declaration.objects.bulk_update(known.values(), ["state", "why", "settled_at", "settled_by"])
    count = sum(verdict.taken for verdict in verdicts)
    record_event(by=by, action="residents.dismiss_declarations", area=by.area, count=count, reason=why)
    return verdicts


@transaction.atomic
def undo_dismissals(declaration_ids: Sequence[UUID], *, reason: str, by: Actor) -> list[Verdict]:
    """Take up declarations again that were set aside by mistake; the reason stays in the log.

    Refused per row: not_found, not_dismissed. Raises Refused reason_missing.
    """
    by.check(Permission.RECORD_ARRIVALS)
    why = rules.check_reason(reason)
    known = locked(declaration_ids, by)
    verdicts = [_take_up(known.get(key)) for key in declaration_ids]
    Declaration.objects.bulk_update(known.values(), ["state", "why", "settled_at", "settled_by"])
    count = sum(verdict.taken for verdict in verdicts)
    record_event(by=by, action="residents.undo_dismissals", area=by.area, count=count, reason=why)
    return verdicts


def _take_up(one: Declaration | None) -> Verdict:
    if one is None:
        return refused(why_not(one))
    if one.state != DeclarationState.DISMISSED:
        return refused(Refused("not_dismissed", choices.NOT_DISMISSED))
    one.state, one.why, one.settled_at, one.settled_by = DeclarationState.WAITING, "", None, ""
    return accepted(one.pk)


def dismiss(one: Declaration | None, why: str, by: Actor) -> Verdict:
    """Set one aside; the caller saves it."""
    if one is None or one.state != DeclarationState.WAITING:
        return refused(why_not(one))
    one.state, one.why, one.settled_at, one.settled_by = DeclarationState.DISMISSED, why[:200], clocks.now(), by.name[:80]
    return accepted(one.pk)
