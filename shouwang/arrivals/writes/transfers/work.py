"""One batch about transfers: what it needs to know, and how states, legs and hand-overs are written."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from shouwang.accounts.actors import Actor
from shouwang.arrivals import choices
from shouwang.arrivals.choices import HandOverStep, TransferFlag, TransferState
from shouwang.arrivals.models import HandOver, Leg, Passenger, Transfer
from shouwang.arrivals.reads.rulings import Rules
from shouwang.arrivals.rules import transfers as rules
from shouwang.arrivals.rules.returns import is_fever
from shouwang.arrivals.writes.transfers.rows import Crew
from shouwang.audit.writes import record_event
from shouwang.ledger import tallies
from shouwang.ledger.records import stamp
from shouwang.lib import clocks
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import Verdict, Warned, accepted, refused
from shouwang.policy.packs import Pack
from shouwang.policy.reads import Rulebook, rulebook
from shouwang.policy.rules import check_temperature
from shouwang.quarantine.writes import NewFever, record_fevers


@dataclass(frozen=True, slots=True)
class Asked:
    """Where and when a rule is asked for: ``Rules`` reads these."""

    reporter: str
    unit: str
    area: str
    on: date


@dataclass(frozen=True, slots=True)
class Sides:
    """One hand-over: when, where, who gave and who took, and what was measured of whom."""

    step: HandOverStep
    at: datetime
    planned_at: datetime | None
    place: str
    given_by: str
    taken_by: str
    temperatures: Any  # by person


class Work:
    """The transfers of one batch, locked, with what is needed to carry its rows out."""

    def __init__(self, by: Actor, ids: Iterable[UUID] = ()) -> None:
        self.actor, self.now = by, clocks.now()
        self.book: Rulebook = rulebook()
        self._known: dict[UUID, Transfer] = {}
        self.lock(ids)

    # ------------------------------------------------------------------ what rows need to know
    def transfer(self, key: UUID) -> Transfer:
        """A transfer of the batch. Raises Refused not_found."""
        if key not in self._known:
            raise Refused("not_found", choices.TRANSFER_NOT_FOUND)
        return self._known[key]

    def lock(self, ids: Iterable[UUID]) -> dict[UUID, Transfer]:
        """Transfers that the post can see, locked for this batch."""
        locked = Transfer.objects.filter(pk__in=set(ids)).order_by("pk").select_for_update(no_key=True)
        found = {one.pk: one for one in locked}
        self._known |= found
        return found

    def keep(self, transfer: Transfer) -> None:
        """A transfer that this batch made."""
        self._known[transfer.pk] = transfer

    def moment(self, at: datetime | None) -> datetime:
        """When a thing happened: now, if nothing was said."""
        return at or self.now

    def stat_day(self, area: str, at: datetime) -> date:
        """The statistics day of a moment in an area."""
        return clocks.stat_day(at, self.book.cutoff_for(area, clocks.local(at).date())[0])

    def packs(self, asked: Sequence[Asked]) -> list[Pack]:
        """The pack that applies to each, with the overlays of its units."""
        found = Rules(self.book, asked)
        return [found.pack(one) for one in asked]

    def passengers(self, transfer: Transfer) -> list[Passenger]:
        """Who is still in the transfer."""
        return list(Passenger.objects.filter(transfer=transfer, ended_at=None).order_by("pk"))

    def leg(self, transfer: Transfer) -> Leg | None:
        """The leg that is not over."""
        return Leg.objects.filter(transfer=transfer, in_at=None, failed_at=None).order_by("-number").first()

    # ------------------------------------------------------------------ what becomes of them
    def verdicts(self, batch: Sequence[Any], carry_out: Callable[[Any], Verdict]) -> list[Verdict]:
        """One verdict a row; a refused row changes nothing and stops nobody."""
        return [self._verdict(row, carry_out) for row in batch]

    def _verdict(self, row: Any, carry_out: Callable[[Any], Verdict]) -> Verdict:
        try:
            return carry_out(row)
        except Refused as refusal:
            return refused(refusal)

    def put(self, transfer: Transfer, state: TransferState, at: datetime, **changes: Any) -> None:
        """The transfer stands somewhere else now, and so do its persons."""
        for name, value in (changes | {"state": state, "since": at, "version": transfer.version + 1}).items():
            setattr(transfer, name, value)
        transfer.save(update_fields=["state", "since", "version", *changes])
        ended = {"ended_at": at} if state in (TransferState.HANDED_OVER, TransferState.FAILED) else {}
        aboard = Passenger.objects.filter(transfer=transfer, ended_at=None)
        aboard.update(state=state, expected_at=transfer.hand_over_at, **ended)

    def new_leg(self, transfer: Transfer, crew: Crew, at: datetime) -> Leg:
        """The next drive; a driver who is elsewhere at that time is flagged."""
        return Leg.objects.create(
            transfer=transfer, area=transfer.area, unit=transfer.unit, reported_by=transfer.reported_by,
            number=Leg.objects.filter(transfer=transfer).count() + 1, created_at=self.now, created_by=self.actor.post_id, sent_at=at,
            **{name: getattr(crew, name) for name in ("vehicle", "plate", "driver", "escort", "protection")},
        )  # fmt: skip

    def driver_elsewhere(self, leg: Leg) -> bool:
        """Whether the driver of a leg drives another transfer at the same time."""
        if not leg.driver:
            return False
        mine = _drive(leg)
        others = Leg.objects.filter(driver=leg.driver, failed_at=None).exclude(transfer=leg.transfer_id)
        return any(rules.at_the_same_time(mine, _drive(other)) for other in others)

    def flag(self, transfer: Transfer, *flags: TransferFlag) -> None:
        """Mark a transfer for a person to look at."""
        new = [flag for flag in flags if flag not in transfer.flags]
        if new:
            transfer.flags = [*transfer.flags, *new]
            transfer.save(update_fields=["flags"])

    def hand_over(self, transfer: Transfer, leg: Leg, passengers: Sequence[Passenger], sides: Sides) -> list[Warned]:
        """Record one hand-over of everybody in the vehicle; what was measured as a fever reaches quarantine."""
        packs = self.packs([_asked(one, sides.at) for one in passengers])
        self._check_bodies(passengers, packs, sides)
        records = [self._record(transfer, leg, one, sides) for one in passengers]
        HandOver.objects.bulk_create(records)
        tallies.post(HandOver, [one.pk for one in records])
        return self._fevers(records, packs)

    def _check_bodies(self, passengers: Sequence[Passenger], packs: Sequence[Pack], sides: Sides) -> None:
        if set(sides.temperatures) - {one.person_id for one in passengers}:
            raise Refused("stranger", choices.TRANSFER_STRANGER)
        for one, pack in zip(passengers, packs, strict=True):
            if (measured := sides.temperatures.get(one.person_id)) is not None:
                check_temperature(float(measured), pack.signs)

    def _record(self, transfer: Transfer, leg: Leg, one: Passenger, sides: Sides) -> HandOver:
        return HandOver(
            **stamp(
                by=self.actor, area=one.area, unit=one.unit, happened_at=sides.at, day=self.stat_day(one.area, sides.at),
                entered_at=self.now, reported_by=transfer.organiser,
            ),
            transfer=transfer, leg=leg, person_id=one.person_id, arrival=one.arrival, step=sides.step,
            planned_at=sides.planned_at, place=sides.place, given_by=sides.given_by, taken_by=sides.taken_by,
            temperature_c=sides.temperatures.get(one.person_id),
        )  # fmt: skip

    def _fevers(self, records: Sequence[HandOver], packs: Sequence[Pack]) -> list[Warned]:
        hot = [one for one, pack in zip(records, packs, strict=True) if is_fever(one.temperature_c, pack.signs.fever_c)]
        if hot:
            record_fevers([_fever(one, one.temperature_c or Decimal(0)) for one in hot], by=self.actor)
        return [Warned("FEVER", choices.FEVER % {"value": one.temperature_c}) for one in hot]


def log(work: Work, action: str, verdicts: Sequence[Verdict], reason: str = "") -> None:
    """One event for the whole batch."""
    taken = [verdict for verdict in verdicts if verdict.taken]
    subject = taken[0].id if len(taken) == 1 and taken[0].id else ""
    record_event(
        by=work.actor, action=f"arrivals.{action}", area=work.actor.area, count=len(taken), subject=subject,
        reason=reason[:200],
    )  # fmt: skip


def say(transfer: Transfer, warnings: Iterable[Warned] = ()) -> Verdict:
    """The answer to a row that was carried out."""
    return accepted(transfer.pk, tuple(warnings), state=transfer.state)


def _drive(leg: Leg) -> rules.Drive:
    return rules.Drive(leg.driver, leg.out_at or leg.sent_at, leg.in_at)


def _asked(one: Passenger, at: datetime) -> Asked:
    return Asked(one.unit, one.unit, one.area, clocks.local(at).date())


def _fever(record: HandOver, measured: Decimal) -> NewFever:
    return NewFever(
        person_id=record.person_id, area=record.area, unit=record.unit, reported_by=record.reported_by,
        temperature_c=measured, happened_at=record.happened_at, source="transfer", source_id=record.pk,
    )  # fmt: skip
