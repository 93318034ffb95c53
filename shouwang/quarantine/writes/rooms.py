"""Rooms of isolation sites: numbered, disinfected, closed, kept for the staff (DOMAIN 3.7)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import Verdict, accepted, duplicate, refused
from shouwang.quarantine import choices
from shouwang.quarantine.models import Room, Stay
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


@transaction.atomic
def close_rooms(room_ids: Sequence[UUID], *, reason: str, by: Actor) -> list[Verdict]:
    """Take rooms out of use, with a reason; a room in use is refused."""
    by.check(Permission.MANAGE_SITES)
    check_reason(reason)
    work = Work(by)
    used = set(Stay.objects.filter(room_id__in=list(room_ids), freed_at__isnull=True).values_list("room_id", flat=True))
    rooms = Room.objects.in_bulk(list(room_ids))
    verdicts = [_close_room(work, rooms.get(key), key in used, reason) for key in room_ids]
    work.flush()
    log(work, "close_rooms", verdicts, reason=reason)
    return verdicts


def _close_room(work: Work, room: Room | None, in_use: bool, reason: str) -> Verdict:
    if room is None:
        return refused(Refused("not_found", choices.ROOM_UNKNOWN, room=""))
    if in_use:
        return refused(Refused("room_in_use", choices.ROOM_IN_USE, room=room.number))
    work.change(room, closed_at=work.now, closed_why=reason[:200])
    return accepted(room.pk)


@transaction.atomic
def reopen_rooms(room_ids: Sequence[UUID], *, by: Actor) -> list[Verdict]:
    """Closed rooms can be used again."""
    by.check(Permission.MANAGE_SITES)
    work = Work(by)
    rooms = Room.objects.in_bulk(list(room_ids))
    for room in rooms.values():
        work.change(room, closed_at=None, closed_why="")
    verdicts = [accepted(key) if key in rooms else refused(Refused("not_found", choices.ROOM_UNKNOWN, room="")) for key in room_ids]
    work.flush()
    log(work, "reopen_rooms", verdicts)
    return verdicts


@transaction.atomic
def keep_for_staff(room_ids: Sequence[UUID], *, staff: bool, by: Actor) -> list[Verdict]:
    """Rooms the staff live in, or that guests can have again; a room in use is refused."""
    by.check(Permission.MANAGE_SITES)
    work = Work(by)
    used = set(Stay.objects.filter(room_id__in=list(room_ids), freed_at__isnull=True).values_list("room_id", flat=True))
    rooms = Room.objects.in_bulk(list(room_ids))
    verdicts = [_keep(work, rooms.get(key), key in used, staff) for key in room_ids]
    work.flush()
    log(work, "keep_for_staff", verdicts)
    return verdicts


def _keep(work: Work, room: Room | None, in_use: bool, staff: bool) -> Verdict:
    if room is None:
        return refused(Refused("not_found", choices.ROOM_UNKNOWN, room=""))
    if staff and in_use:
        return refused(Refused("room_in_use", choices.ROOM_IN_USE, room=room.number))
    work.change(room, for_staff=staff)
    return accepted(room.pk)
