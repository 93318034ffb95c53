"""People in isolation sites: who comes, who changes rooms, who leaves (DOMAIN 3.7)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import Verdict, accepted, duplicate
from shouwang.places import reads as places
from shouwang.quarantine import choices
from shouwang.quarantine.choices import BookingEnd, Need, StayEnd, StayKind
from shouwang.quarantine.models import Booking, Observation, Room, Stay
from shouwang.quarantine.reads.hosts import hosting
from shouwang.quarantine.reads.subjects import Subjects
from shouwang.quarantine.rules.measures import check_time
from shouwang.quarantine.rules.sites import check_companion, group_of
from shouwang.quarantine.writes.courses import lapse
from shouwang.quarantine.writes.rows import EndedStay, NewStay, StayNeeds
from shouwang.quarantine.writes.work import Work, guarded, log

ISOLATION_SITE = "isolation_site"


class SiteBook:
    """The isolation sites of a batch, their rooms, who stays in them and for whom they are reserved; read once."""

    def __init__(self, work: Work, codes: Sequence[str]) -> None:
        self.work = work
        found = [places.site(code) for code in sorted(set(codes))]
        self.sites = {site.code: site for site in found if site is not None and site.kind == ISOLATION_SITE}
        known = list(self.sites)
        self.rooms = {(room.site, room.number): room for room in (Room.objects.filter(site__in=known) if known else [])}
        self.stays: dict[UUID, Stay] = {}
        self.taken: set[UUID] = set()  # rooms in use or not yet disinfected
        self.inside: dict[UUID, UUID] = {}  # who is under observation in a room
        self.booked: dict[UUID, Booking] = {}  # by room
        self.promised: dict[UUID, Booking] = {}  # by person
        self._read: set[UUID] = set()
        for stay in Stay.objects.filter(site__in=known, freed_at__isnull=True) if known else []:
            self.note(stay)
        self._note_bookings(Q(site__in=known))

    def know(self, persons: Sequence[UUID]) -> None:
        """Read where these persons stay, or have a room reserved, at whatever site."""
        for stay in Stay.objects.filter(person_id__in=list(persons), out_at__isnull=True):
            self.note(stay)
        self._note_bookings(Q(person_id__in=list(persons)))

    def note(self, stay: Stay) -> None:
        """Remember a stay."""
        if stay.out_at is None:
            self.stays[stay.person_id] = stay
        if stay.room_id and stay.freed_at is None and stay.kind == StayKind.OBSERVED:
            self.taken.add(stay.room_id)
            if stay.out_at is None:
                self.inside[stay.room_id] = stay.person_id

    def _note_bookings(self, wanted: Q) -> None:
        for booking in Booking.objects.filter(wanted, closed_at__isnull=True):
            if booking.pk in self._read:
                continue
            self._read.add(booking.pk)
            if booking.lapses_at is not None and booking.lapses_at <= self.work.now:
                lapse(self.work, booking)
            else:
                self.note_booking(booking)

    def note_booking(self, booking: Booking) -> None:
        """Remember a reservation."""
        if booking.room_id:
            self.booked.setdefault(booking.room_id, booking)
        if booking.person_id:
            self.promised.setdefault(booking.person_id, booking)

    def add(self, person_id: UUID, site: str, at: datetime, *, observation: Observation | None = None, room: Room | None = None, **more: Any) -> Stay:
        """A new stay, in the area of the site; what was reserved for the person is used up."""
        place = self.sites[site]
        stay = self.work.add(
            Stay(
                **self.work.order(place.area, place.unit), site=site, room=room, person_id=person_id, in_at=at,
                observation_id=observation.pk if observation else None, due_on=observation.due_on if observation else None,
                **{"group": group_of(observation.class_id if observation else "")} | more,
            )
        )  # fmt: skip
        self.note(stay)
        self.use_up(self.promised.get(person_id), at)
        self.use_up(self.booked.get(room.pk) if room else None, at)
        return stay

    def use_up(self, booking: Booking | None, at: datetime) -> None:
        """A reservation is fulfilled: whoever it was for has come."""
        if booking is not None and booking.closed_at is None:
            self.work.change(booking, closed_at=max(at, booking.booked_at), end_kind=BookingEnd.CAME)
            self.forget(booking)

    def forget(self, booking: Booking) -> None:
        """A reservation does not stand in the way any more."""
        if booking.room_id:
            self.booked.pop(booking.room_id, None)
        if booking.person_id:
            self.promised.pop(booking.person_id, None)

    def room(self, site: str, number: str, person: UUID | None = None) -> Room | None:
        """The free room of this number; none where no number is said. Raises Refused room_unknown, room_taken or room_reserved."""
        if not number:
            return None
        room = self.rooms.get((site, number))
        if room is None:
            raise Refused("room_unknown", choices.ROOM_UNKNOWN, room=number)
        if room.pk in self.taken or room.closed_at is not None or room.for_staff:
            raise Refused("room_taken", choices.ROOM_TAKEN, room=number)
        booking = self.booked.get(room.pk)
        if booking is not None and booking.person_id is not None and booking.person_id != person:
            raise Refused("room_reserved", choices.ROOM_RESERVED, room=number)
        return room

    def shared(self, site: str, number: str) -> Room:
        """The room of somebody under observation, for a companion. Raises Refused room_unknown or companion_room."""
        room = self.rooms.get((site, number))
        if room is None:
            raise Refused("room_unknown", choices.ROOM_UNKNOWN, room=number)
        if room.pk not in self.inside:
            raise Refused("companion_room", choices.COMPANION_ROOM, room=number)
        return room


def end_stay(work: Work, stay: Stay, at: datetime, out_kind: str) -> None:
    """Somebody moved out. A numbered room waits for disinfection; a bed without a number is free at once."""
    alone = stay.room_id and stay.kind == StayKind.OBSERVED  # a companion leaves no room behind
    work.change(stay, out_at=at, out_kind=out_kind, freed_at=None if alone else at)


@transaction.atomic
def move_in(batch: Sequence[NewStay], *, by: Actor) -> list[Verdict]:
    """Give people rooms, or another room of their site. One person, one room; a companion shares it and needs a reason."""
    by.check(Permission.MANAGE_SITES)
    with hosting(by):
        return _move_all_in(batch, by)


def _move_all_in(batch: Sequence[NewStay], by: Actor) -> list[Verdict]:
    work = Work(by)
    subjects = Subjects(batch, work.actor)
    book = SiteBook(work, [row.site for row in batch])
    book.know([person for person in subjects.persons.values() if person] + [one.person_id for one in subjects.observations])
    verdicts = [guarded(lambda row=row: _move_in(work, subjects, book, row)) for row in batch]
    work.flush()
    log(work, "move_in", verdicts)
    return verdicts


def _move_in(work: Work, subjects: Subjects, book: SiteBook, row: NewStay) -> Verdict:
    at = row.happened_at or work.now
    check_time(at, work.now)
    if row.site not in book.sites:
        raise Refused("site_unknown", choices.SITE_UNKNOWN, site=row.site)
    _check_needs(row.needs)
    person = subjects.person_of(row)
    if row.kind == StayKind.COMPANION:
        check_companion(row.companion_reason)
        return _stay(book, subjects, row, person, book.shared(row.site, row.room), at)
    return _stay(book, subjects, row, person, book.room(row.site, row.room, person), at)


def _check_needs(needs: Sequence[str]) -> None:
    for need in needs:
        if need not in Need.values:
            raise Refused("unknown_value", choices.UNKNOWN_VALUE, value=need)


def _stay(book: SiteBook, subjects: Subjects, row: NewStay, person: UUID, room: Room | None, at: datetime) -> Verdict:
    known = book.stays.get(person)
    if known is not None and known.site != row.site:
        raise Refused("stays_elsewhere", choices.STAYS_ELSEWHERE)
    if known is not None and (room is None or known.room_id == room.pk):
        return duplicate(known.pk, "stays_already", str(choices.STAYS_ALREADY))
    if known is not None and room is not None and known.room_id is None:
        return _give_room(book, known, room, row, at)
    if known is not None:
        return _other_room(book, known, room, at)
    held = subjects.by_person.get(person) or [one for one in subjects.observations if one.pk == row.observation_id]
    stay = book.add(
        person, row.site, at, observation=held[-1] if held else None, room=room, kind=row.kind or StayKind.OBSERVED,
        companion_reason=row.companion_reason[:200], needs=sorted(set(row.needs)), needs_note=row.needs_note[:200],
    )  # fmt: skip
    return accepted(stay.pk, room=room.number if room else "")


def _give_room(book: SiteBook, known: Stay, room: Room, row: NewStay, at: datetime) -> Verdict:
    """Somebody who has come without a number gets one."""
    said = {"needs": sorted(set(row.needs)), "needs_note": row.needs_note[:200]} if row.needs or row.needs_note else {}
    book.work.change(known, room=room, **said)
    book.taken.add(room.pk)
    book.inside[room.pk] = known.person_id
    book.use_up(book.promised.get(known.person_id), at)
    book.use_up(book.booked.get(room.pk), at)
    return accepted(known.pk, room=room.number)


def _other_room(book: SiteBook, known: Stay, room: Room | None, at: datetime) -> Verdict:
    """The same stay goes on in another room; the one that was left waits for disinfection."""
    if at < known.in_at:
        raise Refused("out_before_in", choices.OUT_BEFORE_IN)
    end_stay(book.work, known, at, StayEnd.OTHER_ROOM)
    stay = book.work.add(
        Stay(
            **book.work.order(known.area, known.unit), site=known.site, room=room, person_id=known.person_id, in_at=at,
            observation_id=known.observation_id, due_on=known.due_on, kind=known.kind, companion_reason=known.companion_reason,
            continues=known.pk, group=known.group, needs=known.needs, needs_note=known.needs_note,
        )
    )  # fmt: skip
    if known.room_id:
        book.inside.pop(known.room_id, None)
    book.note(stay)
    book.use_up(book.booked.get(room.pk) if room else None, at)
    return accepted(stay.pk, room=room.number if room else "")


@transaction.atomic
def move_out(batch: Sequence[EndedStay], *, by: Actor) -> list[Verdict]:
    """End stays; a numbered room is free again only after ``disinfect_rooms``."""
    by.check(Permission.MANAGE_SITES)
    work = Work(by)
    subjects = Subjects(batch, work.actor, open_only=False)
    book = SiteBook(work, [])
    book.know([person for person in subjects.persons.values() if person] + [one.person_id for one in subjects.observations])
    verdicts = [guarded(lambda row=row: _move_out(work, subjects, book, row)) for row in batch]
    work.flush()
    log(work, "move_out", verdicts)
    return verdicts


def _move_out(work: Work, subjects: Subjects, book: SiteBook, row: EndedStay) -> Verdict:
    at = row.happened_at or work.now
    stay = book.stays.get(subjects.person_of(row))
    if stay is None:
        raise Refused("no_stay", choices.NO_STAY)
    if row.out_kind and row.out_kind not in StayEnd.values:
        raise Refused("unknown_value", choices.UNKNOWN_VALUE, value=row.out_kind)
    if at < stay.in_at:
        raise Refused("out_before_in", choices.OUT_BEFORE_IN)
    end_stay(work, stay, at, row.out_kind or StayEnd.HOME)
    return accepted(stay.pk)


@transaction.atomic
def note_needs(batch: Sequence[StayNeeds], *, by: Actor) -> list[Verdict]:
    """What people at a site need besides a room: pregnant, old, a child, disabled, chronically ill; and in words."""
    by.check(Permission.MANAGE_SITES)
    work = Work(by)
    found = Stay.objects.in_bulk([row.stay_id for row in batch])
    verdicts = [guarded(lambda row=row: _note_needs(work, found.get(row.stay_id), row)) for row in batch]
    work.flush()
    log(work, "note_needs", verdicts)
    return verdicts


def _note_needs(work: Work, stay: Stay | None, row: StayNeeds) -> Verdict:
    if stay is None:
        raise Refused("stay_unknown", choices.STAY_UNKNOWN)
    _check_needs(row.needs)
    work.change(stay, needs=sorted(set(row.needs)), needs_note=row.needs_note[:200])
    return accepted(stay.pk)
