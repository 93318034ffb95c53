"""Rooms of isolation sites and the people in them (DOMAIN 3.7)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import Verdict, Warned, accepted, duplicate, refused
from shouwang.places import reads as places
from shouwang.quarantine import choices
from shouwang.quarantine.choices import StayEnd, StayKind
from shouwang.quarantine.models import Observation, Room, Stay
from shouwang.quarantine.reads.subjects import Subjects
from shouwang.quarantine.rules.measures import check_reason, check_time
from shouwang.quarantine.writes.rows import EndedStay, NewRoom, NewStay
from shouwang.quarantine.writes.work import Work, log

ISOLATION_SITE = "isolation_site"


class SiteBook:
    """The isolation sites of a batch, their rooms, and who stays in them; read once."""

    def __init__(self, work: Work, codes: Sequence[str]) -> None:
        self.work = work
        wanted = sorted(set(codes))
        found = [places.site(code) for code in wanted]
        self.sites = {site.code: site for site in found if site is not None and site.kind == ISOLATION_SITE}
        rooms = Room.objects.filter(site__in=list(self.sites)) if self.sites else []
        self.rooms = {(room.site, room.number): room for room in rooms}
        self.stays: dict[UUID, Stay] = {}
        self.taken: set[UUID] = set()
        for stay in Stay.objects.filter(site__in=list(self.sites), freed_at__isnull=True) if self.sites else []:
            self._note(stay)

    def know(self, persons: Sequence[UUID]) -> None:
        """Read where these persons stay, at whatever site."""
        for stay in Stay.objects.filter(person_id__in=list(persons), out_at__isnull=True):
            self._note(stay)

    def _note(self, stay: Stay) -> None:
        if stay.out_at is None:
            self.stays[stay.person_id] = stay
        if stay.room_id and stay.freed_at is None and stay.kind == StayKind.OBSERVED:
            self.taken.add(stay.room_id)

    def move_in(self, observation: Observation, site: str, at: datetime) -> list[Warned]:
        """A bed at the site for somebody who is ordered there; the room may follow. Warns where the site is not known here."""
        if not site:
            return []
        if site not in self.sites:
            return [Warned("site_unknown", str(choices.SITE_UNKNOWN) % {"site": site})]
        if observation.person_id not in self.stays:
            self.add(observation.person_id, site, at, observation=observation)
        return []

    def add(self, person_id: UUID, site: str, at: datetime, *, observation: Observation | None = None, room: Room | None = None, **more: Any) -> Stay:
        """A new stay, in the area of the site."""
        place = self.sites[site]
        stay = self.work.add(
            Stay(
                **self.work.order(place.area, place.unit), site=site, room=room, person_id=person_id, in_at=at,
                observation_id=observation.pk if observation else None, due_on=observation.due_on if observation else None, **more,
            )
        )  # fmt: skip
        self._note(stay)
        return stay

    def room(self, site: str, number: str) -> Room | None:
        """The free room of this number; none where no number is said. Raises Refused room_unknown or room_taken."""
        if not number:
            return None
        room = self.rooms.get((site, number))
        if room is None:
            raise Refused("room_unknown", choices.ROOM_UNKNOWN, room=number)
        if room.pk in self.taken or room.closed_at is not None or room.for_staff:
            raise Refused("room_taken", choices.ROOM_TAKEN, room=number)
        return room


def end_stay(work: Work, stay: Stay, at: datetime, out_kind: str) -> None:
    """Somebody moved out. A numbered room waits for disinfection; a bed without a number is free at once."""
    work.change(stay, out_at=at, out_kind=out_kind, freed_at=None if stay.room_id else at)


@transaction.atomic
def add_rooms(batch: Sequence[NewRoom], *, by: Actor) -> list[Verdict]:
    """Number the rooms of isolation sites."""
    by.check(Permission.MANAGE_SITES)
    work = Work(by)
    book = SiteBook(work, [row.site for row in batch])
    verdicts = [_guard(lambda row=row: _add_room(work, book, row)) for row in batch]
    work.flush()
    log(work, "add_rooms", verdicts)
    return verdicts


def _guard(act: Any) -> Verdict:
    try:
        return act()
    except Refused as refusal:
        return refused(refusal)


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
def move_in(batch: Sequence[NewStay], *, by: Actor) -> list[Verdict]:
    """Give people rooms. One person, one room; a companion shares it and needs a reason."""
    by.check(Permission.MANAGE_SITES)
    work = Work(by)
    subjects = Subjects(batch, work.actor)
    book = SiteBook(work, [row.site for row in batch])
    book.know([person for person in subjects.persons.values() if person])
    verdicts = [_guard(lambda row=row: _move_in(work, subjects, book, row)) for row in batch]
    work.flush()
    log(work, "move_in", verdicts)
    return verdicts


def _move_in(work: Work, subjects: Subjects, book: SiteBook, row: NewStay) -> Verdict:
    at = row.happened_at or work.now
    check_time(at, work.now)
    if row.site not in book.sites:
        raise Refused("site_unknown", choices.SITE_UNKNOWN, site=row.site)
    person = subjects.person_of(row)
    companion = row.kind == StayKind.COMPANION
    if companion and not row.companion_reason.strip():
        raise Refused("companion_reason", choices.COMPANION_REASON)
    room = book.rooms.get((row.site, row.room)) if companion else book.room(row.site, row.room)
    return _stay(work, book, subjects, row, person, room, at)


def _stay(work: Work, book: SiteBook, subjects: Subjects, row: NewStay, person: UUID, room: Room | None, at: datetime) -> Verdict:
    known = book.stays.get(person)
    if known is not None and known.site != row.site:
        raise Refused("stays_elsewhere", choices.STAYS_ELSEWHERE)
    if known is not None and (room is None or known.room_id == room.pk):
        return duplicate(known.pk, "stays_already", str(choices.STAYS_ALREADY))
    if known is not None and room is not None and known.room_id is None:
        work.change(known, room=room)
        book.taken.add(room.pk)
        return accepted(known.pk, room=room.number)
    if known is not None:
        end_stay(work, known, at, StayEnd.OTHER_SITE)
    held = subjects.by_person.get(person, [])
    stay = book.add(
        person, row.site, at, observation=held[-1] if held else None, room=room, kind=row.kind or StayKind.OBSERVED,
        companion_reason=row.companion_reason[:200],
    )
    return accepted(stay.pk, room=room.number if room else "")


@transaction.atomic
def move_out(batch: Sequence[EndedStay], *, by: Actor) -> list[Verdict]:
    """End stays; a numbered room is free again only after ``disinfect_rooms``."""
    by.check(Permission.MANAGE_SITES)
    work = Work(by)
    subjects = Subjects(batch, work.actor, open_only=False)
    book = SiteBook(work, [])
    book.know([person for person in subjects.persons.values() if person] + [one.person_id for one in subjects.observations])
    verdicts = [_guard(lambda row=row: _move_out(work, subjects, book, row)) for row in batch]
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
