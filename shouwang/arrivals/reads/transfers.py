"""Doors to transfers for one acting post: lists, one journey with everything about it, who still waits for one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.arrivals.choices import ON_THE_WAY, TRANSFER_OPEN, HandOverStep, TransferState
from shouwang.arrivals.models import Arrival, HandOver, Leg, Passenger, Transfer, Violation
from shouwang.arrivals.reads.lists import below, in_transfer, needs_transfer
from shouwang.lib.counting import how_many
from shouwang.people import reads as people
from shouwang.people.reads import PersonCard
from shouwang.places import reads as places

TRANSFER_SORTABLE = ("pick_up_at", "state", "area", "created_at")


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferFilters:
    """Which transfers: every filter that is set must hold. ``open`` is one of ``TRANSFER_QUEUES``."""

    state: str = ""
    area: str = ""
    open: str = ""
    flagged: bool = False


@dataclass(frozen=True)
class Travelling:
    """One person of a transfer, as far as the reader may see."""

    passenger: Passenger
    person: PersonCard | None
    place: str
    hand_overs: Sequence[HandOver]

    def name_for(self, reader: Actor) -> str:
        """The name as this post may see it."""
        if self.person is None:
            return ""
        return self.person.full_name if reader.can(Permission.VIEW_PEOPLE) else self.person.masked_name

    def temperature(self, step: str) -> Any:
        """What was measured at a hand-over, the last one counts."""
        return next((one.temperature_c for one in reversed(self.hand_overs) if one.step == step), None)


@dataclass(frozen=True)
class TransferFile:
    """One transfer: its legs in order, who travels, every hand-over with both sides."""

    transfer: Transfer
    legs: Sequence[Leg]
    persons: Sequence[Travelling]
    moments: Sequence[HandOver]  # one for each hand-over, whoever was in the vehicle
    organiser: str
    site: str

    @property
    def destination(self) -> str:
        """Where it goes, in words."""
        return self.site or self.transfer.to_words


@dataclass(frozen=True)
class TransferRow:
    """One transfer as a list shows it."""

    transfer: Transfer
    leg: Leg | None
    names: Sequence[str]
    destination: str
    organiser: str


@dataclass(frozen=True)
class Summary:
    """How transfers stand at the end of a day."""

    waiting: int  # the class demands a transfer, nobody has been handed over yet
    requested: int  # of those, in a transfer already
    done: int  # handed over on that day


TRANSFER_QUEUES: Mapping[str, Q] = {
    "approve": Q(state=TransferState.REQUESTED),
    "dispatch": Q(state=TransferState.APPROVED),
    "under_way": Q(state__in=ON_THE_WAY),
    "disinfect": Q(state=TransferState.HANDED_OVER),
}


def find_transfers(filters: TransferFilters, *, by: Actor) -> QuerySet[Transfer]:
    """The transfers of the post's area that fit."""
    if not by.can(Permission.VIEW_ARRIVALS):
        return Transfer.objects.none()
    found = Transfer.objects.filter(below(by.area), TRANSFER_QUEUES.get(filters.open, Q()))
    if filters.state:
        found = found.filter(state=filters.state)
    if filters.area:
        found = found.filter(below(filters.area))
    return found.exclude(flags=[]) if filters.flagged else found


def transfer_counts(before: Mapping[str, datetime], *, by: Actor) -> dict[str, tuple[int, int]]:
    """By queue of ``TRANSFER_QUEUES``: how many transfers wait in the post's area, and how many of them since before its moment."""
    late = {queue: Q(since__lt=moment) for queue, moment in before.items()}
    return how_many(find_transfers(TransferFilters(), by=by), TRANSFER_QUEUES, late)


def transfer_rows(found: Iterable[Transfer], *, by: Actor) -> list[TransferRow]:
    """Transfers with their persons and the vehicle on the road, in a constant number of queries."""
    shown = list(found)
    ids = [one.pk for one in shown]
    passengers = list(Passenger.objects.filter(transfer__in=ids).order_by("pk"))
    cards = people.persons({one.person_id for one in passengers}, by=by)
    legs = {leg.transfer_id: leg for leg in Leg.objects.filter(transfer__in=ids).order_by("number")}
    names: dict[UUID, list[str]] = {}
    for one in passengers:
        names.setdefault(one.transfer_id, []).append(_name(cards.get(one.person_id), by))
    sites, units = _site_names(shown), places.unit_names({one.organiser for one in shown})
    return [
        TransferRow(
            one, legs.get(one.pk), names.get(one.pk, []), sites.get(one.to_site, "") or one.to_words,
            units.get(one.organiser) or one.organiser,
        )
        for one in shown
    ]  # fmt: skip


