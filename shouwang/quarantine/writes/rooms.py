"""Rooms of isolation sites: numbered, disinfected, closed, kept for the staff (DOMAIN 3.7)."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import transaction

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import Verdict, accepted, duplicate, refused
from shouwang.quarantine import choices
from shouwang.quarantine.models import Booking, Room, RoomClosure, Stay
from shouwang.quarantine.rules.measures import check_reason
from shouwang.quarantine.writes.rows import NewRoom
from shouwang.quarantine.writes.stays import SiteBook
from shouwang.quarantine.writes.work import Work, guarded, log


@transaction.atomic
def add_rooms(batch: Sequence[NewRoom], *, by: Actor) -> list[Verdict]:
    """Number the rooms of isolation sites."""
    by.check(Permission.MANAGE_SITES)
    work = Work(by)
    book = SiteBook(work, [row.site for row in batch])
    verdicts = [guarded(lambda row=row: _add_room(work, book, row)) for row in batch]
    work.flush()
    log(work, "add_rooms", verdicts)
    return verdicts


def _add_room(work: Work, book: SiteBook, row: NewRoom) -> Verdict:
    site = book.sites.get(row.site)
    if site is None:
        raise Refused("site_unknown", choices.SITE_UNKNOWN, site=row.site)
    known = book.rooms.get((row.site, row.number))
    if known is not None:
        return duplicate(known.pk, "room_known", str(choices.ROOM_KNOWN))
    room = Room(**work.order(site.area, site.unit), site=row.site, number=row.number[:20], for_staff=row.for_staff)
    book.rooms[row.site, row.number] = work.add(room)
    if row.for_staff:
        _shut(work, room, for_staff=True)
    return accepted(room.pk)


@transaction.atomic
def disinfect_rooms(room_ids: Sequence[UUID], *, by: Actor, happened_at: datetime | None = None) -> list[Verdict]:
    """Rooms whose guest has left are disinfected and free again."""
    by.check(Permission.MANAGE_SITES)
    work = Work(by)
    waiting = Stay.objects.filter(room_id__in=list(room_ids), out_at__isnull=False, freed_at__isnull=True)
    by_room: dict[UUID | None, list[Stay]] = {}
    for stay in waiting:
        by_room.setdefault(stay.room_id, []).append(stay)
    for stay in (stay for stays in by_room.values() for stay in stays):
        work.change(stay, freed_at=max(happened_at or work.now, stay.out_at or work.now))
    verdicts = [accepted(key) if key in by_room else refused(Refused("not_found", choices.ROOM_UNKNOWN, room="")) for key in room_ids]
    work.flush()
    log(work, "disinfect_rooms", verdicts)
    return verdicts


class _Shutting:
    """Rooms that are taken out of use or given back, with who uses them, for whom they are reserved and since when they are shut; read once."""

    def __init__(self, work: Work, room_ids: Sequence[UUID]) -> None:
        self.work = work
        keys = list(room_ids)
        self.rooms = Room.objects.in_bulk(keys)
        self.used = set(Stay.objects.filter(room_id__in=keys, freed_at__isnull=True).values_list("room_id", flat=True))
        self.spans = {(one.room_id, one.for_staff): one for one in RoomClosure.objects.filter(room_id__in=keys, to_at__isnull=True)}
        self.bookings = {one.room_id: one for one in Booking.objects.filter(room_id__in=keys, closed_at__isnull=True)}

    def room(self, key: UUID, *, empty: bool = False) -> Room:
        """The room, if it is known and (where asked for) nobody's. Raises Refused not_found or room_in_use."""
        room = self.rooms.get(key)
        if room is None:
            raise Refused("not_found", choices.ROOM_UNKNOWN, room="")
        if empty and key in self.used:
            raise Refused("room_in_use", choices.ROOM_IN_USE, room=room.number)
        return room

    def shut(self, room: Room, *, for_staff: bool) -> None:
        """Nobody can move in from now on; whoever it was reserved for gets any other room of the site."""
        if (room.pk, for_staff) not in self.spans:
            _shut(self.work, room, for_staff=for_staff)
        if room.pk in self.bookings:
            self.work.change(self.bookings[room.pk], room=None)

    def open(self, room: Room, *, for_staff: bool) -> None:
        """The days before keep that it was shut."""
        span = self.spans.get((room.pk, for_staff))
        if span is not None:
            self.work.change(span, to_at=max(self.work.now, span.from_at))


def _shut(work: Work, room: Room, *, for_staff: bool) -> None:
    work.add(RoomClosure(**work.order(room.area, room.unit), site=room.site, room=room, for_staff=for_staff, from_at=work.now))


@transaction.atomic
def close_rooms(room_ids: Sequence[UUID], *, reason: str, by: Actor) -> list[Verdict]:
    """Take rooms out of use, with a reason; a room in use is refused."""
    by.check(Permission.MANAGE_SITES)
    check_reason(reason)
    book = _Shutting(Work(by), room_ids)
    return _change(book, room_ids, "close_rooms", lambda key: _close(book, book.room(key, empty=True), reason), reason=reason)


def _close(book: _Shutting, room: Room, reason: str) -> None:
    book.shut(room, for_staff=False)
    book.work.change(room, closed_at=book.work.now, closed_why=reason[:200])


@transaction.atomic
def reopen_rooms(room_ids: Sequence[UUID], *, by: Actor) -> list[Verdict]:
    """Closed rooms can be used again."""
    by.check(Permission.MANAGE_SITES)
    book = _Shutting(Work(by), room_ids)
    return _change(book, room_ids, "reopen_rooms", lambda key: _reopen(book, book.room(key)))


def _reopen(book: _Shutting, room: Room) -> None:
    book.open(room, for_staff=False)
    book.work.change(room, closed_at=None, closed_why="")


@transaction.atomic
def keep_for_staff(room_ids: Sequence[UUID], *, staff: bool, by: Actor) -> list[Verdict]:
    """Rooms the staff live in, or that guests can have again; a room in use is refused."""
    by.check(Permission.MANAGE_SITES)
    book = _Shutting(Work(by), room_ids)
    return _change(book, room_ids, "keep_for_staff", lambda key: _keep(book, book.room(key, empty=staff), staff))


def _keep(book: _Shutting, room: Room, staff: bool) -> None:
    (book.shut if staff else book.open)(room, for_staff=True)
    book.work.change(room, for_staff=staff)


def _change(book: _Shutting, room_ids: Sequence[UUID], action: str, act: Callable[[UUID], None], *, reason: str = "") -> list[Verdict]:
    """Carry an act out on every room that it is possible with, write, log."""

    def done(key: UUID) -> Verdict:
        act(key)
        return accepted(key)

    verdicts = [guarded(partial(done, key)) for key in room_ids]
    book.work.flush()
    log(book.work, action, verdicts, reason=reason)
    return verdicts