def _name(card: PersonCard | None, by: Actor) -> str:
    if card is None:
        return ""
    return card.full_name if by.can(Permission.VIEW_PEOPLE) else card.masked_name


def _site_names(shown: Sequence[Transfer]) -> dict[str, str]:
    codes = {one.to_site for one in shown} - {""}
    return {site.code: site.name for site in places.sites().filter(pk__in=codes)} if codes else {}


def transfer_file(transfer_id: UUID, *, by: Actor) -> TransferFile | None:
    """Everything about one transfer of the post's area, or none."""
    found = find_transfers(TransferFilters(), by=by).filter(pk=transfer_id).first()
    if found is None:
        return None
    passengers = list(Passenger.objects.filter(transfer=found).order_by("pk"))
    given = list(HandOver.objects.filter(transfer=found, live=True).order_by("happened_at", "received"))
    cards = people.persons({one.person_id for one in passengers}, by=by)
    names = places.full_names({one.area for one in passengers})
    persons = [
        Travelling(
            one, cards.get(one.person_id), names.get(one.area, ""),
            [record for record in given if record.person_id == one.person_id],
        )
        for one in passengers
    ]  # fmt: skip
    moments = {(one.leg_id, one.step): one for one in given}
    organisers = places.unit_names({found.organiser})
    return TransferFile(
        found, list(Leg.objects.filter(transfer=found).order_by("number")), persons, list(moments.values()),
        organisers.get(found.organiser) or found.organiser, _site_names([found]).get(found.to_site, ""),
    )  # fmt: skip


def waiting_for_transfer(*, by: Actor, until: datetime | None = None) -> QuerySet[Arrival]:
    """Returns whose class demands a transfer and who were not handed over yet (by a moment)."""
    if not by.can(Permission.VIEW_ARRIVALS):
        return Arrival.objects.none()
    found = Arrival.objects.filter(below(by.area), needs_transfer(until))
    return found.filter(happened_at__lte=until) if until else found


def without_transfer(*, by: Actor) -> QuerySet[Arrival]:
    """Of those the ones that nobody has asked a transfer for."""
    return waiting_for_transfer(by=by).filter(~in_transfer())


def summary(day: date, end: datetime, *, by: Actor) -> Summary:
    """How transfers stand at the end of a statistics day, which is the moment ``end``."""
    waiting = waiting_for_transfer(by=by, until=end)
    counted = waiting.aggregate(all=Count("pk"), asked=Count("pk", filter=Q(in_transfer())))
    done = HandOver.objects.filter(below(by.area), step=HandOverStep.ARRIVAL, live=True, day=day).count()
    return Summary(counted["all"], counted["asked"], done)


def passengers_of(roots: Iterable[UUID]) -> dict[UUID, Passenger]:
    """The latest transfer of each return, by root."""
    found = Passenger.objects.filter(arrival__in=list(roots)).order_by("pk")
    return {one.arrival: one for one in found if one.arrival}


def sees_transfer(passenger: Passenger | None, *, by: Actor) -> bool:
    """Whether the transfer of somebody lies in the post's area; a village sees only that its person is coming."""
    return passenger is not None and find_transfers(TransferFilters(), by=by).filter(pk=passenger.transfer_id).exists()


def expected_here(*, by: Actor) -> QuerySet[Passenger]:
    """Who is being brought to the post's area: the community is told beforehand."""
    if not by.can(Permission.VIEW_ARRIVALS):
        return Passenger.objects.none()
    return Passenger.objects.filter(below(by.area), ended_at=None, state__in=TRANSFER_OPEN)


def violations(*, by: Actor) -> QuerySet[Violation]:
    """Pick-ups organised without the right to, newest first."""
    if not by.can(Permission.VIEW_ARRIVALS):
        return Violation.objects.none()
    return Violation.objects.filter(below(by.area), live=True).order_by("-happened_at", "-pk")
